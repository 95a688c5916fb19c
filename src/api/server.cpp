#include "api/server.hpp"

#include <array>

#include "api/deletion_page.hpp"
#include "api/docs_page.hpp"
#include "api/guard.hpp"
#include "api/openapi.hpp"
#include "api/route.hpp"
#include "base/embedded.hpp"
#include "base/log.hpp"
#include "base/log_scope.hpp"
#include "base/text.hpp"
#include "channels/list.hpp"
#include "control/metrics_token.hpp"
#include "http/form.hpp"
#include "http/static.hpp"
#include "watch/prometheus.hpp"

namespace api {

namespace {

constexpr std::string_view Prefix = "/api/v1";
constexpr std::string_view Webhooks = "/webhooks/";
constexpr std::size_t WebhookBody = 4 << 20;  // Meta sends up to 3 MB
constexpr std::string_view Farewells = "/meta/";
constexpr std::size_t FarewellBody = 8 << 10;
constexpr std::array<std::string_view, 1> FormOnly = {"application/x-www-form-urlencoded"};
constexpr std::array<std::string_view, 1> JsonOnly = {"application/json"};

bool is_api(std::string_view path)
{
    return path.starts_with(Prefix) && (path.size() == Prefix.size() || path[Prefix.size()] == '/');
}

http::Response not_found(std::string_view id)
{
    return http::error(404, "not_found", "There is nothing at this address.", id);
}

}  // namespace

Server::Server(Parts const& parts)
    : m_parts(parts), m_log(std::make_shared<RequestLog>(parts.control.world().clock))
{
}
Server::~Server() = default;

std::vector<std::pair<std::string, std::string>> default_headers(bool https)
{
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
         "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
         "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)"},
        {"Cache-Control", "no-store"},
    };
    if (https)
        headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    return headers;
}

http::RouteLimits Server::limits(std::string_view method, std::string_view path) const
{
    http::RouteLimits limits;
    if (path.starts_with(Webhooks)) {
        limits.max_body = WebhookBody;
        limits.spool_over = WebhookBody;
        limits.importance = http::Importance::webhook;
        return limits;
    }
    if (path.starts_with(Farewells)) {
        limits.max_body = FarewellBody;
        if (method == "POST")
            limits.content_types = FormOnly;
        return limits;
    }
    if (!is_api(path)) {
        limits.max_body = 0;
        return limits;
    }
    auto const found = match(method, path.substr(Prefix.size()));
    if (!found.route)
        return limits;
    limits.max_body = found.route->max_body;
    if (!found.route->raw_body && method != "GET" && method != "HEAD" && method != "DELETE")
        limits.content_types = JsonOnly;
    return limits;
}

void Server::handle(http::Request request, http::Reply reply)
{
    auto const id = reply.request_id();
    base::LogScope const scope(id);
    http::Rescue rescue;
    try {
        auto watched = m_log->watch(request, std::move(reply));
        route(std::move(request), std::move(watched));
    } catch (std::exception const& fault) {
        auto const refused = storage_refusal(fault);
        if (!refused || rescue.reply() == nullptr)
            throw;
        note_failure(fault);
        rescue.reply()->send(refusal(*refused, id));
    }
}

void Server::note_failure(std::exception const& fault)
{
    std::optional<std::uint64_t> more;
    {
        std::scoped_lock const lock(m_mutex);
        more = m_failures.happened(m_parts.control.world().clock.monotonic());
    }
    if (more)
        base::log(base::LogLevel::error, "api", "the disk failed a request",
                  {{"why", fault.what()}, {"more", *more}});
}

void Server::route(http::Request request, http::Reply reply)
{
    std::string_view const path = request.path;
    if (path.starts_with(Webhooks))
        return webhook(std::move(request), std::move(reply));
    if (path.starts_with(Farewells))
        return farewell(request, path.substr(Farewells.size()), std::move(reply));
    if (path == DeletionPage && request.method == "GET")
        return reply.send(deletion_page(m_parts.control, request));
    if (is_api(path))
        return api(std::move(request), std::string(path.substr(Prefix.size())), std::move(reply));
    if (path == "/healthz")
        return reply.send(http::text(200, "ok\n"));
    if (path == "/readyz") {
        auto const word = m_parts.unready();
        return reply.send(
            http::text(word.empty() ? 200 : 503, (word.empty() ? "ok" : word) + "\n"));
    }
    if (path == "/metrics")
        return metrics(request, std::move(reply));
    page(request, std::move(reply));
}

void Server::webhook(http::Request request, http::Reply reply)
{
    auto const rest = std::string_view(request.path).substr(Webhooks.size());
    auto const slash = rest.find('/');
    if (slash == rest.npos || rest.find('/', slash + 1) != rest.npos)
        return reply.send(not_found(reply.request_id()));
    auto const kind = rest.substr(0, slash);
    auto const key = rest.substr(slash + 1);
    channels::Webhook call;
    call.method = request.method;
    call.header = [&request](std::string_view name) { return request.header(name); };
    call.query = [&request](std::string_view name) { return request.parameter(name); };
    // Up to 4 MB: kept as it is until it is in the file.
    auto const body = std::make_shared<std::string const>(std::move(request.body));
    call.body = *body;

    auto const held = std::make_shared<http::Reply>(std::move(reply));
    auto const answer = [held](int status, std::string text) {
        if (status == 200)
            held->send(http::text(200, std::move(text)));
        else
            held->send(http::error(status, status == 503 ? "unavailable" : "refused", "",
                                   held->request_id()));
    };
    if (request.method == "GET")
        m_parts.door.verify(kind, key, call, answer);
    else if (request.method == "POST")
        m_parts.door.deliver(kind, key, call, answer, body);
    else
        answer(405, "");
}

void Server::farewell(http::Request const& request, std::string_view rest, http::Reply reply)
{
    auto const slash = rest.find('/');
    auto const what = rest.substr(0, slash);
    auto const erase = what == "deletion";
    if (slash == rest.npos || (!erase && what != "deauthorize"))
        return reply.send(not_found(reply.request_id()));
    if (request.method != "POST")
        return reply.send(
            http::error(405, "method_not_allowed", "Not with this method.", reply.request_id()));
    auto const key = rest.substr(slash + 1);
    auto const text = http::form_value(request.body, "signed_request").value_or("");
    if (!erase) {
        auto const done = m_parts.farewell.deauthorize(key, text, request.peer);
        return reply.send(done ? http::json(200, {{"success", true}})
                               : refusal(done.error(), reply.request_id()));
    }
    auto const code = m_parts.farewell.erase(key, text, request.peer);
    if (!code)
        return reply.send(refusal(code.error(), reply.request_id()));
    // Exactly these two: Meta shows them to the person.
    reply.send(http::json(
        200, {{"url", m_parts.control.public_url() + std::string(DeletionPage) + "?code=" + *code},
              {"confirmation_code", *code}}));
}

void Server::api(http::Request request, std::string_view path, http::Reply reply)
{
    if (path == "/openapi.json" && request.method == "GET") {
        http::Response response;
        response.headers.set("Content-Type", "application/json");
        response.headers.set("Cache-Control", "no-cache");
        response.fixed_body = openapi_text();
        return reply.send(std::move(response));
    }
    auto found = match(request.method, path);
    if (!found.route) {
        if (found.path_known)
            return reply.send(http::error(405, "method_not_allowed", "Not with this method.",
                                          reply.request_id()));
        return reply.send(not_found(reply.request_id()));
    }
    auto const& route = *found.route;
    Call call{m_parts, request, {}, nullptr, {}, route.success, route.deed};
    call.input.path = std::move(found.parameters);
    call.input.query = request.query;
    if (auto const allowed = admit(call, route); !allowed)
        return reply.send(refusal(allowed.error(), reply.request_id()));
    if (!route.raw_body && !request.body.empty()) {
        auto body = base::parse_json(request.body);
        if (!body)
            return reply.send(refusal(body.error(), reply.request_id()));
        call.input.body = std::move(*body);
    }
    route.run(call, std::move(reply));
}

// Whoever has no right to them is told what any unknown address says.
void Server::metrics(http::Request const& request, http::Reply reply)
{
    constexpr std::string_view Bearer = "bearer ";
    auto const proof = request.header("Authorization").value_or("");
    auto const reads = request.method == "GET" || request.method == "HEAD";
    if (!reads || !base::starts_with_no_case(proof, Bearer) ||
        !control::may_read_metrics(m_parts.control, proof.substr(Bearer.size()), request.peer))
        return reply.send(not_found(reply.request_id()));
    auto response = http::text(200, watch::prometheus(m_parts.snapshot()));
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    reply.send(std::move(response));
}

void Server::page(http::Request const& request, http::Reply reply)
{
    if (request.method != "GET" && request.method != "HEAD")
        return reply.send(not_found(reply.request_id()));
    if (auto response = docs_page(request.path))
        return reply.send(std::move(*response));
    auto const files = base::embedded_web();
    if (auto found = http::asset(files, request.path, request))
        return reply.send(std::move(*found));
    // Addresses of the dashboard are read by the dashboard; a missing file of it is missing.
    auto const last = request.path.substr(request.path.rfind('/') + 1);
    if (last.find('.') == last.npos)
        if (auto index = http::asset(files, "/index.html", request))
            return reply.send(std::move(*index));
    reply.send(not_found(reply.request_id()));
}

}  // namespace api

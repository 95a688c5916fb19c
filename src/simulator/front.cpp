#include "simulator/front.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "http/static.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr std::size_t LargestUpload = 105 << 20;
constexpr int SlowPieces = 8;

constexpr std::string_view PagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

// What a page of another site could send without the browser asking first is refused.
bool from_elsewhere(http::Request const& request)
{
    auto const site = request.header("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none")
        return true;
    auto const origin = request.header("Origin");
    return origin && *origin != "http://" + request.host && *origin != "https://" + request.host;
}

Call call_of(http::Request& request)
{
    Call call{.method = request.method, .path = request.path, .query = std::move(request.query)};
    if (auto const bearer = request.header("Authorization")) {
        for (std::string_view const scheme : {"Bearer ", "OAuth "})
            if (base::starts_with_no_case(*bearer, scheme))
                call.token = std::string(base::trim(bearer->substr(scheme.size())));
    } else {
        call.token = call.parameter("access_token");
    }
    call.content_type = std::string(request.header("Content-Type").value_or(""));
    call.file_offset = std::string(request.header("file_offset").value_or(""));
    call.body = request.spool ? request.read_body(0, std::size_t(request.body_size()))
                              : std::move(request.body);
    call.origin = (request.secure ? "https://" : "http://") + request.host;
    return call;
}

http::Response response_of(Answer& answer)
{
    http::Response response{.status = answer.status, .body = std::move(answer.body)};
    response.headers.add("Content-Type", answer.content_type);
    response.headers.add("Cache-Control", "no-store");
    for (auto& [name, value] : answer.headers)
        response.headers.add(name, value);
    return response;
}

// In memory, but asked for in ranges: a player seeks.
class HeldBytes final : public http::BodySource {
public:
    explicit HeldBytes(std::string bytes) : m_bytes(std::move(bytes)) {}
    std::uint64_t size() const override { return m_bytes.size(); }
    std::string chunk(std::uint64_t offset, std::size_t max) override
    {
        return m_bytes.substr(std::size_t(offset), max);
    }

private:
    std::string m_bytes;
};

http::Response refusal(int status, std::string_view code)
{
    return http::json(status, {{"error", {{"code", code}}}});
}

}  // namespace

Later::Later(base::World world) : m_world(world), m_thread([this] { run(); }) {}

void Later::after(std::chrono::milliseconds wait, std::function<void()> what)
{
    {
        std::scoped_lock const lock(m_mutex);
        m_waiting.emplace((m_world.clock.monotonic() + wait).count(), std::move(what));
    }
    m_more.notify_one();
}

void Later::stop()
{
    {
        std::scoped_lock const lock(m_mutex);
        m_stopping = true;
    }
    m_more.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    m_waiting.clear();
}

void Later::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        auto const now = m_world.clock.monotonic().count();
        if (m_waiting.empty()) {
            m_more.wait(lock);
        } else if (auto const first = m_waiting.begin(); first->first > now) {
            m_more.wait_for(lock, std::chrono::milliseconds(first->first - now));
        } else {
            auto const what = std::move(first->second);
            m_waiting.erase(first);
            lock.unlock();
            what();
            lock.lock();
        }
    }
}

Front::Front(Core& core, Feed& feed, Load& load, Later& later, net::HttpClient& client)
    : m_core(core), m_feed(feed), m_load(load), m_later(later), m_client(client)
{
}

http::RouteLimits Front::limits(std::string_view method, std::string_view path) const
{
    http::RouteLimits limits{.max_body = 4 << 20, .importance = http::Importance::webhook};
    if (method == "POST" && (path.ends_with("/media") || path == "/sim/media" ||
                             path.find("/upload:") != std::string_view::npos))
        limits.max_body = LargestUpload;
    return limits;
}

void Front::handle(http::Request request, http::Reply reply)
{
    bool const control = request.path.starts_with("/sim/");
    bool const get = request.method == "GET" || request.method == "HEAD";
    if (control && !get && from_elsewhere(request))
        return reply.send(refusal(403, "forbidden"));
    if (get && (request.path == "/" || request.path.starts_with("/assets/") ||
                request.path == "/favicon.ico"))
        return page(request, std::move(reply));
    if (request.path == "/healthz")
        return reply.send(http::text(200, "ok\n"));
    if (get && request.path == "/sim/events")
        return events(std::move(reply));
    if (request.path == "/sim/load" || request.path == "/sim/ledger")
        return control_load(request, std::move(reply));
    auto const call = call_of(request);
    auto answer = m_core.handle(call);
    if (answer.verification) {
        auto const outcome = ask(m_client, answer.verification->question());
        answer = m_core.verified(*answer.verification, outcome.status, outcome.body);
    }
    if (call.path == "/sim/reset")
        m_load.forget();
    if (get && answer.status == 200 && call.path.starts_with("/sim/files/")) {
        auto bytes = std::make_shared<HeldBytes>(std::move(answer.body));
        answer.body.clear();
        auto response = response_of(answer);
        response.source = std::move(bytes);
        return reply.send(std::move(response));
    }
    finish(std::move(answer), std::move(reply));
}

void Front::page(http::Request const& request, http::Reply reply)
{
    auto const path = request.path == "/" ? std::string("/index.html") : request.path;
    auto response = http::asset(base::embedded_phone(), path, request);
    if (!response)
        return reply.send(
            path == "/index.html"
                ? http::text(200, "The simulator is running; its page was not built in.\n")
                : http::text(404, "Not found\n"));
    response->headers.add("Content-Security-Policy", std::string(PagePolicy));
    response->headers.add("Referrer-Policy", "same-origin");
    response->headers.add("Cross-Origin-Opener-Policy", "same-origin");
    reply.send(std::move(*response));
}

void Front::events(http::Reply reply)
{
    auto const stream = reply.stream(
        {.headers = {}, .first = "retry: 1000\nevent: hello\ndata: {}\n\n"});
    m_feed.add(stream);
    m_core.set_pages(m_feed.count());
    stream->on_close([this] { m_later.after(0ms, [this] { m_core.set_pages(m_feed.count()); }); });
}

void Front::control_load(http::Request const& request, http::Reply reply)
{
    if (request.path == "/sim/ledger") {
        if (request.parameter("list") == "acked")
            return reply.send(http::text(200, m_load.acked_list()));
        return reply.send(http::json(200, m_load.ledger()));
    }
    if (request.method == "GET")
        return reply.send(http::json(200, m_load.report()));
    if (request.method == "DELETE") {
        m_load.stop();
        return reply.send(http::json(200, m_load.report()));
    }
    auto const body = base::parse_json(request.body.empty() ? "{}" : request.body);
    if (!body)
        return reply.send(refusal(400, body.error().code));
    auto order = LoadOrder::read(*body);
    if (!order)
        return reply.send(refusal(422, order.error().code));
    if (order->number_id.empty())
        order->number_id = m_core.current_number();
    auto const started = m_load.start(*order, m_core.target_of(order->number_id));
    if (!started)
        return reply.send(refusal(409, started.error().code));
    reply.send(http::json(202, {{"run", *started}}));
}

void Front::finish(Answer answer, http::Reply reply)
{
    if (answer.fate == Fate::sent && answer.wait == 0ms)
        return reply.send(response_of(answer));
    if (answer.fate == Fate::cut)
        return reply.cut();
    if (answer.fate == Fate::truncated) {
        http::StreamHead head;
        head.headers.add("Content-Type", answer.content_type);
        head.headers.add("Content-Length", std::to_string(answer.body.size()));
        head.first = answer.body.substr(0, answer.body.size() / 2);
        return reply.stream(std::move(head))->close();
    }
    if (answer.fate == Fate::slow)
        return slowly(answer, std::move(reply));
    // Functions must be copyable, a reply is not.
    auto const held = std::make_shared<http::Reply>(std::move(reply));
    auto const late = std::make_shared<Answer>(std::move(answer));
    m_later.after(late->wait, [held, late] {
        if (late->fate == Fate::held)
            held->cut();
        else
            held->send(response_of(*late));
    });
}

void Front::slowly(Answer const& answer, http::Reply reply)
{
    http::StreamHead head;
    head.headers.add("Content-Type", answer.content_type);
    head.headers.add("Content-Length", std::to_string(answer.body.size()));
    auto const stream = reply.stream(std::move(head));
    auto const piece = answer.body.size() / SlowPieces + 1;
    for (int i = 0; i < SlowPieces; ++i) {
        auto const at = std::min(piece * std::size_t(i), answer.body.size());
        auto const bytes = std::make_shared<std::string const>(answer.body.substr(at, piece));
        bool const last = i + 1 == SlowPieces;
        m_later.after(answer.wait * (i + 1) / SlowPieces, [stream, bytes, last] {
            stream->send(bytes);
            if (last)
                stream->close();
        });
    }
}

}  // namespace simulator

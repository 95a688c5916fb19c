#include "api/guard.hpp"

#include "base/text.hpp"
#include "control/session.hpp"

namespace api {

using base::Error;
using base::Fault;
using control::CallerKind;

namespace {

constexpr std::string_view Bearer = "bearer ";
constexpr std::string_view WorkspaceHeader = "Sapa-Workspace";
constexpr std::string_view OwnHeader = "Sapa-Request";
// Browsers forget cookies that live longer than this anyway.
constexpr std::string_view CookieLife = "7776000";  // 90 days

bool https_of(Call const& call)
{
    return call.request.secure || call.parts.control.public_url().starts_with("https://");
}

std::string host_of(std::string_view url)
{
    auto const start = url.find("://");
    if (start == url.npos)
        return {};
    auto const host = url.substr(start + 3);
    return base::lower_ascii(host.substr(0, host.find('/')));
}

// Cookies travel with forged requests of other sites; a header of our own and the browser's word
// on where the request comes from do not.
bool is_own_page(Call const& call)
{
    auto const& request = call.request;
    if (!request.header(OwnHeader))
        return false;
    if (auto const site = request.header("Sec-Fetch-Site"))
        if (*site != "same-origin" && *site != "none")
            return false;
    if (auto const origin = request.header("Origin"))
        if (auto const host = host_of(*origin);
            host != request.host && host != host_of(call.parts.control.public_url()))
            return false;
    return true;
}

std::string_view wanted_workspace(http::Request const& request)
{
    if (auto const header = request.header(WorkspaceHeader))
        return *header;
    return request.parameter("workspace").value_or("");
}

}  // namespace

std::string_view session_cookie_name(bool https) { return https ? "__Host-s" : "s"; }
std::string_view device_cookie_name(bool https) { return https ? "__Host-d" : "d"; }

base::Result<void> admit(Call& call, Route const& route)
{
    auto const& request = call.request;
    auto const https = https_of(call);
    control::Credentials proof;
    auto const authorization = request.header("Authorization").value_or("");
    if (base::starts_with_no_case(authorization, Bearer))
        proof.bearer = authorization.substr(Bearer.size());
    else
        proof.session_cookie = request.cookie(session_cookie_name(https)).value_or("");
    proof.device_cookie = request.cookie(device_cookie_name(https)).value_or("");
    proof.address = request.peer;
    proof.user_agent = request.header("User-Agent").value_or("");
    call.caller = control::authenticate(call.parts.control, proof);

    auto const changes = request.method != "GET" && request.method != "HEAD";
    if (changes && !proof.session_cookie.empty() && !is_own_page(call))
        return Error{Fault::forbidden, "cross_site",
                     "Send the header Sapa-Request: 1 from a page of this server."};
    if (route.needs == Needs{Open::everyone})
        return {};
    if (call.caller.kind != CallerKind::session && call.caller.kind != CallerKind::token)
        return Error{Fault::unauthenticated, "unauthenticated", "Sign in, or send an API token."};

    auto const token = call.caller.kind == CallerKind::token;
    if (token && (route.scope.empty() || !call.caller.has_scope(route.scope)))
        return Error{Fault::forbidden, "forbidden", "The token's scopes do not allow this."};
    if (route.needs == Needs{Open::session})
        return {};

    auto const record = TRY(
        control::choose_workspace(call.parts.control, call.caller, wanted_workspace(request)));
    if (!token && !is_allowed(route.needs, call.caller.rights))
        return Error{Fault::forbidden, "forbidden", "Your role does not allow this."};
    if (route.whole_numbers && !call.caller.rights.phones)
        return Error{Fault::forbidden, "rights_needed", "It shows phone numbers whole."};
    if (route.recent_password)
        TRY(control::require_recent_password(call.parts.control, call.caller));
    call.workspace = TRY(call.parts.open(record));
    return {};
}

void set_cookies(Call const& call, http::Response& response, std::string_view session,
                 std::string_view device, bool remember)
{
    auto const https = https_of(call);
    auto const add = [&](std::string_view name, std::string_view value, bool keep) {
        if (value.empty())
            return;
        auto cookie = std::string(name) + "=" + std::string(value) +
                      "; Path=/; HttpOnly; SameSite=Lax";
        if (keep)
            cookie += "; Max-Age=" + std::string(CookieLife);
        if (https)
            cookie += "; Secure";
        response.headers.add("Set-Cookie", std::move(cookie));
    };
    add(session_cookie_name(https), session, remember);
    add(device_cookie_name(https), device, true);
}

void clear_cookies(Call const& call, http::Response& response)
{
    auto const https = https_of(call);
    response.headers.add("Set-Cookie", std::string(session_cookie_name(https)) +
                                           "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" +
                                           (https ? "; Secure" : ""));
}

}  // namespace api

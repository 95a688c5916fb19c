#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "api/call.hpp"
#include "api/mask.hpp"
#include "base/fields_schema.hpp"
#include "control/session.hpp"

namespace api {

// Routes outside a workspace.
enum class Open {
    everyone,  // nothing to prove; the use-case does its own checks
    session,   // any signed-in person, no workspace
};

// Who may call a route: the third column of the table and the whole security policy of it. For API
// tokens the scope decides instead of the permission; session routes are not for tokens.
using Needs = std::variant<Open, control::Permission>;
using control::Permission;

// As the document and its tests say it.
std::string_view word_of(Needs const& needs);
// Whether those rights are enough for what needs a permission; never for the others.
bool is_allowed(Needs const& needs, control::Rights const& rights);

// One line of the API. From it come the router, the checks, the OpenAPI document and the tenant
// matrix of the tests.
struct Route {
    std::string_view method;
    std::string_view pattern;    // under /api/v1; {name} is one path segment
    std::string_view operation;  // operationId: the client's function name
    Needs needs = Permission::delete_workspace;
    std::string_view scope;  // empty: no token may
    int success = 200;
    std::string_view about;
    bool recent_password = false;  // settings: the password within 12 hours
    std::string_view deed;         // written in the audit trail when it was done; empty: nothing
    std::size_t max_body = 64 << 10;
    bool raw_body = false;       // the body is a file, not JSON
    bool whole_numbers = false;  // deals in phone numbers as they are: only for who sees them whole

    // Runs with everything checked. The answer may come later through the Reply.
    std::function<void(Call&, http::Reply)> run;
    std::function<base::Json(base::Schemas&)> parameters;
    std::function<base::Json(base::Schemas&)> request_schema;  // null: no JSON body
    std::function<base::Json(base::Schemas&)> answer_schema;   // null: no JSON answer
};

std::vector<Route> const& routes();
// Whether rights reach as far as everything a token with that scope may do.
bool covers_scope(control::Rights const& rights, std::string_view scope);

// A route whose pattern fits, with the values of its {names}.
struct Match {
    Route const* route = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters;
    bool path_known = false;  // another method would have fitted
};
Match match(std::string_view method, std::string_view path);

// Writes the route's deed down, about the first id of the path.
void note_deed(Call const& call);

void set_cookies(Call const& call, http::Response& response, std::string_view session,
                 std::string_view device, bool remember);
void clear_cookies(Call const& call, http::Response& response);

namespace detail {

template <class Out>
inline constexpr bool HasCookies = false;
template <class View>
inline constexpr bool HasCookies<control::WithCookies<View>> = true;

template <class In>
constexpr std::string_view about_of()
{
    if constexpr (requires { In::about; })
        return In::about;
    else
        return "";
}

// Path and query fields as OpenAPI parameters.
template <class In>
base::Json parameters_of(base::Schemas& named)
{
    auto list = base::Json::array();
    std::apply(
        [&](auto const&... field) {
            [[maybe_unused]] auto const add = [&](auto const& f) {
                if (f.place == base::Place::body)
                    return;
                using M = std::remove_cvref_t<decltype(std::declval<In&>().*f.member)>;
                auto const in_path = f.place == base::Place::path;
                base::Json one = {
                    {"name", std::string(f.name)},
                    {"in", in_path ? "path" : "query"},
                    {"required", in_path || (!base::IsOptional<M> && f.limits.min > 0)},
                    {"description", std::string(f.about)}};
                one["schema"] = base::schema_of<M, base::Way::in>(f.limits, named);
                list.push_back(one);
            };
            (add(field), ...);
        },
        In::fields());
    return list;
}

template <class In>
constexpr bool has_body()
{
    return std::apply(
        [](auto const&... field) { return ((field.place == base::Place::body) || ...); },
        In::fields());
}

template <class Out>
void answer(Call& call, http::Reply reply, int success, base::Result<Out>&& result)
{
    if (!result)
        return reply.send(refusal(result.error(), reply.request_id()));
    note_deed(call);
    if constexpr (std::is_same_v<Out, void> || std::is_same_v<Out, control::Nothing>) {
        reply.send(http::no_content());
    } else if constexpr (HasCookies<Out>) {
        using View = decltype(result->view);
        auto response = std::is_same_v<View, control::Nothing>
                          ? http::no_content()
                          : http::json(success, base::write_json(result->view));
        set_cookies(call, response, result->session_cookie, result->device_cookie,
                    result->remember);
        reply.send(std::move(response));
    } else {
        auto body = base::write_json(*result);
        if (call.caller.workspace && !call.caller.rights.phones)
            mask_phones(body);
        reply.send(http::json(success, body));
    }
}

template <class Out>
struct ViewOf {
    using type = Out;
};
template <class View>
struct ViewOf<control::WithCookies<View>> {
    using type = View;
};

// `use` is what the use-case does with a Call and its input.
template <class In, class Out, class Use>
Route made(std::string_view method, std::string_view pattern, std::string_view operation,
           Needs needs, std::string_view scope, Use use)
{
    using View = typename ViewOf<Out>::type;
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.operation = operation;
    route.needs = needs;
    route.scope = scope;
    route.about = about_of<In>();
    route.parameters = parameters_of<In>;
    if constexpr (has_body<In>())
        route.request_schema = [operation](base::Schemas& named) {
            std::string name(operation);
            name.front() = char(name.front() - 'a' + 'A');
            return base::input_schema<In>(name, named);
        };
    if constexpr (!std::is_same_v<View, void> && !std::is_same_v<View, control::Nothing>)
        route.answer_schema = [](base::Schemas& named) {
            return base::schema_of<View, base::Way::out>({}, named);
        };
    else
        route.success = 204;
    route.run = [use](Call& call, http::Reply reply) {
        auto in = base::read_input<In>(call.input);
        if (!in)
            return reply.send(refusal(in.error(), reply.request_id()));
        answer<Out>(call, std::move(reply), call.success, use(call, *in));
    };
    return route;
}

}  // namespace detail

// A use-case of a workspace, of control, or of channel accounts becomes a route.
template <class In, class Out>
Route on(std::string_view method, std::string_view pattern, std::string_view operation, Needs needs,
         std::string_view scope, base::Result<Out> (*use)(workspace::Desk&, In const&))
{
    return detail::made<In, Out>(method, pattern, operation, needs, scope,
                                 [use](Call& call, In const& in) {
                                     auto desk = call.desk();
                                     return use(desk, in);
                                 });
}
template <class In, class Out>
Route on(std::string_view method, std::string_view pattern, std::string_view operation, Needs needs,
         std::string_view scope,
         base::Result<Out> (*use)(control::Control&, control::Caller const&, In const&))
{
    return detail::made<In, Out>(method, pattern, operation, needs, scope,
                                 [use](Call& call, In const& in) {
                                     // Not held meanwhile: the use-case may be the one that deletes it.
                                     call.workspace.reset();
                                     return use(call.parts.control, call.caller, in);
                                 });
}
template <class In, class Out>
Route on(std::string_view method, std::string_view pattern, std::string_view operation, Needs needs,
         std::string_view scope,
         base::Result<Out> (*use)(workspace::Desk&, accounts::Surroundings const&, In const&))
{
    return detail::made<In, Out>(method, pattern, operation, needs, scope,
                                 [use](Call& call, In const& in) {
                                     auto desk = call.desk();
                                     return use(desk, call.parts.accounts, in);
                                 });
}

// Variations of a line.
inline Route created(Route route)
{
    route.success = 201;
    return route;
}
inline Route guarded(Route route)
{
    route.recent_password = true;
    return route;
}
inline Route large(std::size_t max_body, Route route)
{
    route.max_body = max_body;
    return route;
}
inline Route numbers(Route route)
{
    route.whole_numbers = true;
    return route;
}
inline Route audited(std::string_view deed, Route route)
{
    route.deed = deed;
    return route;
}

}  // namespace api

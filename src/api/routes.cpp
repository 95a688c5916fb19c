#include <algorithm>
#include <iterator>

#include "api/tables.hpp"

namespace api {

std::vector<Route> const& routes()
{
    static std::vector<Route> const all = [] {
        auto out = people_routes();
        std::ranges::move(inbox_routes(), std::back_inserter(out));
        std::ranges::move(writing_routes(), std::back_inserter(out));
        std::ranges::move(contact_routes(), std::back_inserter(out));
        std::ranges::move(channel_routes(), std::back_inserter(out));
        return out;
    }();
    return all;
}

std::string_view word_of(Needs const& needs)
{
    if (auto const* const permission = std::get_if<Permission>(&needs))
        return base::word_of(*permission);
    return std::get<Open>(needs) == Open::everyone ? "everyone" : "session";
}

bool is_allowed(Needs const& needs, control::Rights const& rights)
{
    auto const* const permission = std::get_if<Permission>(&needs);
    return permission && rights.has(*permission);
}

bool covers_scope(control::Rights const& rights, std::string_view scope)
{
    // A token sees every conversation and every number.
    if (rights.sight != workspace::Sight::all || !rights.phones)
        return false;
    return std::ranges::all_of(routes(), [&](Route const& route) {
        auto const reached = !route.scope.empty() && (scope == "all" || route.scope == scope);
        return !reached || std::holds_alternative<Open>(route.needs) ||
               is_allowed(route.needs, rights);
    });
}

}  // namespace api

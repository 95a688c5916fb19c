#include <algorithm>
#include <iterator>

#include "api/tables.hpp"

namespace api {

std::vector<Route> const& routes()
{
    static std::vector<Route> const all = [] {
        auto out = people_routes();
        std::ranges::move(inbox_routes(), std::back_inserter(out));
        std::ranges::move(channel_routes(), std::back_inserter(out));
        return out;
    }();
    return all;
}

}  // namespace api

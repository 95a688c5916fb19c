#include "api/route.hpp"

namespace api {

namespace {

std::string_view next_segment(std::string_view& path)
{
    path.remove_prefix(1);  // the slash
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

bool fits(std::string_view pattern, std::string_view path,
          std::vector<std::pair<std::string, std::string>>& parameters)
{
    parameters.clear();
    while (!pattern.empty() && !path.empty()) {
        if (path.front() != '/')
            return false;
        auto const wanted = next_segment(pattern);
        auto const given = next_segment(path);
        if (wanted.starts_with('{')) {
            if (given.empty())
                return false;
            parameters.emplace_back(wanted.substr(1, wanted.size() - 2), given);
        } else if (wanted != given) {
            return false;
        }
    }
    return pattern.empty() && path.empty();
}

}  // namespace

Match match(std::string_view method, std::string_view path)
{
    Match found;
    auto const wanted = method == "HEAD" ? std::string_view("GET") : method;
    // Some sixty lines: walking them costs less than the JSON of any answer. Fixed segments come
    // before {names} in the table.
    for (auto const& route : routes()) {
        std::vector<std::pair<std::string, std::string>> parameters;
        if (!fits(route.pattern, path, parameters))
            continue;
        found.path_known = true;
        if (route.method != wanted)
            continue;
        found.route = &route;
        found.parameters = std::move(parameters);
        return found;
    }
    return found;
}

}  // namespace api

#include "api/openapi.hpp"

#include <array>
#include <tuple>

#include "api/refusal.hpp"
#include "api/route.hpp"

namespace api {

using base::Json;

namespace {

Json json_content(Json const& schema) { return {{"application/json", {{"schema", schema}}}}; }

std::string group_of(std::string_view pattern)
{
    auto const name = pattern.substr(1, pattern.find('/', 1) - 1);
    return std::string(name);
}

constexpr std::array Refusals{
    std::tuple{"400", "BadRequest", "Something is wrong with the request."},
    std::tuple{"401", "Unauthenticated", "Nobody is signed in, or the token is not valid."},
    std::tuple{"403", "Forbidden", "Not allowed to this role or token."},
    std::tuple{"404", "NotFound", "Not here, or not yours."},
    std::tuple{"409", "Conflict", "Not in this state."},
    std::tuple{"413", "TooLarge", "Too large for this operation."},
    std::tuple{"422", "Invalid", "The named fields are wrong."},
    std::tuple{"429", "TooMany", "Too many; see Retry-After."},
    std::tuple{"502", "Provider", "The channel's provider said no."},
    std::tuple{"503", "Unavailable", "Try again soon."},
};

// Each operation may refuse in all of these ways; they are written down once.
Json refused_ways(base::Schemas& named)
{
    auto const schema = base::schema_of<Refusal, base::Way::out>({}, named);
    Json ways = Json::object();
    for (auto const& [status, name, text] : Refusals)
        ways[name] = {{"description", text}, {"content", json_content(schema)}};
    return ways;
}

Json refusals()
{
    Json list = Json::object();
    for (auto const& [status, name, text] : Refusals)
        list[status] = {{"$ref", "#/components/responses/" + std::string(name)}};
    return list;
}

Json operation_of(Route const& route, base::Schemas& named)
{
    Json operation = {{"operationId", std::string(route.operation)},
                      {"summary", std::string(route.about)},
                      {"tags", Json::array({group_of(route.pattern)})},
                      {"x-needs", std::string(word_of(route.needs))}};
    if (!route.scope.empty())
        operation["x-scope"] = std::string(route.scope);
    if (route.needs == Needs{Open::everyone})
        operation["security"] = Json::array();
    auto parameters = route.parameters ? route.parameters(named) : Json::array();
    if (!parameters.empty())
        operation["parameters"] = parameters;
    if (route.raw_body)
        operation["requestBody"] = {{"required", true},
                                    {"content",
                                     {{"application/octet-stream",
                                       {{"schema", {{"type", "string"}, {"format", "binary"}}}}}}}};
    else if (route.request_schema)
        operation["requestBody"] = {{"required", true},
                                    {"content", json_content(route.request_schema(named))}};
    Json good = {{"description", "Done."}};
    if (route.answer_schema)
        good["content"] = json_content(route.answer_schema(named));
    auto responses = refusals();
    responses[std::to_string(route.success)] = good;
    operation["responses"] = responses;
    return operation;
}

}  // namespace

Json openapi()
{
    base::Schemas named;
    Json paths = Json::object();
    for (auto const& route : routes()) {
        auto const method = base::lower_ascii(route.method);
        paths[std::string(route.pattern)][method] = operation_of(route, named);
    }
    auto const refused = refused_ways(named);
    return {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Sapa"},
          {"version", "1"},
          {"description", "The team inbox of one server. Every list is paged: rows under `data`, "
                          "the cursor of the next page under `next`."}}},
        {"servers", Json::array({{{"url", "/api/v1"}}})},
        {"security", Json::array({{{"token", Json::array()}}, {{"session", Json::array()}}})},
        {"paths", paths},
        {"components",
         {{"schemas", Json(named.components)},
          {"responses", refused},
          {"securitySchemes",
           {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-s"}}}}}}}};
}

std::string_view openapi_text()
{
    static std::string const text = openapi().dump(1);
    return text;
}

}  // namespace api

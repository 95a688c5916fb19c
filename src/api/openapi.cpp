#include "api/openapi.hpp"

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

Json refusals()
{
    Json list = Json::object();
    for (auto const& [status, text] :
         {std::pair{"400", "Something is wrong with the request."},
          std::pair{"401", "Nobody is signed in, or the token is not valid."},
          std::pair{"403", "Not allowed to this role or token."},
          std::pair{"404", "Not here, or not yours."}, std::pair{"409", "Not in this state."},
          std::pair{"422", "The named fields are wrong."},
          std::pair{"429", "Too many; see Retry-After."}, std::pair{"503", "Try again soon."}})
        list[status] = {{"description", text},
                        {"content", json_content({{"$ref", "#/components/schemas/Refusal"}})}};
    return list;
}

Json operation_of(Route const& route, base::Schemas& named)
{
    Json operation = {{"operationId", std::string(route.operation)},
                      {"summary", std::string(route.about)},
                      {"tags", Json::array({group_of(route.pattern)})},
                      {"x-needs", std::string(base::word_of(route.needs))}};
    if (!route.scope.empty())
        operation["x-scope"] = std::string(route.scope);
    if (route.needs == Needs::everyone)
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
        paths["/api/v1" + std::string(route.pattern)][method] = operation_of(route, named);
    }
    named["Refusal"] = {
        {"type", "object"},
        {"required", {"error"}},
        {"properties",
         {{"error",
           {{"type", "object"},
            {"required", {"code", "message", "request_id"}},
            {"properties",
             {{"code", {{"type", "string"}}},
              {"message", {{"type", "string"}}},
              {"request_id", {{"type", "string"}}},
              {"fields",
               {{"type", "array"},
                {"items",
                 {{"type", "object"},
                  {"required", {"field", "code"}},
                  {"properties",
                   {{"field", {{"type", "string"}}}, {"code", {{"type", "string"}}}}}}}}}}}}}}}};
    return {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Sapa"},
          {"version", "1"},
          {"description", "The team inbox of one server. Every list is paged: rows under `data`, "
                          "the cursor of the next page under `next`."}}},
        {"servers", Json::array({{{"url", "/"}}})},
        {"security", Json::array({{{"token", Json::array()}}, {{"session", Json::array()}}})},
        {"paths", paths},
        {"components",
         {{"schemas", Json(named)},
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

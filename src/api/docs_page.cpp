#include "api/docs_page.hpp"

#include <map>
#include <vector>

#include "api/openapi.hpp"
#include "api/route.hpp"

namespace api {

using base::Json;

namespace {

constexpr std::string_view Style = R"css(
:root { color-scheme: light dark; --line: #d5dade; --soft: #f1f4f5; --ink-2: #4a545b; --accent: #0b6e55; }
@media (prefers-color-scheme: dark) { :root { --line: #2b3238; --soft: #1b2024; --ink-2: #b4bec5; --accent: #4cc9a0; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h2 { margin-block-start: 2.5rem; text-transform: capitalize; }
details { border: 1px solid var(--line); border-radius: 8px; margin-block: .5rem; padding: .5rem .75rem; }
summary { cursor: pointer; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .75rem; border-radius: 6px; overflow-x: auto; }
b { color: var(--accent); display: inline-block; min-inline-size: 4.2rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: start; vertical-align: top; padding: .25rem .5rem .25rem 0; border-block-end: 1px solid var(--line); }
small { color: var(--ink-2); } a { color: var(--accent); }
)css";

std::string escaped(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out.push_back(c);
        }
    }
    return out;
}

// A schema in a line: string, integer, Conversation[], "open" | "done".
std::string kind_of(Json const& schema)
{
    if (auto const ref = base::text_at(schema, "$ref"))
        return ref->substr(ref->rfind('/') + 1);
    if (auto const choice = schema.find("oneOf"); choice != schema.end()) {
        std::string text;
        for (auto const& one : *choice)
            text += (text.empty() ? "" : " or ") + kind_of(one);
        return text;
    }
    if (auto const words = schema.find("enum"); words != schema.end()) {
        std::string text;
        for (auto const& word : *words)
            text += (text.empty() ? "" : " | ") +
                    (word.is_string() ? word.get<std::string>() : "null");
        return text;
    }
    auto const type = schema.find("type");
    if (type == schema.end())
        return "anything";
    auto name = type->is_array() ? (*type)[0].get<std::string>() + " or null"
                                 : type->get<std::string>();
    if (name == "array")
        return kind_of(schema.at("items")) + "[]";
    return name;
}

std::string rows_of(Json const& schema)
{
    std::string rows;
    auto const& required = base::array_at(schema, "required");
    for (auto const& [name, field] : base::object_at(schema, "properties").items()) {
        auto const must = std::find(required.begin(), required.end(), name) != required.end();
        rows += "<tr><td><code>" + escaped(name) + "</code></td><td><small>" +
                escaped(kind_of(field)) + (must ? "" : ", optional") + "</small></td><td>" +
                escaped(base::text_at(field, "description").value_or("")) + "</td></tr>";
    }
    return rows;
}

std::string table_of(Json const& schema)
{
    auto const rows = rows_of(schema);
    return rows.empty() ? std::string() : "<table>" + rows + "</table>";
}

// The component a schema points at, or the schema itself.
Json const& meant(Json const& schema, Json const& components)
{
    auto const ref = base::text_at(schema, "$ref");
    return ref ? components.at(ref->substr(ref->rfind('/') + 1)) : schema;
}

std::string entry_of(std::string_view path, std::string_view method, Json const& operation,
                     Json const& components)
{
    std::string html = "<details><summary><b>" + escaped(method) + "</b> <code>" + escaped(path) +
                       "</code> <small>" +
                       escaped(base::text_at(operation, "summary").value_or("")) +
                       "</small></summary><p><small>Needs: " +
                       escaped(base::text_at(operation, "x-needs").value_or(""));
    if (auto const scope = base::text_at(operation, "x-scope"))
        html += "; token scope: " + escaped(*scope);
    html += "; operation: <code>" + escaped(base::text_at(operation, "operationId").value_or("")) +
            "</code></small></p>";
    std::string parameters;
    for (auto const& one : base::array_at(operation, "parameters"))
        parameters += "<tr><td><code>" + escaped(one.at("name").get<std::string>()) +
                      "</code></td><td><small>" + escaped(one.at("in").get<std::string>()) + ", " +
                      escaped(kind_of(one.at("schema"))) + "</small></td><td>" +
                      escaped(base::text_at(one, "description").value_or("")) + "</td></tr>";
    if (!parameters.empty())
        html += "<table>" + parameters + "</table>";
    auto const& body = base::object_at(operation, "requestBody");
    auto const& json = base::object_at(base::object_at(body, "content"), "application/json");
    if (auto const table = table_of(meant(base::object_at(json, "schema"), components));
        !table.empty())
        html += "<p><small>Body</small></p>" + table;
    for (auto const& [status, answer] : base::object_at(operation, "responses").items())
        if (status.starts_with('2')) {
            auto const& content = base::object_at(base::object_at(answer, "content"),
                                                  "application/json");
            html += "<p><small>Answer " + status + ": " +
                    (content.empty() ? "empty"
                                     : escaped(kind_of(base::object_at(content, "schema")))) +
                    "</small></p>";
            html += table_of(base::object_at(content, "schema"));
        }
    return html + "</details>";
}

std::string page()
{
    auto const document = openapi();
    auto const& components = document.at("components").at("schemas");
    std::map<std::string, std::string> groups;
    for (auto const& [path, methods] : document.at("paths").items())
        for (auto const& [method, operation] : methods.items()) {
            std::string upper = method;
            for (auto& c : upper)
                c = char(c - 'a' + 'A');
            groups[operation.at("tags")[0].get<std::string>()] += entry_of(path, upper, operation,
                                                                           components);
        }
    std::string html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><title>Sapa API</title><link rel=\"stylesheet\" "
        "href=\"/docs.css\"></head><body><main><h1>Sapa API</h1><p>Make a token in the dashboard under "
        "Settings, API tokens, or with <code>sapa token create</code>, and send it as "
        "<code>Authorization: Bearer …</code>. The machine-readable form is <a "
        "href=\"/api/v1/openapi.json\">openapi.json</a>.</p><pre>curl -H \"Authorization: Bearer $TOKEN\" "
        "https://YOUR-SERVER/api/v1/conversations\ncurl -H \"Authorization: Bearer $TOKEN\" -H "
        "\"Content-Type: application/json\" \\\n     -d '{\"text\":\"Halo!\"}' "
        "https://YOUR-SERVER/api/v1/conversations/ID/messages</pre>";
    for (auto const& [name, entries] : groups)
        html += "<h2>" + escaped(name) + "</h2>" + entries;
    html += "<h2>Objects</h2>";
    for (auto const& [name, schema] : components.items())
        html += "<details><summary><code>" + escaped(name) + "</code></summary>" +
                (schema.contains("enum") ? "<p>" + escaped(kind_of(schema)) + "</p>"
                                         : table_of(schema)) +
                "</details>";
    return html + "</main></body></html>";
}

}  // namespace

std::optional<http::Response> docs_page(std::string_view path)
{
    http::Response response;
    response.headers.set("Cache-Control", "no-cache");
    if (path == "/docs") {
        static std::string const html = page();
        response.headers.set("Content-Type", "text/html; charset=utf-8");
        response.fixed_body = html;
        return response;
    }
    if (path == "/docs.css") {
        response.headers.set("Content-Type", "text/css; charset=utf-8");
        response.fixed_body = Style;
        return response;
    }
    return std::nullopt;
}

}  // namespace api

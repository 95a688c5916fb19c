#include "simulator/graph/flows.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "simulator/graph/multipart.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr std::size_t MostFlows = 1'000;

GraphError refusal(int code, std::string details)
{
    return {.code = code, .details = std::move(details)};
}

Json problem(std::string_view error, std::string message, std::string_view path)
{
    return {{"error", error},
            {"error_type", "FLOW_JSON_ERROR"},
            {"message", std::move(message)},
            {"line_start", 1},
            {"line_end", 1},
            {"column_start", 1},
            {"column_end", 1},
            {"pointers", Json::array({{{"path", path}}})}};
}

// What every flow must have; the rest is taken as it is.
Json problems_of(std::string_view text)
{
    auto found = Json::array();
    auto const json = base::parse_json(text);
    if (!json || !json->is_object()) {
        found.push_back(problem("INVALID_JSON", "The file is not a JSON object.", ""));
        return found;
    }
    if (base::text_at(*json, "version").value_or("").empty())
        found.push_back(
            problem("MISSING_REQUIRED_PROPERTY", "Property 'version' is missing.", "version"));
    auto const& screens = base::array_at(*json, "screens");
    if (screens.empty())
        found.push_back(
            problem("MISSING_REQUIRED_PROPERTY", "Property 'screens' is missing.", "screens"));
    for (std::size_t i = 0; i < screens.size(); ++i)
        for (auto const* const key : {"id", "layout"})
            if (!screens[i].is_object() || !screens[i].contains(key))
                found.push_back(problem("MISSING_REQUIRED_PROPERTY",
                                        "Property '" + std::string(key) + "' is missing.",
                                        "screens[" + std::to_string(i) + "]." + key));
    return found;
}

// `fields=a,b.c(d)`: whether a member is asked for; `usual` says so when none is named.
bool wanted(std::string_view fields, std::string_view name, bool usual)
{
    if (fields.empty())
        return usual;
    while (!fields.empty()) {
        auto const end = std::min(fields.find(','), fields.size());
        auto const one = base::trim(fields.substr(0, end));
        if (one.substr(0, one.find_first_of(".({")) == name)
            return true;
        fields.remove_prefix(std::min(end + 1, fields.size()));
    }
    return false;
}

}  // namespace

std::optional<Flows::Outcome> Flows::handle(Call const& call, base::Instant now)
{
    auto const parts = call.segments();
    auto const edge = parts.size() == 2 ? parts[1] : std::string_view{};
    if (edge == "flows" && call.method == "POST")
        return create(call, parts[0], now);
    if (edge == "flows" && call.method == "GET")
        return list(call, parts[0]);
    auto const found = parts.empty() ? m_flows.end() : m_flows.find(parts[0]);
    if (found == m_flows.end())
        return std::nullopt;
    auto& flow = found->second;
    if (edge == "assets")
        return assets(call, flow, now);
    if (edge == "publish" && call.method == "POST")
        return publish(flow, now);
    if (edge == "deprecate" && call.method == "POST") {
        if (flow.status != "PUBLISHED")
            return refusal(139003, "Only a published flow can be deprecated.");
        flow.status = "DEPRECATED";
        flow.changed = now;
        return json_answer({{"success", true}});
    }
    if (!edge.empty())
        return std::nullopt;
    if (call.method == "GET")
        return json_answer(about(flow, call));
    if (call.method == "DELETE") {
        if (flow.status != "DRAFT")
            return refusal(139004, "Only a draft can be deleted.");
        m_flows.erase(found);
        return json_answer({{"success", true}});
    }
    return change(call, flow, now);
}

Flows::Outcome Flows::create(Call const& call, std::string_view waba_id, base::Instant now)
{
    auto const body = base::parse_json(call.body);
    if (!body || !body->is_object())
        return GraphError{.code = 100, .message = "The request body is not valid JSON."};
    auto const name = base::text_at(*body, "name").value_or("");
    auto const& categories = base::array_at(*body, "categories");
    if (name.empty() || base::count_points(name) > 200 || categories.empty())
        return refusal(100, name.empty() ? "name is required" : "categories are required");
    if (m_flows.size() >= MostFlows)
        return refusal(139001, "There are too many flows.");
    auto const digits = std::to_string(++m_count);
    Flow flow{.id = "1112230" + std::string(8 - std::min<std::size_t>(8, digits.size()), '0') +
                    digits,
              .waba_id = std::string(waba_id),
              .name = name,
              .endpoint = base::text_at(*body, "endpoint_uri").value_or(""),
              .json = base::text_at(*body, "flow_json").value_or(""),
              .categories = categories,
              .changed = now};
    if (!flow.json.empty())
        flow.problems = problems_of(flow.json);
    Json answer{{"id", flow.id}, {"success", true}, {"validation_errors", flow.problems}};
    if (base::bool_at(*body, "publish").value_or(false)) {
        auto outcome = publish(flow, now);
        if (std::holds_alternative<GraphError>(outcome))
            return outcome;
    }
    m_flows[flow.id] = std::move(flow);
    return json_answer(answer);
}

Flows::Outcome Flows::list(Call const& call, std::string_view waba_id) const
{
    auto const number = [&](char const* name, std::int64_t usual) {
        return base::number_at(Json{{name, call.parameter(name)}}, name).value_or(usual);
    };
    auto const limit = std::clamp<std::int64_t>(number("limit", 25), 1, 100);
    auto const after = number("after", 0);
    auto data = Json::array();
    std::int64_t at = 0;
    bool more = false;
    for (auto const& [_, flow] : m_flows) {
        if (flow.waba_id != waba_id || at++ < after)
            continue;
        more = std::int64_t(data.size()) == limit;
        if (more)
            break;
        data.push_back(about(flow, call));
    }
    auto const last = std::to_string(after + std::int64_t(data.size()));
    Json page{{"data", std::move(data)},
              {"paging", {{"cursors", {{"before", std::to_string(after)}, {"after", last}}}}}};
    if (more)
        page["paging"]["next"] = call.origin + call.path + "?after=" + last;
    return json_answer(page);
}

Flows::Outcome Flows::change(Call const& call, Flow& flow, base::Instant now)
{
    auto const body = base::parse_json(call.body);
    if (!body || !body->is_object())
        return GraphError{.code = 100, .message = "The request body is not valid JSON."};
    flow.name = base::text_at(*body, "name").value_or(flow.name);
    flow.endpoint = base::text_at(*body, "endpoint_uri").value_or(flow.endpoint);
    if (auto const& categories = base::array_at(*body, "categories"); !categories.empty())
        flow.categories = categories;
    flow.changed = now;
    return json_answer({{"success", true}});
}

// The JSON of a flow, as a file. A published one keeps what it has.
Flows::Outcome Flows::assets(Call const& call, Flow& flow, base::Instant now)
{
    if (call.method == "GET")
        return json_answer({{"data", Json::array({{{"name", "flow.json"},
                                                   {"asset_type", "FLOW_JSON"},
                                                   {"download_url", call.origin + "/"}}})}});
    auto const form = read_multipart(call.content_type, call.body);
    if (!form)
        return GraphError{.code = 100, .message = "(#100) The body must be multipart/form-data"};
    auto const field = [&](std::string_view name) {
        auto const found = std::ranges::find(*form, name, &FormPart::name);
        return found == form->end() ? std::string{} : found->content;
    };
    if (field("asset_type") != "FLOW_JSON" || field("name").empty())
        return refusal(100, "name and asset_type FLOW_JSON are required");
    if (flow.status != "DRAFT")
        return refusal(139001, "A published flow cannot be changed.");
    flow.json = field("file");
    flow.problems = problems_of(flow.json);
    flow.changed = now;
    return json_answer({{"success", true}, {"validation_errors", flow.problems}});
}

Flows::Outcome Flows::publish(Flow& flow, base::Instant now)
{
    if (flow.status != "DRAFT" || flow.json.empty() || !flow.problems.empty())
        return refusal(139002, flow.status != "DRAFT" ? "Only a draft can be published."
                                                      : "The flow has errors.");
    flow.status = "PUBLISHED";
    flow.changed = now;
    return json_answer({{"success", true}});
}

Json Flows::about(Flow const& flow, Call const& call) const
{
    auto const json = base::parse_json(flow.json.empty() ? "{}" : flow.json);
    auto const version = [&](char const* key) {
        auto const text = json ? base::text_at(*json, key) : std::nullopt;
        return text ? Json(*text) : Json();
    };
    Json const all{
        {"name", flow.name},
        {"status", flow.status},
        {"categories", flow.categories},
        {"validation_errors", flow.problems},
        {"json_version", version("version")},
        {"data_api_version", version("data_api_version")},
        {"endpoint_uri", flow.endpoint},
        {"updated_at", base::to_rfc3339(flow.changed)},
        {"health_status", {{"can_send_message", "AVAILABLE"}}},
        {"preview",
         {{"preview_url", call.origin + "/?flow=" + flow.id},
          {"expires_at", base::to_rfc3339(flow.changed + std::chrono::hours(30 * 24))}}},
        {"whatsapp_business_account", {{"id", flow.waba_id}}},
    };
    auto const fields = call.parameter("fields");
    Json out{{"id", flow.id}};
    for (auto const& [name, value] : all.items())
        if (wanted(fields, name,
                   name == "name" || name == "status" || name == "categories" ||
                       name == "validation_errors"))
            out[name] = value;
    return out;
}

}  // namespace simulator

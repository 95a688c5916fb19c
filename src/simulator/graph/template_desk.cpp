#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/graph/template_rules.hpp"
#include "simulator/graph/templates.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr std::size_t MostTemplates = 250;
// A deleted name rests.
constexpr auto Quarantine = 30 * 24h;

GraphError wrong(int subcode, std::string advice)
{
    return {.code = 100,
            .subcode = subcode,
            .message = "Invalid parameter",
            .advice = std::move(advice)};
}

// Of an uploaded sample.
bool is_handle(std::string_view handle) { return handle.starts_with("4::"); }

// Edits of an approved template within a time before now.
std::ptrdiff_t edits_since(Template const& tpl, base::Instant from)
{
    return std::ranges::count_if(tpl.edits, [&](base::Instant at) { return at > from; });
}

}  // namespace

// What an account does with its templates: template management page, read 2026-05.

Answer Core::template_edge(Call const& call, Waba const& waba)
{
    if (call.method == "GET")
        return list_templates(call, waba);
    if (call.method == "DELETE")
        return delete_templates(call);
    auto const body = base::parse_json(call.body);
    if (call.method != "POST" || !body || !body->is_object())
        return refuse({.code = 100, .message = "(#100) The request body is not valid JSON"});
    return create_template(*body);
}

Answer Core::create_template(Json const& body)
{
    if (!m_buckets["templates"].take(here(), 100.0 / 3600, 100))
        return refuse({.code = 80008});
    bool const ready = body.contains("library_template_name");
    auto draft = ready ? from_library(body) : read_draft(body, is_handle);
    if (auto* const error = std::get_if<GraphError>(&draft))
        return refuse(*error);
    auto& tpl = std::get<Template>(draft);
    if (m_templates.size() >= MostTemplates)
        return refuse(wrong(2388019, "The account has no room for another template."));
    if (auto const gone = m_deleted_names.find(tpl.name);
        gone != m_deleted_names.end() && here() - gone->second < Quarantine)
        return refuse(wrong(2388023, "A template of this name was deleted in the last 30 days."));
    for (auto const& one : m_templates)
        if (one.name == tpl.name && one.language == tpl.language)
            return refuse(wrong(2388024, "There is a template of this name in this language."));
    tpl.id = new_id("990077");
    tpl.updated_at = here();
    m_templates.push_back(tpl);
    if (!ready)
        ask_review(tpl.id);
    tell("template", simulator::to_json(tpl));
    return json_answer({{"id", tpl.id}, {"status", tpl.status}, {"category", tpl.category}});
}

// {name, language, library_template_name}: taken over as it is and approved at once.
std::variant<Template, GraphError> Core::from_library(Json const& body) const
{
    auto const wanted = base::text_at(body, "library_template_name").value_or("");
    for (auto tpl : library_templates()) {
        if (tpl.name != wanted || tpl.language != base::text_at(body, "language").value_or(""))
            continue;
        tpl.name = base::text_at(body, "name").value_or("");
        if (tpl.name.empty())
            return wrong(0, "A template needs a name.");
        return tpl;
    }
    return wrong(0, "The library has no such template in this language.");
}

std::vector<Template> Core::library_templates()
{
    auto all = sample_templates();
    std::erase_if(all, [](Template const& tpl) {
        return tpl.category != "UTILITY" || tpl.status != "APPROVED";
    });
    return all;
}

Answer Core::list_library(Call const& call)
{
    auto const search = base::lower_ascii(call.parameter("search"));
    auto const language = call.parameter("language");
    auto data = Json::array();
    for (auto const& tpl : library_templates()) {
        auto json = simulator::to_json(tpl);
        bool const found = base::lower_ascii(base::to_text(json)).find(search) != std::string::npos;
        if (!found || (!language.empty() && language != tpl.language))
            continue;
        json["topic"] = "ORDER_MANAGEMENT";
        json["usecase"] = "SHIPMENT_CONFIRMATION";
        json["industry"] = Json::array({"E_COMMERCE"});
        json.erase("status");
        data.push_back(std::move(json));
    }
    return json_answer({{"data", std::move(data)}});
}

void Core::ask_review(std::string const& id)
{
    if (m_settings.reviews == "wait")
        return;
    schedule({.at = here() + scaled(m_settings.review_ms),
              .status = m_settings.reviews == "reject" ? "REJECTED" : "APPROVED",
              .template_id = id});
}

// What Meta decides about a template, told to the app.
void Core::decide(Template& tpl, std::string const& event, std::string const& reason)
{
    Json value{{"event", event},
               {"message_template_id", base::number_at(Json{{"id", tpl.id}}, "id").value_or(0)},
               {"message_template_name", tpl.name},
               {"message_template_language", tpl.language},
               {"message_template_category", tpl.category},
               {"reason", reason}};
    if (event == "REJECTED")
        value["rejection_info"] = {{"reason", "The content does not match its category."},
                                   {"recommendation", "Change the category or the text."}};
    if (event == "PAUSED")
        value["other_info"] = {{"title", "FIRST_PAUSE"},
                               {"description", "Many people blocked it."}};
    if (event == "DISABLED")
        value["disable_info"] = {{"disable_date", std::to_string(here().ms / 1000)}};
    tpl.reason = event == "REJECTED" ? reason : "";
    follow_template(tpl, "template_status", value);
    tell("template", simulator::to_json(tpl));
    if (auto const number = m_numbers.find(m_current_number); number != m_numbers.end())
        notify(number->second, "message_template_status_update", event, std::move(value));
}

void Core::review(Due const& due)
{
    auto const tpl = std::ranges::find(m_templates, due.template_id, &Template::id);
    if (tpl != m_templates.end() && tpl->status == "PENDING")
        decide(*tpl, due.status, due.status == "REJECTED" ? "INCORRECT_CATEGORY" : "NONE");
}

Answer Core::edit_template(Call const& call, Template& tpl)
{
    auto const body = base::parse_json(call.body);
    if (!body || !body->is_object())
        return refuse({.code = 100, .message = "(#100) The request body is not valid JSON"});
    bool const approved = tpl.status == "APPROVED";
    if (!approved && tpl.status != "REJECTED" && tpl.status != "PAUSED")
        return refuse(wrong(0, "Only approved, rejected and paused templates can be changed."));
    auto changed_one = tpl;
    if (auto const category = base::text_at(*body, "category")) {
        if (approved && *category != tpl.category)
            return refuse(wrong(0, "The category of an approved template cannot be changed."));
        changed_one.category = *category;
    }
    if (approved &&
        (edits_since(tpl, here() - 24h) >= 1 || edits_since(tpl, here() - 30 * 24h) >= 10))
        return refuse(
            wrong(0, "An approved template is changed once a day and ten times in 30 days."));
    if (body->contains("components")) {
        changed_one.components = base::array_at(*body, "components");
        if (auto const refusal = check_components(changed_one, changed_one.components, is_handle))
            return refuse(*refusal);
    }
    tpl = std::move(changed_one);
    if (approved)
        tpl.edits.push_back(here());
    tpl.updated_at = here();
    if (body->contains("components") || body->contains("category")) {
        tpl.status = "PENDING";
        ask_review(tpl.id);
    }
    tell("template", simulator::to_json(tpl));
    return json_answer({{"success", true}});
}

// ?name= takes all languages, with &hsm_id= or &language= only one.
Answer Core::delete_templates(Call const& call)
{
    auto const name = call.parameter("name");
    auto const id = call.parameter("hsm_id");
    auto const language = call.parameter("language");
    if (name.empty() && id.empty())
        return refuse({.code = 100, .message = "(#100) The parameter name is required."});
    auto const meant = [&](Template const& tpl) {
        return (name.empty() || tpl.name == name) && (id.empty() || tpl.id == id) &&
               (language.empty() || tpl.language == language);
    };
    if (std::ranges::none_of(m_templates, meant))
        return refuse({.code = 100, .subcode = 2593002, .message = "Message Template Not Found"});
    for (auto const& tpl : m_templates) {
        if (meant(tpl) && tpl.status == "DISABLED")
            return refuse(wrong(0, "A disabled template cannot be deleted."));
        if (meant(tpl) && tpl.status == "APPROVED")
            m_deleted_names[tpl.name] = here();
    }
    std::erase_if(m_templates, meant);
    tell("template", Json::object());
    return json_answer({{"success", true}});
}

Answer Core::unpause(Template& tpl)
{
    if (tpl.status != "PAUSED")
        return json_answer({{"success", false}, {"reason", "The template is not paused."}});
    decide(tpl, "REINSTATED", "NONE");
    return json_answer({{"success", true}, {"reason", ""}});
}

// {hsm_ids: "1,2"}
Answer Core::archive(Call const& call, bool on)
{
    auto const body = base::parse_json(call.body);
    auto const ids = body ? base::text_at(*body, "hsm_ids").value_or("") : "";
    std::vector<Template*> meant;
    for (std::string_view rest = ids; !rest.empty();) {
        auto const end = std::min(rest.find(','), rest.size());
        auto const found = std::ranges::find(m_templates, base::trim(rest.substr(0, end)),
                                             &Template::id);
        if (found == m_templates.end())
            return refuse({.code = 100, .message = "(#100) Param hsm_ids names no template"});
        meant.push_back(&*found);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (meant.empty() || meant.size() > 100)
        return refuse({.code = 100, .message = "(#100) Param hsm_ids must have 1 to 100 ids"});
    for (auto* const tpl : meant)
        decide(*tpl, on ? "ARCHIVED" : "UNARCHIVED", "NONE");
    return json_answer({{"success", true}});
}

// /sim/templates/{id or name}: {decision, reason?, language?}
Answer Core::control_templates(Call const& call, std::vector<std::string_view> const& parts,
                               Json const& body)
{
    auto const refused = [](int status, char const* code) {
        return json_answer({{"error", {{"code", code}}}}, status);
    };
    if (parts.size() == 2 && call.method == "GET") {
        auto data = Json::array();
        for (auto const& tpl : m_templates)
            data.push_back(simulator::to_json(tpl));
        return json_answer({{"data", std::move(data)}});
    }
    if (parts.size() != 3 || call.method != "POST")
        return refused(404, "not_found");
    auto* const tpl = template_named(parts[2], base::text_at(body, "language").value_or(""));
    if (!tpl)
        return refused(404, "not_found");
    constexpr std::string_view Decisions[] = {
        "APPROVED",  "REJECTED",   "PENDING",        "PAUSED",   "DISABLED",   "FLAGGED",
        "IN_APPEAL", "REINSTATED", "LIMIT_EXCEEDED", "ARCHIVED", "UNARCHIVED", "LOCKED"};
    auto const decision = base::text_at(body, "decision").value_or("");
    if (std::ranges::find(Decisions, decision) == std::end(Decisions))
        return refused(422, "decision_not_allowed");
    auto const usual = decision == "REJECTED" ? "INVALID_FORMAT" : "NONE";
    decide(*tpl, decision, base::text_at(body, "reason").value_or(usual));
    return json_answer(simulator::to_json(*tpl));
}

}  // namespace simulator

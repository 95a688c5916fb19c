#include <algorithm>

#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;

// The name rules know a call by.
std::string_view route_name(Call const& call, std::vector<std::string_view> const& parts)
{
    auto const edge = parts.size() > 1 ? parts[1] : std::string_view{};
    if (parts.size() == 3 && parts[0] == "sim")
        return "download";
    if (edge == "messages" || edge == "marketing_messages")
        return "messages";
    if (edge == "media")
        return "upload";
    if (edge == "message_templates")
        return "templates";
    if (edge == "subscribed_apps")
        return "subscriptions";
    if (edge.empty() && !parts.empty() && parts[0].starts_with("77"))
        return "media";
    return edge.empty() && call.method == "GET" ? "numbers" : "other";
}

std::string html_page(int status)
{
    return "<!DOCTYPE html>\n<html><head><title>" + std::to_string(status) +
           "</title></head><body><h1>Error</h1><p>Sorry, something went wrong.</p></body></html>\n";
}

}  // namespace

Answer Core::graph(Call const& call)
{
    auto const parts = call.segments();
    std::optional<Rule> rule;
    if (!m_rules.empty()) {
        std::string recipient;
        std::string type;
        auto const name = route_name(call, parts);
        if (name == "messages") {
            if (auto const body = base::parse_json(call.body)) {
                auto const to = base::text_at(*body, "to").value_or("");
                recipient = to.empty() ? base::text_at(*body, "recipient").value_or("")
                                       : normal_phone(to, "62");
                type = body->contains("typing_indicator") ? "typing"
                     : body->contains("status") ? "read"
                                                : base::text_at(*body, "type").value_or("text");
            }
        }
        rule = caught(m_rules, {name, recipient, type}, m_chance);
    }
    auto answer = rule ? troubled(call, *rule) : route(call);
    // Percent of the 5,000 management calls an hour of an account with a registered number.
    int calls = 0;
    for (auto const& [_, waba] : m_wabas)
        calls += waba.calls;
    answer.headers.emplace_back(
        "X-Business-Use-Case-Usage",
        "{\"" + m_options.business_id + R"(":[{"type":"whatsapp","call_count":)" +
            std::to_string(std::min(100, calls / 50)) +
            R"(,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":0}]})");
    note_request(call, answer, rule ? rule->id : "");
    return answer;
}

Answer Core::troubled(Call const& call, Rule const& rule)
{
    std::chrono::milliseconds const wait(std::int64_t(rule.seconds * 1000));
    auto const ending = [&](Answer answer, Fate fate) {
        answer.fate = fate;
        answer.wait = wait;
        return answer;
    };
    switch (rule.trouble) {
    case Trouble::error: return refuse({.code = rule.code, .status = rule.status});
    case Trouble::failed: {
        m_forced_failure = rule.code;
        auto answer = route(call);
        m_forced_failure = 0;
        return answer;
    }
    case Trouble::timeout_before: return ending({}, Fate::held);
    case Trouble::timeout_after: return ending(route(call), Fate::held);
    case Trouble::reset_before: return ending({}, Fate::cut);
    case Trouble::reset_after: return ending(route(call), Fate::cut);
    case Trouble::truncated: return ending(route(call), Fate::truncated);
    case Trouble::html: {
        auto const status = rule.status ? rule.status : 502;
        return {.status = status,
                .body = html_page(status),
                .content_type = "text/html; charset=utf-8"};
    }
    case Trouble::slow: return ending(route(call), Fate::slow);
    case Trouble::delay: return ending(route(call), Fate::sent);
    }
    return route(call);
}

Answer Core::route(Call const& call)
{
    auto const parts = call.segments();
    auto const& method = call.method;
    if (parts.empty() || parts.size() > 3)
        return refuse(no_such_object(method, call.path));
    if (parts[0] == "debug_token")
        return debug_token(call);
    if (parts.size() == 2 && parts[1] == "oauth" && parts[0] == "dialog")
        return dialog(call);
    if (parts.size() == 2 && parts[0] == "oauth" && parts[1] == "access_token")
        return access_token(call);
    if (parts.size() == 3 && parts[0] == "sim" && parts[1] == "pictures")
        return picture(call);
    if (auto const error = check_token(call))
        return refuse(*error);
    // Not in Meta's reference, but a client asks for one template this way.
    if (parts.size() == 3 && parts[1] == "message_templates" && method == "GET")
        if (auto const* const tpl = find_template(parts[2]))
            return read_template(call, *tpl);
    if (parts.size() == 3 && parts[1] == "message_qrdls")
        if (auto* const number = number_for(parts[0], call))
            return links(call, *number, parts[2]);
    if (parts.size() == 3 && parts[1] == "message_templates" && method == "POST" &&
        (parts[2] == "archive" || parts[2] == "unarchive"))
        return archive(call, parts[2] == "archive");
    if (parts.size() == 3)
        return parts[0] == "sim" ? download(call) : refuse(no_such_object(method, parts[0]));

    auto const id = parts[0];
    if (parts.size() == 1 && id.starts_with("upload:"))
        return continue_upload(call, id.substr(7));
    if (parts.size() == 2 && (id == "app" || id == m_options.app_id)) {
        if (parts[1] == "uploads" && method == "POST")
            return begin_upload(call);
        if (parts[1] == "subscriptions")
            return app_subscriptions(call);
    }
    if (parts.size() == 2 && parts[1] == "permissions" && method == "DELETE") {
        m_revoked.insert(call.token);
        changed();
        return json_answer({{"success", true}});
    }
    if (parts.size() == 2 && (parts[1] == "owned_whatsapp_business_accounts" ||
                              parts[1] == "client_whatsapp_business_accounts"))
        return business_accounts(call, parts[1].starts_with("owned"));
    if (parts.size() == 2 && id == "me" && parts[1] == "businesses")
        return json_answer({{"data", Json::array({{{"id", m_options.business_id},
                                                   {"name", m_options.business_name}}})}});
    if (id == "app" || id == m_options.app_id)
        return app_node(call);
    if (id == "me")
        return json_answer({{"id", "122000000000001"}, {"name", "Simulated system user"}});
    if (parts.size() == 1 && id.starts_with("77") && id.size() == 15) {
        auto const* const media = find_media(id, call.parameter("phone_number_id"));
        return media ? media_object(call, *media) : refuse(no_such_object(method, id));
    }

    if (find_template(id)) {
        auto& tpl = *template_named(id, "");
        if (parts.size() == 1 && method == "GET")
            return read_template(call, tpl);
        if (parts.size() == 1 && method == "POST")
            return edit_template(call, tpl);
        if (parts.size() == 2 && parts[1] == "unpause" && method == "POST")
            return unpause(tpl);
    }
    if (id == "message_template_library" ||
        (parts.size() == 2 && parts[1] == "message_template_library"))
        return list_library(call);

    if (auto outcome = m_flows.handle(call, here())) {
        if (auto* const answer = std::get_if<Answer>(&*outcome))
            return std::move(*answer);
        return refuse(std::get<GraphError>(*outcome));
    }
    auto const edge = parts.size() == 2 ? parts[1] : std::string_view{};
    if (edge == "subscribed_apps" || edge == "message_templates" || edge == "phone_numbers") {
        auto* const waba = waba_for(id, call);
        if (!waba)
            return refuse(no_such_object(method, id));
        if (too_many_calls(*waba))
            return refuse({.code = 80007});
        if (edge == "subscribed_apps")
            return subscriptions(call, *waba);
        if (edge == "message_templates")
            return template_edge(call, *waba);
        if (method != "GET")
            return refuse({.code = 100, .message = "Unsupported request method for this edge."});
        return list_numbers(call, *waba);
    }
    // A node by itself may be either; what is already known decides, then the fields asked for.
    bool const about_waba =
        edge.empty() && !m_numbers.contains(id) &&
        (m_wabas.contains(id) ||
         call.parameter("fields").find("message_template_namespace") != std::string::npos ||
         call.parameter("fields").find("account_review_status") != std::string::npos ||
         call.parameter("fields").find("timezone_id") != std::string::npos);
    if (about_waba) {
        auto const* const waba = waba_for(id, call);
        if (!waba || method != "GET")
            return refuse(no_such_object(method, id));
        return read_waba(call, *waba);
    }
    auto* const number = number_for(id, call);
    if (!number)
        return refuse(no_such_object(method, id));
    m_current_number = number->id;
    if (edge.empty())
        return method == "GET" ? read_number(call, *number) : change_number(call, *number);
    if (method == "POST" && (edge == "messages" || edge == "marketing_messages"))
        return messages(call, *number);
    if (method == "POST" && edge == "calls")
        return calls(call, *number);
    if (method == "GET" && edge == "call_permissions")
        return call_permissions(call);
    if (method == "POST" && edge == "media")
        return upload(call, *number);
    if (auto answer = number_edge(call, *number, edge))
        return *std::move(answer);
    return refuse(
        {.code = 100, .status = 400, .message = "Unknown path components: /" + std::string(edge)});
}

}  // namespace simulator

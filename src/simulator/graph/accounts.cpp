#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/graph/templates.hpp"
#include "simulator/webhooks/signing.hpp"

namespace simulator {

namespace {

using base::Json;

// `fields=a,b{c},d` keeps those members and the id; without it what Meta gives by default.
Json pick(Json const& all, std::string fields, std::string_view usual)
{
    if (fields.empty())
        fields = usual;
    Json out;
    std::string_view rest = fields;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(','), rest.size());
        auto name = base::trim(rest.substr(0, end));
        name = name.substr(0, name.find_first_of("{.("));
        if (auto const found = all.find(std::string(name)); found != all.end())
            out[found.key()] = *found;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out["id"] = all.at("id");
    return out;
}

Json list(Json data)
{
    auto page = Json{{"data", std::move(data)}};
    page["paging"] = {{"cursors", {{"before", "QVFIUjA"}, {"after", "QVFIUjE"}}}};
    return page;
}

}  // namespace

std::optional<GraphError> Core::check_token(Call const& call)
{
    if (call.token.empty())
        return GraphError{.code = 190,
                          .message = "An access token is required to request this resource."};
    if (m_settings.revoked)
        return GraphError{
            .code = 190,
            .subcode = 460,
            .message = "Error validating access token: The session has been invalidated."};
    if (m_revoked.contains(call.token))
        return GraphError{.code = 190, .subcode = 458};
    if (call.token == m_options.app_id + "|" + m_options.app_secret)
        return std::nullopt;
    if (!m_tokens.contains(call.token)) {
        if (m_options.strict || m_tokens.size() > 10'000)
            return GraphError{.code = 190};
        m_tokens.insert(call.token);
    }
    // The app behind a token that was only adopted has a secret nobody told us.
    auto const proof = call.parameter("appsecret_proof");
    bool const known_app = m_options.strict || call.token == m_options.access_token;
    if (!proof.empty() && known_app && !same(proof, hmac_hex(m_app_secret, call.token)))
        return GraphError{.code = 100,
                          .message = "Invalid appsecret_proof provided in the API argument"};
    return std::nullopt;
}

Number* Core::number_for(std::string_view id, Call const& call)
{
    if (auto const found = m_numbers.find(id); found != m_numbers.end())
        return &found->second;
    if (m_options.strict || !all_digits(id) || m_numbers.size() >= 1'000 || m_wabas.contains(id))
        return nullptr;
    Number number{.id = std::string(id),
                  .display_phone = "628120000" + std::to_string(7700 + m_numbers.size()),
                  .verified_name = m_options.business_name,
                  .token = call.token,
                  .country_code = "62"};
    // An account named earlier with the same token, and still without a number, is its home.
    for (auto const& [waba_id, waba] : m_wabas) {
        // By another name: clang before 16 lets no lambda capture a part of a binding.
        bool const lonely = std::ranges::none_of(
            m_numbers, [&home = waba_id](auto const& one) { return one.second.waba_id == home; });
        if (waba.token == call.token && lonely)
            number.waba_id = waba_id;
    }
    auto& kept = m_numbers[number.id] = std::move(number);
    tell("numbers", number_json(kept));
    return &kept;
}

Waba* Core::waba_for(std::string_view id, Call const& call)
{
    auto found = m_wabas.find(id);
    if (found == m_wabas.end()) {
        if (m_options.strict || !all_digits(id) || m_wabas.size() >= 1'000 ||
            m_numbers.contains(id))
            return nullptr;
        Waba waba{.id = std::string(id),
                  .name = m_options.business_name,
                  .token = call.token,
                  .catalog_id = sample_catalog().id};
        found = m_wabas.emplace(waba.id, waba).first;
    }
    for (auto& [_, number] : m_numbers)
        if (number.waba_id.empty() && number.token == call.token)
            number.waba_id = found->first;
    auto const hour = here().ms / 3'600'000;
    if (found->second.calls_hour != hour)
        found->second.calls = 0;
    found->second.calls_hour = hour;
    ++found->second.calls;
    return &found->second;
}

// 200 management calls an hour, 5,000 once the account has a registered number.
bool Core::too_many_calls(Waba& waba)
{
    bool const registered = std::ranges::any_of(m_numbers, [&](auto const& one) {
        return one.second.waba_id == waba.id && one.second.registered;
    });
    return m_settings.management_limit && waba.calls > (registered ? 5'000 : 200);
}

base::Json Core::health_of(Number const& number) const
{
    auto entities = Json::array();
    auto const add = [&](char const* kind, std::string const& id, bool able = true) {
        entities.push_back({{"entity_type", kind},
                            {"id", id},
                            {"can_send_message", able ? "AVAILABLE" : "BLOCKED"}});
    };
    add("PHONE_NUMBER", number.id, number.registered);
    if (!number.waba_id.empty())
        add("WABA", number.waba_id);
    add("BUSINESS", m_options.business_id);
    add("APP", m_options.app_id);
    return {{"can_send_message", number.registered ? "AVAILABLE" : "BLOCKED"},
            {"entities", entities}};
}

base::Json Core::number_json(Number const& number) const
{
    auto const waba = m_wabas.find(number.waba_id);
    return {{"id", number.id},
            {"display_phone_number", "+" + number.display_phone},
            {"verified_name", number.verified_name},
            {"quality_rating", number.quality},
            {"code_verification_status", number.verified ? "VERIFIED" : "NOT_VERIFIED"},
            {"name_status", "APPROVED"},
            {"new_name_status", number.desk.value("new_name_status", "NONE")},
            {"new_display_name", number.desk.value("new_name", "")},
            {"is_pin_enabled", !number.pin.empty()},
            {"is_on_biz_app", number.phone_app},
            {"conversational_automation", number.desk.value("automation", Json::object())},
            {"status", number.registered ? "CONNECTED" : "DISCONNECTED"},
            {"account_mode", "LIVE"},
            {"platform_type", "CLOUD_API"},
            {"host_platform", "CLOUD_API"},
            {"throughput", {{"level", m_settings.high_throughput ? "HIGH" : "STANDARD"}}},
            {"is_official_business_account", false},
            {"whatsapp_business_manager_messaging_limit", "TIER_2K"},
            {"health_status", health_of(number)},
            {"last_onboarded_time", "2026-10-01T08:00:00+0000"},
            {"webhook_configuration",
             {{"phone_number", number.callback_url},
              {"whatsapp_business_account", waba == m_wabas.end() ? "" : waba->second.callback_url},
              {"application", m_app_url}}}};
}

Answer Core::read_number(Call const& call, Number const& number)
{
    return json_answer(
        pick(number_json(number), call.parameter("fields"),
             "verified_name,code_verification_status,display_phone_number,quality_rating,"
             "platform_type,throughput,last_onboarded_time,webhook_configuration"));
}

Answer Core::read_waba(Call const& call, Waba const& waba)
{
    Json all{{"id", waba.id},
             {"name", waba.name},
             {"currency", "IDR"},
             {"timezone_id", "42"},
             {"country", "ID"},
             {"message_template_namespace", "5a1e0c3e_0000_4000_8000_" + waba.id.substr(0, 12)},
             {"account_review_status", "APPROVED"},
             {"business_verification_status", "verified"},
             {"ownership_type", "SELF"},
             {"primary_business_location", "ID"},
             {"status", "ACTIVE"},
             {"health_status",
              {{"can_send_message", "AVAILABLE"},
               {"entities", Json::array({{{"entity_type", "WABA"},
                                          {"id", waba.id},
                                          {"can_send_message", "AVAILABLE"}}})}}}};
    auto const fields = call.parameter("fields");
    if (fields.find("pricing_analytics") != std::string::npos)
        all["pricing_analytics"] = pricing_analytics(waba, fields);
    return json_answer(pick(all, fields, "name,currency,timezone_id,message_template_namespace"));
}

Answer Core::list_numbers(Call const& call, Waba const& waba)
{
    auto data = Json::array();
    for (auto const& [_, number] : m_numbers)
        if (number.waba_id == waba.id)
            data.push_back(pick(number_json(number), call.parameter("fields"),
                                "verified_name,code_verification_status,display_phone_number,"
                                "quality_rating,platform_type,throughput,last_onboarded_time"));
    return json_answer(list(std::move(data)));
}

Answer Core::need_verification(std::string url, std::string token, Verification::Of of,
                               std::string id)
{
    if (url.size() > 200 || (!url.starts_with("http://") && !url.starts_with("https://")))
        return refuse(
            {.code = 100, .message = "(#100) Param override_callback_uri must be a valid URI"});
    if (token.empty())
        return refuse({.code = 100, .message = "(#100) Param verify_token is required"});
    Answer answer;
    answer.verification = Verification{.url = std::move(url),
                                       .verify_token = std::move(token),
                                       .challenge = m_chance.digits(10),
                                       .of = of,
                                       .id = std::move(id)};
    return answer;
}

Answer Core::subscriptions(Call const& call, Waba& waba)
{
    if (call.method == "GET") {
        auto data = Json::array();
        if (waba.subscribed) {
            data.push_back({{"whatsapp_business_api_data",
                             {{"id", m_options.app_id},
                              {"name", "Simulated app"},
                              {"link", "https://app.example/"}}}});
            if (!waba.callback_url.empty())
                data.back()["override_callback_uri"] = waba.callback_url;
        }
        return json_answer({{"data", data}});
    }
    if (call.method == "DELETE") {
        waba.subscribed = false;
        waba.callback_url.clear();
        tell("numbers", Json::object());
        return json_answer({{"success", true}});
    }
    if (call.method != "POST")
        return refuse(no_such_object(call.method, waba.id));
    Json body = Json::object();
    if (!base::trim(call.body).empty() && call.content_type.starts_with("application/json")) {
        auto parsed = base::parse_json(call.body);
        if (!parsed)
            return refuse({.code = 100, .message = "(#100) The request body is not valid JSON"});
        body = std::move(*parsed);
    }
    auto url = base::text_at(body, "override_callback_uri")
                   .value_or(call.parameter("override_callback_uri"));
    auto token = base::text_at(body, "verify_token").value_or(call.parameter("verify_token"));
    if (!url.empty())
        return need_verification(std::move(url), std::move(token), Verification::Of::account,
                                 waba.id);
    waba.subscribed = true;
    waba.callback_url.clear();
    tell("numbers", Json::object());
    return json_answer({{"success", true}});
}

Answer Core::verified(Verification const& asked, int status, std::string_view body)
{
    std::scoped_lock const lock(m_mutex);
    if (status != 200 || body != asked.challenge) {
        auto const why = status == 0   ? std::string("Failed to connect")
                       : status != 200 ? "HTTP Status Code = " + std::to_string(status)
                                       : std::string("the challenge was not echoed");
        return refuse(
            {.code = 2200,
             .details = "Callback verification failed with the following errors: " + why});
    }
    if (asked.of == Verification::Of::app) {
        m_app_url = asked.url;
        set_app_fields(asked.fields);
    } else if (asked.of == Verification::Of::number) {
        if (auto const number = m_numbers.find(asked.id); number != m_numbers.end()) {
            number->second.callback_url = asked.url;
            number->second.verify_token = asked.verify_token;
        }
    } else if (auto const waba = m_wabas.find(asked.id); waba != m_wabas.end()) {
        waba->second.subscribed = true;
        waba->second.callback_url = asked.url;
        waba->second.verify_token = asked.verify_token;
    }
    tell("numbers", Json::object());
    return json_answer({{"success", true}});
}

Answer Core::list_templates(Call const& call, Waba const& waba)
{
    auto const limit = base::number_at(Json{{"n", call.parameter("limit")}}, "n").value_or(25);
    auto const after =
        base::number_at(Json{{"n", from_base64(call.parameter("after"))}}, "n").value_or(0);
    std::vector<Template const*> fitting;
    for (auto const& tpl : m_templates) {
        auto const fits = [&](char const* name, std::string const& value) {
            auto const wanted = call.parameter(name);
            // One of a list, when it is one.
            if (wanted.starts_with("["))
                return wanted.find('"' + value + '"') != std::string::npos;
            return wanted.empty() || wanted == value;
        };
        auto const words = call.parameter("name_or_content");
        if (!words.empty() && tpl.name.find(words) == std::string::npos &&
            base::to_text(tpl.components).find(words) == std::string::npos)
            continue;
        if (fits("name", tpl.name) && fits("language", tpl.language) &&
            fits("status", tpl.status) && fits("category", tpl.category))
            fitting.push_back(&tpl);
    }
    auto data = Json::array();
    auto const size = std::int64_t(fitting.size());
    auto const end = std::min(size, after + std::clamp<std::int64_t>(limit, 1, 250));
    for (auto i = after; i < end; ++i)
        data.push_back(pick(simulator::to_json(*fitting[std::size_t(i)]), call.parameter("fields"),
                            "name,parameter_format,components,language,status,category"));
    Json page{{"data", std::move(data)}};
    page["paging"]["cursors"] = {{"before", base64(std::to_string(after))},
                                 {"after", base64(std::to_string(end))}};
    if (end < size)
        page["paging"]["next"] = call.origin + "/v26.0/" + waba.id +
                                 "/message_templates?limit=" + std::to_string(limit) +
                                 "&after=" + base64(std::to_string(end));
    return json_answer(page);
}

Template const* Core::find_template(std::string_view id) const
{
    auto const found = std::ranges::find(m_templates, id, &Template::id);
    return found == m_templates.end() ? nullptr : &*found;
}

Answer Core::read_template(Call const& call, Template const& tpl)
{
    return json_answer(pick(simulator::to_json(tpl), call.parameter("fields"),
                            "name,parameter_format,components,language,status,category"));
}

Answer Core::debug_token(Call const& call)
{
    auto const token = call.parameter("input_token");
    if (call.token.empty())
        return refuse(
            {.code = 190, .message = "An access token is required to request this resource."});
    Json data{{"app_id", m_options.app_id},
              {"type", "SYSTEM_USER"},
              {"application", "Simulated app"},
              {"is_valid", true},
              {"expires_at", 0},
              {"data_access_expires_at", 0},
              {"issued_at", 1795000000},
              {"user_id", "122000000000001"},
              {"scopes", {"whatsapp_business_management", "whatsapp_business_messaging"}}};
    bool const known = !token.empty() && !m_revoked.contains(token) &&
                       (m_tokens.contains(token) || !m_options.strict);
    if (!known || m_settings.revoked) {
        data["is_valid"] = false;
        data["scopes"] = Json::array();
        data["error"] = {
            {"code", 190}, {"message", "Invalid OAuth access token."}, {"subcode", 467}};
        return json_answer({{"data", data}});
    }
    // No targets at all means every account of the system user: so while unknown ones are welcome.
    auto targets = Json::array();
    for (auto const& [id, waba] : m_wabas)
        if (m_targets.contains(token) ? sees(token, id) : m_options.strict && waba.token == token)
            targets.push_back(id);
    data["granular_scopes"] = Json::array();
    for (auto const& scope : data["scopes"]) {
        Json granular{{"scope", scope}};
        if (!targets.empty())
            granular["target_ids"] = targets;
        data["granular_scopes"].push_back(std::move(granular));
    }
    return json_answer({{"data", data}});
}

}  // namespace simulator

#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/webhooks/samples.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr base::JsonLimits ControlJson{
    .bytes = 4 << 20, .depth = 64, .keys = 200'000, .string_bytes = 1 << 20};

Answer refused(int status, std::string_view code)
{
    return json_answer({{"error", {{"code", code}}}}, status);
}

Answer refused(base::Error const& error)
{
    auto fields = Json::array();
    for (auto const& field : error.fields)
        fields.push_back({{"field", field.field}, {"code", field.code}});
    return json_answer(
        {{"error", {{"code", error.code}, {"message", error.detail}, {"fields", fields}}}},
        error.fields.empty() ? 400 : 422);
}

}  // namespace

Answer Core::control(Call const& call)
{
    auto const parts = call.segments();
    auto const what = parts.size() > 1 ? parts[1] : std::string_view{};
    if (what == "media" || what == "files" || what == "samples")
        return control_media(call, parts);
    Json body = Json::object();
    if (!base::trim(call.body).empty()) {
        auto parsed = base::parse_json(call.body, ControlJson);
        if (!parsed || !parsed->is_object())
            return refused(400, parsed ? "invalid_input" : parsed.error().code);
        body = std::move(*parsed);
    }
    bool const post = call.method == "POST";
    bool const get = call.method == "GET";
    if (what == "state" && get)
        return state();
    if (what == "customers")
        return control_customers(call, parts, body);
    if (what == "templates")
        return control_templates(call, parts, body);
    if (what == "groups")
        return control_groups(call, parts, body);
    if (what == "rules")
        return control_rules(call, parts, body);
    if (what == "events" && post)
        return control_events(body);
    if (what == "webhooks" && post && parts.size() == 4 && parts[3] == "resend")
        return resend(parts[2], body);
    if ((what == "requests" || what == "webhooks") && get)
        return control_log(call);
    if (what == "config" && get)
        return json_answer(simulator::to_json(m_settings));
    if (what == "config" && post) {
        if (auto const done = change(m_settings, body); !done)
            return refused(done.error());
        tell("config", simulator::to_json(m_settings));
        return json_answer(simulator::to_json(m_settings));
    }
    if (what == "numbers" && parts.size() == 3)
        return control_number(call, parts[2], body);
    if (what == "webhook" && post)
        return set_webhook(body);
    if (what == "clock" && post) {
        // Only forwards: nothing that has happened becomes undone.
        auto const seconds = base::number_at(body, "advance_s").value_or(0);
        if (seconds < 0 || seconds > 400 * 86'400)
            return refused(422, "invalid_input");
        m_offset += std::chrono::seconds(seconds);
        if (m_wake)
            m_wake();
        tell("reset", Json::object());
        return json_answer({{"now", base::to_rfc3339(here())}});
    }
    if (what == "reset" && post) {
        reset();
        tell("reset", Json::object());
        return json_answer({{"success", true}});
    }
    return refused(404, "not_found");
}

Json Core::chat_json(Chat const& chat) const
{
    auto messages = Json::array();
    for (auto const& message : chat.messages)
        messages.push_back(simulator::to_json(message));
    Json json{{"messages", std::move(messages)}};
    if (chat.last_inbound.ms > 0)
        json["window_ends_at"] = base::to_rfc3339(chat.last_inbound + std::chrono::hours(24));
    if (chat.typing_until > here())
        json["typing_until"] = base::to_rfc3339(chat.typing_until);
    return json;
}

Answer Core::state() const
{
    auto customers = Json::array();
    for (auto const& customer : m_customers) {
        if (customer->quiet)
            continue;
        auto json = simulator::to_json(*customer);
        json["chats"] = Json::object();
        for (auto const& [number_id, chat] : customer->chats)
            json["chats"][number_id] = chat_json(chat);
        customers.push_back(std::move(json));
    }
    auto numbers = Json::array();
    for (auto const& [id, number] : m_numbers)
        numbers.push_back({{"id", id},
                           {"waba_id", number.waba_id},
                           {"display_phone", number.display_phone},
                           {"name", number.verified_name},
                           {"listening", address_of(number).has_value()}});
    auto rules = Json::array();
    for (auto const& rule : m_rules)
        rules.push_back(simulator::to_json(rule));
    auto groups = Json::array();
    for (auto const& [_, group] : m_groups)
        groups.push_back(to_json(group));
    auto catalogs = Json::array();
    for (auto const& [_, catalog] : m_catalogs)
        catalogs.push_back(simulator::to_json(catalog));
    return json_answer({{"now", base::to_rfc3339(here())},
                        {"catalogs", catalogs},
                        {"numbers", numbers},
                        {"current", m_current_number},
                        {"connect",
                         {{"phone_number_id", m_options.phone_number_id},
                          {"waba_id", m_options.waba_id},
                          {"access_token", m_options.access_token},
                          {"app_secret", m_options.app_secret}}},
                        {"customers", customers},
                        {"groups", groups},
                        {"config", simulator::to_json(m_settings)},
                        {"rules", rules}});
}

Answer Core::control_customers(Call const& call, std::vector<std::string_view> const& parts,
                               Json const& body)
{
    if (parts.size() == 2) {
        if (call.method != "POST")
            return call.method == "GET" ? state() : refused(405, "not_allowed");
        if (!body.contains("customers"))
            return create_customer(body);
        auto made = Json::array();
        for (auto const& one : base::array_at(body, "customers")) {
            auto answer = create_customer(one);
            if (answer.status != 201)
                return answer;
            made.push_back(base::parse_json(answer.body).value());
        }
        return json_answer({{"data", made}}, 201);
    }
    auto* const customer = customer_by(parts[2]);
    if (!customer)
        return refused(404, "not_found");
    return control_customer(call, *customer, parts.size() > 3 ? parts[3] : std::string_view{},
                            body);
}

Answer Core::control_customer(Call const& call, Customer& customer, std::string_view verb,
                              Json const& body)
{
    auto const number_id = base::text_at(body, "number_id").value_or(m_current_number);
    if (verb.empty() && call.method == "GET")
        return json_answer(simulator::to_json(customer));
    if (verb.empty() && (call.method == "PATCH" || call.method == "POST"))
        return change_customer(customer, body);
    if (verb == "messages" && call.method == "GET") {
        auto const wanted = call.parameter("number_id");
        auto const chat = customer.chats.find(wanted.empty() ? m_current_number : wanted);
        return json_answer(chat == customer.chats.end() ? chat_json({}) : chat_json(chat->second));
    }
    if (verb == "messages" && call.method == "POST")
        return send_from(customer, body);
    if (verb == "calls" && call.method == "POST")
        return control_calls(customer, body);
    if (verb == "read" && call.method == "POST") {
        read_by(customer, number_id);
        return json_answer({{"success", true}});
    }
    return refused(404, "not_found");
}

Answer Core::create_customer(Json const& body)
{
    Customer customer{.name = base::clean_name(base::text_at(body, "name").value_or("")),
                      .phone = normal_phone(base::text_at(body, "phone").value_or(""), ""),
                      .user_id = base::text_at(body, "user_id").value_or(""),
                      .username = base::text_at(body, "username").value_or(""),
                      .place = base::text_at(body, "place").value_or(""),
                      .quiet = base::bool_at(body, "quiet").value_or(false)};
    if (customer.name.empty() || base::count_points(customer.name) > 100)
        return refused(422, customer.name.empty() ? "name_required" : "name_too_long");
    bool const bad_phone = !base::text_at(body, "phone").value_or("").empty() &&
                           (customer.phone.size() < 7 || customer.phone.size() > 17);
    if (bad_phone || (!customer.user_id.empty() && !is_user_id(customer.user_id)))
        return refused(422, bad_phone ? "phone_bad_format" : "user_id_bad_format");
    if ((!customer.phone.empty() && m_by_phone.contains(customer.phone)) ||
        (!customer.user_id.empty() && m_by_user_id.contains(customer.user_id)))
        return refused(409, "exists");
    if (customer.username.starts_with("@"))
        customer.username.erase(0, 1);
    auto& kept = add_customer(std::move(customer));
    if (auto const at = base::from_rfc3339(base::text_at(body, "last_inbound_at").value_or("")))
        kept.chats[base::text_at(body, "number_id").value_or(m_current_number)].last_inbound = *at;
    return json_answer(simulator::to_json(kept), 201);
}

Answer Core::change_customer(Customer& customer, Json const& body)
{
    if (auto const offline = base::bool_at(body, "offline")) {
        if (!*offline && customer.offline)
            go_online(customer);
        customer.offline = *offline;
    }
    customer.hidden = base::bool_at(body, "hidden").value_or(customer.hidden);
    customer.legacy = base::bool_at(body, "legacy").value_or(customer.legacy);
    if (auto const username = base::text_at(body, "username"))
        customer.username = base::clean_name(username->starts_with("@") ? username->substr(1)
                                                                        : *username);
    customer.receipts = base::bool_at(body, "receipts").value_or(customer.receipts);
    customer.blocks = base::bool_at(body, "blocks").value_or(customer.blocks);
    customer.stopped_marketing =
        base::bool_at(body, "stopped_marketing").value_or(customer.stopped_marketing);
    if (auto const name = base::text_at(body, "name"); name && !base::clean_name(*name).empty())
        customer.name = base::clean_name(*name);
    tell("customer", simulator::to_json(customer));
    return json_answer(simulator::to_json(customer));
}

Answer Core::control_rules(Call const& call, std::vector<std::string_view> const& parts,
                           Json const& body)
{
    if (call.method == "POST") {
        auto rule = read_rule(body);
        if (!rule)
            return refused(rule.error());
        if (m_rules.size() >= 100)
            return refused(409, "too_many");
        rule->id = "r" + std::to_string(++m_counter);
        m_rules.push_back(*rule);
        tell("rules", simulator::to_json(*rule));
        return json_answer(simulator::to_json(*rule), 201);
    }
    if (call.method == "DELETE") {
        if (parts.size() == 2)
            m_rules.clear();
        else
            std::erase_if(m_rules, [&](Rule const& rule) { return rule.id == parts[2]; });
        tell("rules", Json::object());
        return json_answer({{"success", true}});
    }
    auto data = Json::array();
    for (auto const& rule : m_rules)
        data.push_back(simulator::to_json(rule));
    return json_answer({{"data", data}});
}

// Files of the phone page, which has no token: /sim/media takes one in, /sim/files gives one out,
// /sim/samples gives ours.
Answer Core::control_media(Call const& call, std::vector<std::string_view> const& parts)
{
    if (parts[1] == "media" && call.method == "POST" && parts.size() == 2) {
        if (call.body.empty() || call.body.size() > 100'000'000)
            return refused(422, "invalid_input");
        auto const name = base::clean_name(call.parameter("name"));
        auto const& kept = keep_media(call.body, base::lower_ascii(call.content_type), name, "",
                                      true);
        return json_answer({{"media_id", kept.id}}, 201);
    }
    if (call.method != "GET" || parts.size() != 3)
        return refused(404, "not_found");
    if (parts[1] == "samples") {
        auto const sample = sample_file(parts[2]);
        if (!sample)
            return refused(404, "not_found");
        return {.body = std::string(sample->bytes), .content_type = std::string(sample->mime)};
    }
    auto const found = m_media.find(parts[2]);
    if (found == m_media.end())
        return refused(404, "not_found");
    Answer answer{.body = found->second.bytes, .content_type = found->second.mime};
    // Only what a browser shows without running anything is shown; the rest is saved.
    constexpr std::string_view Shown[] = {"image/jpeg", "image/png",  "image/webp", "video/mp4",
                                          "audio/ogg",  "audio/mpeg", "audio/mp4",  "audio/aac"};
    auto const mime =
        std::string_view(answer.content_type).substr(0, answer.content_type.find(';'));
    if (std::ranges::find(Shown, mime) == std::end(Shown)) {
        answer.content_type = "application/octet-stream";
        answer.headers.emplace_back("Content-Disposition", "attachment");
    }
    answer.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
    return answer;
}

Answer Core::control_log(Call const& call) const
{
    auto const after = std::uint64_t(
        base::number_at(Json{{"n", call.parameter("after")}}, "n").value_or(0));
    auto data = Json::array();
    auto const add = [&](auto const& log) {
        for (auto const& one : log)
            if (one.n > after)
                data.push_back(to_json(one));
    };
    if (call.segments()[1] == "requests")
        add(m_requests);
    else
        add(m_webhooks);
    return json_answer({{"data", data}});
}

// {url, app_secret?, number_id?}: without a number for every number that has no address of its own.
Answer Core::set_webhook(Json const& body)
{
    auto const url = base::text_at(body, "url").value_or("");
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        return refused(422, "url_bad_format");
    if (auto const secret = base::text_at(body, "app_secret"); secret && !secret->empty())
        m_app_secret = *secret;
    auto const number_id = base::text_at(body, "number_id").value_or("");
    if (number_id.empty()) {
        m_app_url = url;
    } else if (auto const number = m_numbers.find(number_id); number != m_numbers.end()) {
        number->second.callback_url = url;
    } else {
        return refused(404, "not_found");
    }
    tell("numbers", Json::object());
    return json_answer({{"success", true}});
}

}  // namespace simulator

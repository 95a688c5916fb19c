#include "base/embedded.hpp"
#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

// What Meta tells besides messages, by the names of POST /sim/events. Layouts: webhook reference,
// read 2026-09.
Json const& samples()
{
    static Json const all =
        base::parse_json(base::embedded_file("simulator/data/events.json")).value();
    return all;
}

// Words that begin with $ become what they stand for; a member that stands for nothing goes.
void put_in(Json& value, Json const& words)
{
    if (value.is_array())
        for (auto& one : value)
            put_in(one, words);
    if (!value.is_object())
        return;
    for (auto one = value.begin(); one != value.end();) {
        auto const word = one->is_string() ? one->get<std::string>() : std::string();
        if (word.starts_with("$") && words.contains(word)) {
            if (words[word].is_null()) {
                one = value.erase(one);
                continue;
            }
            *one = words[word];
        } else {
            put_in(*one, words);
        }
        ++one;
    }
}

Answer refused(int status, char const* code)
{
    return json_answer({{"error", {{"code", code}}}}, status);
}

}  // namespace

Json Core::words_for(Number const& number, Customer const* customer) const
{
    auto const seconds = here().ms / 1000;
    Json words{{"$display_phone", number.display_phone},
               {"$name", number.verified_name},
               {"$waba", number.waba_id.empty() ? m_options.waba_id : number.waba_id},
               {"$business", m_options.business_id},
               {"$app", m_options.app_id},
               {"$now", seconds},
               {"$tomorrow", seconds + 86'400}};
    if (customer) {
        words["$user_id"] = customer->user_id;
        words["$phone"] = shared_phone(*customer).empty() ? Json() : Json(customer->phone);
    }
    return words;
}

// {kind, number_id?, customer?, template?, language?, value?}: `value` changes the usual one.
Answer Core::control_events(Json const& body)
{
    auto const kind = base::text_at(body, "kind").value_or("");
    auto const number = m_numbers.find(base::text_at(body, "number_id").value_or(m_current_number));
    if (number == m_numbers.end())
        return refused(404, "not_found");
    auto* const customer = customer_by(
        base::text_at(body, "customer")
            .value_or(m_customers.empty() ? std::string() : m_customers.front()->id));
    if (!customer)
        return refused(404, "customer_not_found");
    for (auto const& [name, happen] : happenings())
        if (name == kind)
            return (this->*happen)(number->second, *customer, body);
    if (!samples().contains(kind))
        return refused(422, "kind_not_allowed");
    auto const& sample = samples().at(kind);
    Json value = sample.at("value");
    put_in(value, words_for(number->second, customer));
    if (sample.contains("template")) {
        auto* const tpl = template_named(base::text_at(body, "template").value_or(""),
                                         base::text_at(body, "language").value_or(""));
        if (!tpl)
            return refused(422, "template_not_found");
        value.update(
            {{"message_template_id", base::number_at(Json{{"id", tpl->id}}, "id").value_or(0)},
             {"message_template_name", tpl->name},
             {"message_template_language", tpl->language}});
        value.merge_patch(base::object_at(body, "value"));
        follow_template(*tpl, kind, value);
    } else {
        value.merge_patch(base::object_at(body, "value"));
    }
    if (kind == "preferences") {
        for (auto const& one : base::array_at(value, "user_preferences"))
            customer->stopped_marketing = base::text_at(one, "value") == "stop";
        tell("customer", simulator::to_json(*customer));
    }
    if (sample.contains("customer"))
        value["contacts"] = Json::array({contact_of(*customer)});
    auto const field = sample.value("field", "messages");
    if (sample.contains("account"))
        notify(number->second, field, kind, std::move(value));
    else
        update(number->second, customer->id, field + " " + kind, std::move(value), {}, field);
    return json_answer({{"success", true}, {"field", field}}, 201);
}

// What an event says about a template is true of it from then on.
void Core::follow_template(Template& tpl, std::string_view kind, Json const& value)
{
    if (kind == "template_quality")
        tpl.quality = base::text_at(value, "new_quality_score").value_or(tpl.quality);
    if (kind == "template_category")
        tpl.category = base::text_at(value, "new_category").value_or(tpl.category);
    if (kind != "template_status")
        return;
    auto const event = base::text_at(value, "event").value_or("");
    if (event == "REINSTATED" || event == "UNARCHIVED")
        tpl.status = "APPROVED";
    else if (event != "FLAGGED" && event != "LOCKED" && !event.empty())
        tpl.status = event;
    changed();
}

Template* Core::template_named(std::string_view name, std::string_view language)
{
    for (auto& tpl : m_templates)
        if ((name.empty() || tpl.name == name || tpl.id == name) &&
            (language.empty() || tpl.language == language))
            return &tpl;
    return nullptr;
}

std::vector<std::pair<std::string_view, Core::Happening>> const& Core::happenings()
{
    static std::vector<std::pair<std::string_view, Happening>> const all{
        {"history", &Core::tell_history},
        {"state_sync", &Core::tell_contacts},
        {"echo", &Core::tell_echo},
        {"standby", &Core::tell_standby},
        {"number_change", &Core::change_phone},
        {"batch", &Core::tell_many},
        {"large", &Core::tell_large},
        {"unknown_property", &Core::tell_odd},
    };
    return all;
}

// {phone?: the new number, share?: false when it may not be told}: a person moves to another phone.
Answer Core::change_phone(Number& number, Customer& customer, Json const& body)
{
    bool const share = base::bool_at(body, "share").value_or(!customer.phone.empty());
    auto const old_phone = shared_phone(customer);
    auto const old_id = customer.user_id;
    auto const phone = normal_phone(base::text_at(body, "phone").value_or(""), "");
    if (share && (phone.size() < 7 || m_by_phone.contains(phone)))
        return refused(422, "phone_bad_format");
    m_by_phone.erase(customer.phone);
    m_by_user_id.erase(old_id);
    customer.phone = share ? phone : "";
    customer.user_id = old_id.substr(0, 3) + m_chance.digits(20);
    customer.identity = base64(m_chance.bytes(8));
    m_by_user_id[customer.user_id] = &customer;
    if (share)
        m_by_phone[phone] = &customer;
    Json system{{"type", share ? "user_changed_number" : "user_changed_user_id"},
                {"user_id", customer.user_id},
                {"previous_user_id", old_id}};
    Json message{{"id", new_wamid(customer.user_id)},
                 {"timestamp", std::to_string(here().ms / 1000)},
                 {"type", "system"}};
    if (share) {
        message["from"] = old_phone;
        system["wa_id"] = phone;
        system["body"] = "User " + customer.name + " changed from " + old_phone + " to " + phone;
    } else {
        system["body"] = "User " + customer.name + " changed their number";
    }
    message["system"] = std::move(system);
    tell("customer", simulator::to_json(customer));
    update(number, customer.id, "messages system", {{"messages", Json::array({message})}});
    return json_answer(simulator::to_json(customer), 201);
}

// {count?}: so many messages in one POST.
Answer Core::tell_many(Number& number, Customer& customer, Json const& body)
{
    auto const count = std::clamp<std::int64_t>(base::number_at(body, "count").value_or(1'000), 1,
                                                1'000);
    std::vector<Due> updates;
    for (int i = 1; i <= count; ++i) {
        ChatMessage const message{.id = new_wamid(customer.user_id),
                                  .mine = true,
                                  .type = "text",
                                  .text = std::to_string(i) + "/" + std::to_string(count),
                                  .at = here()};
        Due due{.number_id = number.id, .lane = customer.id, .about = "messages text"};
        due.value = framed(number, inbound_value(customer, number, message));
        updates.push_back(std::move(due));
    }
    customer.chats[number.id].last_inbound = here();
    std::vector<Delivery> out;
    post(number.id, std::move(updates), out);
    for (auto& delivery : out)
        schedule({.at = here(), .delivery = std::make_shared<Delivery>(std::move(delivery))});
    return json_answer({{"count", count}}, 201);
}

// {bytes?}: a message with so much beside it that nobody knows, 3 MB unless told.
Answer Core::tell_large(Number& number, Customer& customer, Json const& body)
{
    auto const bytes = std::clamp<std::int64_t>(base::number_at(body, "bytes").value_or(3'000'000),
                                                0, 3'145'728);
    auto const id = new_wamid(customer.user_id);
    auto value = inbound_value(
        customer, number,
        {.id = id, .mine = true, .type = "text", .text = "Besar sekali", .at = here()});
    constexpr std::int64_t Piece = 60'000;
    for (std::int64_t left = bytes - 1'000; left > 0; left -= Piece)
        value["simulated_padding"].push_back(std::string(std::size_t(std::min(left, Piece)), 'x'));
    update(number, customer.id, "messages large", std::move(value));
    return json_answer({{"id", id}}, 201);
}

// A message with members nobody has heard of, at every depth.
Answer Core::tell_odd(Number& number, Customer& customer, Json const&)
{
    auto const id = new_wamid(customer.user_id);
    auto value = inbound_value(
        customer, number, {.id = id, .mine = true, .type = "text", .text = "Halo", .at = here()});
    value["weather"] = "rain";
    value["contacts"][0]["profile"]["mood"] = {{"happy", true}};
    value["messages"][0]["text"]["tone"] = 7;
    value["messages"][0]["sparkle"] = nullptr;
    update(number, customer.id, "messages odd", std::move(value));
    return json_answer({{"id", id}}, 201);
}

}  // namespace simulator

#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

std::string seconds_of(base::Instant at) { return std::to_string(at.ms / 1000); }

}  // namespace

// Numbers that are used with the phone app too (coexistence pages, read 2026-09).

// {customers?, messages?}: 180 days of chats in three phases, then the file of a recent picture.
Answer Core::tell_history(Number& number, Customer&, Json const& body)
{
    auto const per_phase = std::clamp<std::int64_t>(base::number_at(body, "messages").value_or(4),
                                                    1, 2'000);
    struct Phase {
        int number;
        std::chrono::hours ago;
        int progress;
    };
    std::string placeholder;
    std::string owner;
    for (auto const& phase :
         {Phase{0, 12h, 30}, Phase{1, 30 * 24h, 70}, Phase{2, 120 * 24h, 100}}) {
        auto threads = Json::array();
        for (auto const& customer : m_customers) {
            if (customer->quiet || customer->phone.empty() || threads.size() >= 20)
                continue;
            auto messages = Json::array();
            for (int i = 0; i < per_phase; ++i) {
                bool const theirs = i % 2 == 0;
                auto const at = here() - phase.ago + std::chrono::minutes(i);
                Json one{{"id", new_wamid(customer->phone)},
                         {"timestamp", seconds_of(at)},
                         {"type", "text"},
                         {"text", {{"body", theirs ? "Masih ada?" : "Masih, silakan."}}},
                         {"history_context", {{"status", theirs ? "DELIVERED" : "READ"}}}};
                one["from"] = theirs ? customer->phone : number.display_phone;
                if (!theirs)
                    one["to"] = customer->phone;
                messages.push_back(std::move(one));
            }
            if (phase.number == 0 && placeholder.empty()) {
                placeholder = new_wamid(customer->phone);
                owner = customer->id;
                messages.push_back({{"from", customer->phone},
                                    {"id", placeholder},
                                    {"timestamp", seconds_of(here() - 6h)},
                                    {"type", "media_placeholder"},
                                    {"history_context", {{"status", "DELIVERED"}}}});
            }
            threads.push_back({{"id", customer->phone},
                               {"context", {{"user_id", customer->user_id}}},
                               {"messages", std::move(messages)}});
        }
        Json const chunk{
            {"metadata",
             {{"phase", phase.number}, {"chunk_order", 1}, {"progress", phase.progress}}},
            {"threads", std::move(threads)}};
        update(number, "history", "history " + std::to_string(phase.number),
               {{"history", Json::array({chunk})}}, {}, "history");
    }
    auto const* const customer = owner.empty() ? nullptr : customer_by(owner);
    ChatMessage picture{.id = placeholder, .type = "image", .at = here() - 6h};
    if (customer && compose_media(picture, {{"sample", "photo"}})) {
        auto value = inbound_value(*customer, number, picture);
        update(number, "history", "history media", std::move(value), {}, "history");
    }
    return json_answer({{"success", true}, {"placeholder", placeholder}}, 201);
}

// {action?: add | edit | remove}: the address book of the phone.
Answer Core::tell_contacts(Number& number, Customer&, Json const& body)
{
    auto const action = base::text_at(body, "action").value_or("add");
    auto const only = base::text_at(body, "customer").value_or("");
    auto sync = Json::array();
    for (auto const& customer : m_customers) {
        bool const meant = only.empty() || customer_by(only) == customer.get();
        if (customer->quiet || customer->phone.empty() || !meant)
            continue;
        Json contact{{"phone_number", customer->phone}};
        if (action != "remove") {
            contact["full_name"] = base::text_at(body, "name").value_or(customer->name);
            contact["first_name"] = customer->name.substr(0, customer->name.find(' '));
        }
        sync.push_back({{"type", "contact"},
                        {"contact", std::move(contact)},
                        {"action", action},
                        {"metadata", {{"timestamp", seconds_of(here())}}}});
    }
    auto const count = sync.size();
    update(number, "contacts", "smb_app_state_sync", {{"state_sync", std::move(sync)}}, {},
           "smb_app_state_sync");
    return json_answer({{"count", count}}, 201);
}

// {text} or {message: {type, …}}: the business writes from its phone.
Json Core::from_the_phone(Number& number, Customer& customer, Json const& body)
{
    Json one{{"type", "text"}, {"text", {{"body", base::text_at(body, "text").value_or("Siap")}}}};
    if (auto const& given = base::object_at(body, "message"); !given.empty())
        one = given;
    one.update({{"from", number.display_phone},
                {"to_user_id", customer.user_id},
                {"id", new_wamid(customer.user_id)},
                {"timestamp", seconds_of(here())}});
    if (auto const phone = shared_phone(customer); !phone.empty())
        one["to"] = phone;
    auto const type = one.value("type", "text");
    if (!customer.quiet && type != "revoke" && type != "edit")
        show(customer, number.id,
             {.id = one.value("id", ""),
              .type = type,
              .text = base::text_at(base::object_at(one, "text"), "body").value_or(""),
              .at = here(),
              .state = "read",
              .content = type == "text" ? Json() : one.value(type, Json::object())});
    return one;
}

Answer Core::tell_echo(Number& number, Customer& customer, Json const& body)
{
    auto one = from_the_phone(number, customer, body);
    auto const id = one.value("id", "");
    update(number, customer.id, "smb_message_echoes",
           {{"contacts", Json::array({contact_of(customer)})},
            {"message_echoes", Json::array({std::move(one)})}},
           {}, "smb_message_echoes");
    return json_answer({{"id", id}}, 201);
}

// {what?: message | echo | status, text}: another application answers this chat.
Answer Core::tell_standby(Number& number, Customer& customer, Json const& body)
{
    auto const what = base::text_at(body, "what").value_or("message");
    auto const text = base::text_at(body, "text").value_or("Halo?");
    auto const id = base::text_at(body, "id").value_or(new_wamid(customer.user_id));
    Json standby;
    if (what == "echo") {
        Json sent{{"messaging_product", "whatsapp"},
                  {"recipient", customer.user_id},
                  {"type", "text"},
                  {"text", {{"body", text}}}};
        if (auto const phone = shared_phone(customer); !phone.empty())
            sent["to"] = "+" + phone;
        standby["message_echoes"] = Json::array(
            {{{"id", id}, {"timestamp", seconds_of(here())}, {"message", std::move(sent)}}});
    } else if (what == "status") {
        Json status{{"id", id},
                    {"status", "delivered"},
                    {"timestamp", seconds_of(here())},
                    {"recipient_user_id", customer.user_id}};
        if (auto const phone = shared_phone(customer); !phone.empty())
            status["recipient_id"] = phone;
        standby["statuses"] = Json::array({std::move(status)});
    } else {
        standby = inbound_value(
            customer, number, {.id = id, .mine = true, .type = "text", .text = text, .at = here()});
    }
    update(number, customer.id, "standby " + what, {{"standby", std::move(standby)}}, {},
           "standby");
    return json_answer({{"id", id}}, 201);
}

}  // namespace simulator

#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr auto Window = 24h;

int month_of(base::Instant at)
{
    using namespace std::chrono;
    year_month_day const date(floor<days>(sys_time<milliseconds>(milliseconds(at.ms))));
    return int(date.year()) * 12 + int(unsigned(date.month()));
}

std::string seconds_text(base::Instant at) { return std::to_string(at.ms / 1000); }

}  // namespace

Answer Core::messages(Call const& call, Number& number)
{
    auto const body = base::parse_json(call.body);
    if (!body)
        return refuse({.code = 100, .message = "The request body is not valid JSON."});
    SendSurroundings const around{
        .country_code = number.country_code,
        .number_id = number.id,
        .media = [&](std::string_view id) { return find_media(id, number.id); },
        .find_template = [&](std::string_view name, std::string_view language) -> Template const* {
            auto const found = std::ranges::find_if(m_templates, [&](Template const& tpl) {
                return tpl.name == name && tpl.language == language;
            });
            return found == m_templates.end() ? nullptr : &*found;
        }};
    auto read = read_send(*body, around);
    if (auto const* const error = std::get_if<GraphError>(&read))
        return refuse(*error);
    auto const& send = std::get<Send>(read);
    if (!number.registered)
        return refuse({.code = 133010});
    if (send.kind != Send::Kind::message)
        return mark_read(send, number);
    if (send.phone == number.display_phone)
        return refuse({.code = 131021});
    if (auto const error = limits(send, number))
        return refuse(*error);
    auto* const customer = recipient_of(send);
    if (!customer)
        return refuse({.code = 131026});
    auto failure = m_forced_failure ? m_forced_failure : late_failure(send, number, *customer);
    if (failure == 131047 && !m_forced_failure && m_settings.window_sync)
        return refuse({.code = 131047});
    return accept(send, number, *customer, failure);
}

std::optional<GraphError> Core::limits(Send const& send, Number& number)
{
    if (m_settings.throughput_limit && !m_buckets["mps " + number.id].take(here(), 80, 80))
        return GraphError{.code = 130429};
    auto const person = send.phone.empty() ? send.user_id : send.phone;
    if (m_settings.pair_limit && !m_buckets["pair " + number.id + person].take(here(), 1.0 / 6, 45))
        return GraphError{.code = 131056};
    return std::nullopt;
}

// A phone nobody here has belongs to somebody new who never wrote: only a template reaches them.
Customer* Core::recipient_of(Send const& send)
{
    if (send.phone.empty()) {
        auto const found = m_by_user_id.find(send.user_id);
        return found == m_by_user_id.end() ? nullptr : found->second;
    }
    if (auto const found = m_by_phone.find(send.phone); found != m_by_phone.end())
        return found->second;
    auto const listed = std::ranges::count_if(m_customers,
                                              [](auto const& one) { return !one->quiet; });
    return &add_customer({.name = "+" + send.phone, .phone = send.phone, .quiet = listed >= 40});
}

int Core::late_failure(Send const& send, Number const& number, Customer const& customer) const
{
    if (send.category == "marketing" && customer.stopped_marketing)
        return 131050;
    if (send.type == "template")
        return 0;
    auto const chat = customer.chats.find(number.id);
    bool const open = chat != customer.chats.end() && here() < chat->second.last_inbound + Window;
    return open ? 0 : 131047;
}

Answer Core::accept(Send const& send, Number& number, Customer& customer, int failure)
{
    auto const sent = std::make_shared<Sent>();
    sent->wamid = new_wamid(send.phone.empty() ? send.user_id : send.phone);
    sent->number_id = number.id;
    sent->customer_id = customer.id;
    sent->to_phone = !send.phone.empty();
    sent->opaque = send.opaque;
    sent->category = send.category;
    sent->type = send.type;
    sent->voice = send.voice;

    if (!customer.quiet) {
        ChatMessage message{.id = sent->wamid,
                            .type = send.type,
                            .text = send.text,
                            .at = here(),
                            .state = "accepted",
                            .media_id = send.media_id,
                            .name = send.file_name,
                            .voice = send.voice,
                            .quoted = send.quoted,
                            .opaque = send.opaque,
                            .shown = false};
        if (auto const* const media = find_media(send.media_id, number.id)) {
            message.mime = media->mime;
            message.bytes = media->bytes.size();
        }
        if (!send.rendered.is_null())
            message.extra = send.rendered;
        else if (!send.link.empty())
            message.extra = {{"link", send.link}};
        auto& chat = customer.chats[number.id];
        chat.typing_until = {0};
        show(customer, number.id, std::move(message));
    }
    plan(sent, failure);

    Json contact{{"input", send.input}};
    contact[sent->to_phone ? "wa_id" : "user_id"] = sent->to_phone ? customer.phone
                                                                   : customer.user_id;
    Json message{{"id", sent->wamid}};
    if (send.type == "template")
        message["message_status"] = "accepted";
    auto answer = json_answer({{"messaging_product", "whatsapp"},
                               {"contacts", Json::array({contact})},
                               {"messages", Json::array({message})}});
    if (m_settings.early_status)
        answer.wait = 300ms;
    return answer;
}

// The first step of a message's life; each step plans the next.
void Core::plan(std::shared_ptr<Sent> const& sent, int failure)
{
    int const wait = m_chance.between(150, 400);
    schedule({.at = m_settings.early_status ? here() : here() + scaled(wait),
              .status = failure ? "failed" : "sent",
              .error = failure,
              .sent = sent});
}

void Core::happen(Due const& due)
{
    auto& sent = *due.sent;
    auto* const customer = customer_by(sent.customer_id);
    auto const number = m_numbers.find(sent.number_id);
    bool const over = sent.state == "read" || sent.state == "failed";
    if (!customer || number == m_numbers.end() || (over && due.status != "played"))
        return;
    auto const at = here();
    auto const next = [&](char const* status, int from, int to) {
        schedule(
            {.at = at + scaled(m_chance.between(from, to)), .status = status, .sent = due.sent});
    };
    bool told = m_settings.statuses;
    if (due.status == "sent") {
        next("delivered", 400, 2000);
    } else if (due.status == "delivered") {
        if (customer->blocks)
            return;
        if (customer->offline) {
            m_parked[customer->id].push_back(due);
            return;
        }
        bool const by_itself = m_settings.reading == "auto" || customer->quiet ||
                               (m_settings.reading == "page" && m_pages == 0);
        if (customer->receipts && m_settings.reading != "never") {
            if (by_itself) {
                // An open chat is read without being delivered first.
                if (m_chance.happens(m_settings.skip_delivered_p)) {
                    told = false;
                    next("read", 0, 100);
                } else {
                    next("read", 2'000, 20'000);
                }
            }
            if (!customer->quiet)
                m_unread[customer->id].push_back(due.sent);
        }
        told = told && !m_chance.happens(m_settings.drop_delivered_p);
    } else if (due.status == "read" && sent.voice) {
        next("played", 500, 3'000);
    }
    sent.state = due.status;
    if (auto* const message = find_message(*customer, sent.number_id, sent.wamid)) {
        message->state = due.status;
        message->error = due.error;
        message->shown = message->shown || due.status == "delivered" || due.status == "read";
        tell_message(*customer, sent.number_id, *message);
    }
    if (!told)
        return;
    bool const priced_now = !sent.priced && due.status != "failed" &&
                            (due.status != "sent" || sent.type == "template" ||
                             m_settings.pricing_on_sent);
    if (priced_now) {
        sent.pricing = pricing_for(sent, number->second);
        sent.priced = true;
    }
    auto value = status_value(sent, due.status, due.error, *customer);
    if (priced_now)
        value["statuses"][0]["pricing"] = sent.pricing;
    update(number->second, customer->id, "statuses " + due.status, std::move(value));
}

// Since 2026-10-01: the first thousand free-form messages of a number in a month are free, all the
// rest is billed (pricing page, read 2026-09).
Json Core::pricing_for(Sent const& sent, Number& number)
{
    auto const month = month_of(here());
    if (number.free_month != month) {
        number.free_month = month;
        number.free_used = 0;
    }
    bool const free = sent.category == "service" && number.free_used < m_settings.free_service;
    if (sent.category == "service")
        ++number.free_used;
    return {{"billable", !free},
            {"pricing_model", "PMP"},
            {"type", free ? "free_customer_service" : "regular"},
            {"category", sent.category}};
}

Json Core::status_value(Sent const& sent, std::string_view status, int error,
                        Customer const& customer) const
{
    bool const failed = status == "failed";
    Json one{{"id", sent.wamid}, {"status", status}, {"timestamp", seconds_text(here())}};
    if (sent.to_phone)
        one["recipient_id"] = customer.phone;
    // A failure tells no more about the person than the send did.
    if (!failed || !sent.to_phone)
        one["recipient_user_id"] = customer.user_id;
    if (!sent.opaque.empty())
        one["biz_opaque_callback_data"] = sent.opaque;
    if (failed)
        one["errors"] = Json::array({webhook_error(error)});
    Json value{{"statuses", Json::array({std::move(one)})}};
    if (!failed) {
        auto contact = contact_of(customer);
        if (status == "sent")
            contact["profile"].erase("username");
        value["contacts"] = Json::array({std::move(contact)});
    }
    return value;
}

// The business has read up to a message, or is typing an answer to it.
Answer Core::mark_read(Send const& send, Number& number)
{
    auto const author = m_written_by.find(send.message_id);
    // Messages of a load run are not kept.
    if (author == m_written_by.end() && send.message_id.starts_with("wamid.LOAD"))
        return json_answer({{"success", true}});
    auto* const customer = author == m_written_by.end() ? nullptr : customer_by(author->second);
    auto const* const named = customer ? find_message(*customer, number.id, send.message_id)
                                       : nullptr;
    if (!named)
        return refuse({.code = 131009, .details = "Invalid message_id"});
    auto& chat = customer->chats[number.id];
    for (auto& message : chat.messages) {
        if (message.mine && message.state != "read") {
            message.state = "read";
            tell_message(*customer, number.id, message);
        }
        if (message.id == send.message_id)
            break;
    }
    if (send.kind == Send::Kind::typing) {
        chat.typing_until = here() + 25s;
        tell("typing", {{"customer_id", customer->id},
                        {"number_id", number.id},
                        {"until", base::to_rfc3339(chat.typing_until)}});
    }
    return json_answer({{"success", true}});
}

}  // namespace simulator

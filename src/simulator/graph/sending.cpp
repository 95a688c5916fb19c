#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr auto Window = 24h;

// Older messages take no reaction and no reading.
constexpr auto Reachable = 30 * 24h;

}  // namespace

SendSurroundings Core::surroundings(Number const& number) const
{
    auto const* const id = &number.id;
    auto const* const waba_id = &number.waba_id;
    return {.country_code = number.country_code,
            .number_id = number.id,
            .media = [this, id](std::string_view media) { return find_media(media, *id); },
            .find_template = [this](std::string_view name,
                                    std::string_view language) -> Template const* {
                auto const found = std::ranges::find_if(m_templates, [&](Template const& tpl) {
                    return tpl.name == name && tpl.language == language;
                });
                return found == m_templates.end() ? nullptr : &*found;
            },
            .product_problem =
                [this, waba_id](std::string_view catalog, std::string_view product) {
                    return product_problem(*waba_id, catalog, product);
                },
            .calling = number.calling,
            .marketing_here = m_settings.marketing_here,
            .now = here()};
}

Answer Core::messages(Call const& call, Number& number)
{
    auto const body = base::parse_json(call.body);
    if (!body)
        return refuse({.code = 100, .message = "The request body is not valid JSON."});
    auto around = surroundings(number);
    around.marketing_only = call.segments()[1] == "marketing_messages";
    auto read = read_send(*body, around);
    if (auto const* const error = std::get_if<GraphError>(&read))
        return refuse(*error);
    auto const& send = std::get<Send>(read);
    if (!number.registered)
        return refuse({.code = 133010});
    if (send.kind != Send::Kind::message)
        return mark_read(send, number);
    if (!send.group_id.empty())
        return send_to_group(send, number);
    if (send.phone == number.display_phone)
        return refuse({.code = 131021});
    if (auto const error = limits(send, number))
        return refuse(*error);
    auto* const customer = recipient_of(send);
    if (!customer)
        return refuse({.code = 131026});
    if (blocked_by(number, *customer))
        return refuse({.code = 130403});
    if (send.type == "reaction")
        if (auto const error = check_reaction(send, number, *customer))
            return refuse(*error);
    auto failure = m_forced_failure ? m_forced_failure : late_failure(send, number, *customer);
    if (failure == 131047 && !m_forced_failure && m_settings.window_sync)
        return refuse({.code = 131047});
    return accept(send, number, *customer, failure);
}

// Of a person whose chat is not kept, every message may be meant.
Refusal Core::check_reaction(Send const& send, Number const& number, Customer& customer)
{
    if (customer.quiet)
        return std::nullopt;
    auto const* const about = find_message(customer, number.id, send.message_id);
    if (!about)
        return invalid("reaction.message_id", "no such message in this chat");
    if (about->type == "reaction")
        return invalid("reaction.message_id", "is itself a reaction");
    if (about->revoked)
        return invalid("reaction.message_id", "the message was deleted");
    if (here() - about->at > Reachable)
        return invalid("reaction.message_id", "older than 30 days");
    return std::nullopt;
}

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2026-05-21).
bool Core::is_over_throughput(Number const& number)
{
    auto const most = m_settings.high_throughput ? 1000 : 80;
    return m_settings.throughput_limit && !m_buckets["mps " + number.id].take(here(), most, most);
}

std::optional<GraphError> Core::limits(Send const& send, Number& number)
{
    if (is_over_throughput(number))
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
    if (send.category.starts_with("marketing") && customer.stopped_marketing)
        return 131050;
    if (!send.identity.empty() && send.identity != customer.identity)
        return 137000;
    if (send.type == "template")
        return 0;
    auto const chat = customer.chats.find(number.id);
    bool const open = chat != customer.chats.end() && here() < chat->second.last_inbound + Window;
    return open ? 0 : 131047;
}

// How a phone shows what the business sends.
ChatMessage Core::line_of(Send const& send, std::string const& wamid, Number const& number) const
{
    ChatMessage message{.id = wamid,
                        .type = send.type,
                        .text = send.text,
                        .at = here(),
                        .state = "accepted",
                        .media_id = send.media_id,
                        .name = send.file_name,
                        .voice = send.voice,
                        .quoted = send.quoted,
                        .content = send.content,
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
    return message;
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
    if (send.type == "reaction")
        sent->reaction = {send.message_id, send.emoji};

    if (!customer.quiet) {
        customer.chats[number.id].typing_until = {0};
        show(customer, number.id, line_of(send, sent->wamid, number));
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
    if (!named || here() - named->at > Reachable)
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

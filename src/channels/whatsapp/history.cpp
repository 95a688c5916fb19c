#include <algorithm>

#include "base/text.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/fields.hpp"

// What the phone app knew before the number was shared with us. Layouts: Meta's
// webhooks/reference/history (2025-12-12) and smb_app_state_sync, read 2026-09. Chunks come in any
// order; pictures and files follow by themselves, under the id of their placeholder.
namespace channels::whatsapp {

namespace {

using base::Json;

std::optional<DeliveryStatus> status_of(Json const& message)
{
    auto const word = base::lower_ascii(
        base::text_at(base::object_at(message, "history_context"), "status").value_or(""));
    for (auto const known : {DeliveryStatus::sent, DeliveryStatus::delivered, DeliveryStatus::read,
                             DeliveryStatus::played})
        if (name_of(known) == word)
            return known;
    if (word == "error")
        return DeliveryStatus::failed;
    return std::nullopt;
}

// `thread` is the customer of the thread, `own` the business number.
Event read_past(Json const& message, People const& people, std::string const& thread,
                std::optional<std::string> const& own)
{
    if (!message.is_object())
        return unreadable("not_an_object", message);
    auto turned = message;
    auto const from = phone_at(message, "from");
    auto const ours = (from && from == own) ||
                      (!thread.empty() && message.contains("to") && id_at(message, "to") == thread);
    if (ours) {
        turned.erase("from_user_id");
        turned["from"] = message.contains("to") ? message.at("to") : Json(thread);
        if (auto const id = message.find("to_user_id"); id != message.end())
            turned["from_user_id"] = *id;
    } else if (!message.contains("from") && !message.contains("from_user_id")) {
        turned["from"] = thread;
    }
    // A thread of somebody whose number is hidden is named by the scoped id.
    if (auto const named = base::text_at(turned, "from"); named && !phone_at(turned, "from")) {
        if (!turned.contains("from_user_id"))
            turned["from_user_id"] = *named;
        turned.erase("from");
    }
    auto event = read_message(turned, people);
    event.raw = base::to_text(message);
    if (auto* const read = std::get_if<InboundMessage>(&event.what)) {
        auto const placeholder = read->kind == InboundKind::unsupported &&
                                 read->unsupported_type == "media_placeholder";
        read->writer = ours ? Writer::phone : Writer::customer;
        PastMessage past{*read, ours ? status_of(message) : std::nullopt};
        past.message.opens_window = false;
        event.key = (placeholder ? "past_placeholder:" : "past:") + past.message.external_id;
        event.what = std::move(past);
    } else if (auto* const reaction = std::get_if<channels::Reaction>(&event.what)) {
        reaction->writer = ours ? Writer::phone : Writer::customer;
    } else if (auto* const edit = std::get_if<Edit>(&event.what)) {
        edit->now.writer = ours ? Writer::phone : Writer::customer;
    } else if (auto* const revoke = std::get_if<Revoke>(&event.what)) {
        revoke->writer = ours ? Writer::phone : Writer::customer;
    }
    return event;
}

Event declined(Json const& error)
{
    AccountNotice notice;
    notice.field = "history";
    notice.kind = "history_declined";
    auto const problem = problem_of(meta::graph_error(error));
    notice.facts = {{"provider_code", std::to_string(problem.provider_code)}};
    if (!problem.detail.empty())
        notice.facts.emplace_back("detail", base::clean_body(problem.detail));
    Event event;
    event.key = "history:declined";
    event.raw = base::to_text(error);
    event.what = std::move(notice);
    return event;
}

void read_chunk(Json const& chunk, People const& people, std::optional<std::string> const& own,
                Put const& put)
{
    for (auto const& error : base::array_at(chunk, "errors"))
        put(declined(error));
    for (auto const& thread : base::array_at(chunk, "threads")) {
        auto const id = id_at(thread, "id").value_or("");
        for (auto const& message : base::array_at(thread, "messages"))
            put(read_past(message, people, id, own));
    }
    auto const& head = base::object_at(chunk, "metadata");
    auto const progress = base::number_at(head, "progress");
    if (!progress)
        return;
    HistoryProgress step;
    step.phase = int(
        std::clamp(base::number_at(head, "phase").value_or(0), std::int64_t(0), std::int64_t(2)));
    step.percent = int(std::clamp(*progress, std::int64_t(0), std::int64_t(100)));
    Event event;
    event.key = "history:" + std::to_string(step.phase) + ":" +
                std::to_string(base::number_at(head, "chunk_order").value_or(0)) + ":" +
                std::to_string(step.percent);
    event.what = step;
    put(std::move(event));
}

}  // namespace

void read_history(Json const& value, Put const& put)
{
    People const people(value);
    auto const own = phone_at(base::object_at(value, "metadata"), "display_phone_number");
    for (auto const& chunk : base::array_at(value, "history"))
        if (chunk.is_object())
            read_chunk(chunk, people, own, put);
        else
            put(unreadable("not_an_object", chunk));
    // The files that belong to placeholders.
    for (auto const& message : base::array_at(value, "messages"))
        put(read_past(message, people, "", own));
}

void read_address_book(Json const& value, Put const& put)
{
    for (auto const& one : base::array_at(value, "state_sync")) {
        auto const& contact = base::object_at(one, "contact");
        auto const type = base::text_at(one, "type").value_or("");
        if (!one.is_object() || type != "contact") {
            put(unreadable(one.is_object() ? "unknown_type" : "not_an_object", one));
            continue;
        }
        AddressBookEntry entry;
        entry.who.phone = phone_at(contact, "phone_number");
        entry.who.user_id = id_at(contact, "user_id");
        entry.who.external_id = entry.who.user_id.value_or(entry.who.phone.value_or(""));
        auto const at = time_at(base::object_at(one, "metadata"), "timestamp");
        if (entry.who.external_id.empty() || !at) {
            put(unreadable(at ? "no_id" : "no_time", one));
            continue;
        }
        entry.at = *at;
        entry.removed = base::lower_ascii(base::text_at(one, "action").value_or("")) == "remove";
        auto name = base::clean_name(base::text_at(contact, "full_name").value_or(""));
        if (name.empty())
            name = base::clean_name(base::text_at(contact, "first_name").value_or(""));
        entry.name = std::string(base::first_points(name, 200));
        Event event;
        event.key = "book:" + entry.who.external_id + ":" + std::to_string(entry.at.ms) +
                    (entry.removed ? ":gone" : ":" + entry.name);
        event.what = std::move(entry);
        put(std::move(event));
    }
}

}  // namespace channels::whatsapp

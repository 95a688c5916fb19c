#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/words.hpp"
#include "contacts/label.hpp"

// Words about conversations and messages that the database, the API and the dashboard share.
namespace conversations {

enum class State { open, snoozed, done, spam };
constexpr auto words_of(State)
{
    using namespace std::literals;
    return std::array{std::pair{State::open, "open"sv}, std::pair{State::snoozed, "snoozed"sv},
                      std::pair{State::done, "done"sv}, std::pair{State::spam, "spam"sv}};
}
constexpr auto schema_name(State) { return "ConversationState"; }

// How soon it wants an answer, as the team sees it.
enum class Priority { none, low, normal, high, urgent };
constexpr auto words_of(Priority)
{
    using namespace std::literals;
    return std::array{std::pair{Priority::none, "none"sv}, std::pair{Priority::low, "low"sv},
                      std::pair{Priority::normal, "normal"sv}, std::pair{Priority::high, "high"sv},
                      std::pair{Priority::urgent, "urgent"sv}};
}
constexpr auto schema_name(Priority) { return "ConversationPriority"; }

using contacts::Colour;

enum class Direction { in, out, note, event };
constexpr auto words_of(Direction)
{
    using namespace std::literals;
    return std::array{std::pair{Direction::in, "in"sv}, std::pair{Direction::out, "out"sv},
                      std::pair{Direction::note, "note"sv}, std::pair{Direction::event, "event"sv}};
}
constexpr auto schema_name(Direction) { return "MessageDirection"; }

enum class Status { queued, sending, sent, delivered, read, played, failed, needs_attention };
constexpr auto words_of(Status)
{
    using namespace std::literals;
    return std::array{
        std::pair{Status::queued, "queued"sv},
        std::pair{Status::sending, "sending"sv},
        std::pair{Status::sent, "sent"sv},
        std::pair{Status::delivered, "delivered"sv},
        std::pair{Status::read, "read"sv},
        std::pair{Status::played, "played"sv},
        std::pair{Status::failed, "failed"sv},
        std::pair{Status::needs_attention, "needs_attention"sv},
    };
}
constexpr auto schema_name(Status) { return "MessageStatus"; }

// How far a delivery may go from one state to the next, whatever order the provider tells it in: it
// never goes back, and a late failure does not hide what was proven.
bool advances(std::optional<Status> from, Status to);

enum class MessageKind {
    text,
    image,
    video,
    audio,
    document,
    sticker,
    location,
    contacts,         // cards of people
    choice,           // a button pressed or a row of a list chosen
    form,             // a form filled in
    order,            // a basket from the catalogue
    interactive,      // controls that the customer answers with a touch
    call,             // somebody called; nothing of it is kept but that it was
    call_permission,  // what a customer answered to our asking whether we may call
    template_,
    unsupported,  // of a type we do not know; kept whole
    event,        // a line that says what a member did
};
constexpr auto words_of(MessageKind)
{
    using namespace std::literals;
    return std::array{
        std::pair{MessageKind::text, "text"sv},
        std::pair{MessageKind::image, "image"sv},
        std::pair{MessageKind::video, "video"sv},
        std::pair{MessageKind::audio, "audio"sv},
        std::pair{MessageKind::document, "document"sv},
        std::pair{MessageKind::sticker, "sticker"sv},
        std::pair{MessageKind::location, "location"sv},
        std::pair{MessageKind::contacts, "contacts"sv},
        std::pair{MessageKind::choice, "choice"sv},
        std::pair{MessageKind::form, "form"sv},
        std::pair{MessageKind::order, "order"sv},
        std::pair{MessageKind::interactive, "interactive"sv},
        std::pair{MessageKind::call, "call"sv},
        std::pair{MessageKind::call_permission, "call_permission"sv},
        std::pair{MessageKind::template_, "template"sv},
        std::pair{MessageKind::unsupported, "unsupported"sv},
        std::pair{MessageKind::event, "event"sv},
    };
}
constexpr auto schema_name(MessageKind) { return "MessageKind"; }

enum class AuthorKind {
    contact,
    member,
    api,
    system,
    phone,  // somebody of the business, in the phone app that shares the number
    app,    // another application that uses the number
};
constexpr auto words_of(AuthorKind)
{
    using namespace std::literals;
    return std::array{
        std::pair{AuthorKind::contact, "contact"sv}, std::pair{AuthorKind::member, "member"sv},
        std::pair{AuthorKind::api, "api"sv},         std::pair{AuthorKind::system, "system"sv},
        std::pair{AuthorKind::phone, "phone"sv},     std::pair{AuthorKind::app, "app"sv}};
}
constexpr auto schema_name(AuthorKind) { return "AuthorKind"; }

// Who wrote the last thing, as a list row tells it: a note is told apart from an answer.
enum class WrittenBy { contact, member, note, system, api, phone, app };
constexpr auto words_of(WrittenBy)
{
    using namespace std::literals;
    return std::array{
        std::pair{WrittenBy::contact, "contact"sv}, std::pair{WrittenBy::member, "member"sv},
        std::pair{WrittenBy::note, "note"sv},       std::pair{WrittenBy::system, "system"sv},
        std::pair{WrittenBy::api, "api"sv},         std::pair{WrittenBy::phone, "phone"sv},
        std::pair{WrittenBy::app, "app"sv}};
}
constexpr auto schema_name(WrittenBy) { return "WrittenBy"; }
constexpr WrittenBy written_by(AuthorKind author)
{
    return base::from_word<WrittenBy>(base::word_of(author)).value_or(WrittenBy::system);
}

// Who put a sign on a message: the people on the other side, or the business as one.
enum class Side { contact, business };
constexpr auto words_of(Side)
{
    using namespace std::literals;
    return std::array{std::pair{Side::contact, "contact"sv},
                      std::pair{Side::business, "business"sv}};
}
constexpr auto schema_name(Side) { return "Side"; }

enum class DraftMode { reply, note };
constexpr auto words_of(DraftMode)
{
    using namespace std::literals;
    return std::array{std::pair{DraftMode::reply, "reply"sv}, std::pair{DraftMode::note, "note"sv}};
}
constexpr auto schema_name(DraftMode) { return "DraftMode"; }

// What the lines between messages tell.
enum class EventType {
    assigned,
    unassigned,
    state_changed,
    number_changed,  // the customer goes by another number or id now
    keys_changed,    // the customer has a new device or new keys
    marketing_stopped,
    marketing_resumed,
    group_made,
    group_ended,
    group_joined,
    group_left,
    group_asked,  // somebody asks to be let in
    group_renamed,
    group_suspended,
    group_resumed,
    group_changed,
    priority_changed,
    scheduled_failed,   // what was to be sent at that time was refused
    scheduled_dropped,  // it was to go only if the customer did not write
};
constexpr auto words_of(EventType)
{
    using namespace std::literals;
    return std::array{std::pair{EventType::assigned, "assigned"sv},
                      std::pair{EventType::unassigned, "unassigned"sv},
                      std::pair{EventType::state_changed, "state_changed"sv},
                      std::pair{EventType::number_changed, "number_changed"sv},
                      std::pair{EventType::keys_changed, "keys_changed"sv},
                      std::pair{EventType::marketing_stopped, "marketing_stopped"sv},
                      std::pair{EventType::marketing_resumed, "marketing_resumed"sv},
                      std::pair{EventType::group_made, "group_made"sv},
                      std::pair{EventType::group_ended, "group_ended"sv},
                      std::pair{EventType::group_joined, "group_joined"sv},
                      std::pair{EventType::group_left, "group_left"sv},
                      std::pair{EventType::group_asked, "group_asked"sv},
                      std::pair{EventType::group_renamed, "group_renamed"sv},
                      std::pair{EventType::group_suspended, "group_suspended"sv},
                      std::pair{EventType::group_resumed, "group_resumed"sv},
                      std::pair{EventType::group_changed, "group_changed"sv},
                      std::pair{EventType::priority_changed, "priority_changed"sv},
                      std::pair{EventType::scheduled_failed, "scheduled_failed"sv},
                      std::pair{EventType::scheduled_dropped, "scheduled_dropped"sv}};
}
constexpr auto schema_name(EventType) { return "EventType"; }

}  // namespace conversations

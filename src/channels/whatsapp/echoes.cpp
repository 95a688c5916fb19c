#include "base/text.hpp"
#include "channels/whatsapp/fields.hpp"

// What the business itself wrote elsewhere: in the phone app that shares the number
// (smb_message_echoes), in another application (message_echoes, standby). Layouts: Meta's
// webhooks/reference/smb_message_echoes, 2026-04-28; standby from a test file that cites its page of
// 2026-08-04.
namespace channels::whatsapp {

namespace {

using base::Json;

// The customer an echo went to, put where a message of theirs would have its sender.
Json turned(Json const& echo)
{
    auto out = echo;
    out.erase("from");
    out.erase("from_user_id");
    for (auto const& [theirs, ours] : {std::pair{"to", "from"},
                                       {"to_user_id", "from_user_id"},
                                       {"recipient_id", "from"},
                                       {"recipient_user_id", "from_user_id"}})
        if (auto const found = echo.find(theirs); found != echo.end() && !out.contains(ours))
            out[ours] = *found;
    if (auto const found = echo.find("recipient");
        found != echo.end() && found->is_string() && !out.contains("from_user_id"))
        out["from_user_id"] = *found;
    return out;
}

// The text of what has a layout only when it is sent.
std::string line_of(std::string_view type, Json const& message)
{
    auto const& object = base::object_at(message, type);
    if (type == "interactive")
        return base::clean_body(
            base::text_at(base::object_at(object, "body"), "text").value_or(""));
    if (type == "template")
        return base::clean_name(base::text_at(object, "name").value_or(""));
    return {};
}

void mark(Event& event, Writer writer, bool standby)
{
    if (auto* const message = std::get_if<InboundMessage>(&event.what)) {
        message->writer = writer;
        message->standby = standby;
        if (writer != Writer::customer)
            message->opens_window = false;
    } else if (auto* const reaction = std::get_if<Reaction>(&event.what)) {
        reaction->writer = writer;
    } else if (auto* const edit = std::get_if<Edit>(&event.what)) {
        edit->now.writer = writer;
    } else if (auto* const revoke = std::get_if<Revoke>(&event.what)) {
        revoke->writer = writer;
    }
}

Event read_echo(Json const& echo, People const& people, Writer writer, bool standby)
{
    if (!echo.is_object())
        return unreadable("not_an_object", echo);
    auto event = read_message(turned(echo), people);
    mark(event, writer, standby);
    if (auto* const message = std::get_if<InboundMessage>(&event.what);
        message && message->kind == InboundKind::unsupported && message->text.empty())
        message->text = line_of(base::text_at(echo, "type").value_or(""), echo);
    event.raw = base::to_text(echo);
    return event;
}

// Standby wraps the body of a send: {id, timestamp, message: {to, type, ...}}.
Json unwrapped(Json const& echo)
{
    auto const& inner = base::object_at(echo, "message");
    if (inner.empty())
        return echo;
    auto out = inner;
    for (auto const* key : {"id", "timestamp", "recipient_id", "recipient_user_id"})
        if (auto const found = echo.find(key); found != echo.end())
            out[key] = *found;
    return out;
}

}  // namespace

void read_echoes(Json const& value, Writer writer, Put const& put)
{
    People const people(value);
    for (auto const& echo : base::array_at(value, "message_echoes"))
        put(read_echo(echo, people, writer, false));
}

void read_standby(Json const& value, Put const& put)
{
    auto const& part = base::object_at(value, "standby");
    People const people(part.contains("contacts") ? part : value);
    for (auto const& message : base::array_at(part, "messages")) {
        auto event = read_message(message, people);
        mark(event, Writer::customer, true);
        put(std::move(event));
    }
    for (auto const& echo : base::array_at(part, "message_echoes"))
        put(read_echo(echo.is_object() ? unwrapped(echo) : echo, people, Writer::app, true));
    for (auto const& status : base::array_at(part, "statuses"))
        put(read_status(status, people));
}

}  // namespace channels::whatsapp

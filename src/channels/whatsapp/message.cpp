#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

// What is written, not said: these change or mark an older message.
constexpr std::array<std::string_view, 7> NoNewWord{"reaction",     "edit", "revoke",     "system",
                                                    "keep_in_chat", "pin",  "poll_update"};

bool is_new_word(std::string_view type)
{
    return std::find(NoNewWord.begin(), NoNewWord.end(), type) == NoNewWord.end() &&
           type != "request_welcome";
}

// The discriminator, or, when it is missing, the one content object that is there.
std::string type_of(Json const& message)
{
    if (auto type = base::text_at(message, "type"); type && !type->empty())
        return base::clean_name(*type);
    for (auto const* type : {"text", "image", "video", "audio", "document", "sticker", "location",
                             "contacts", "interactive", "button", "order", "reaction", "system"})
        if (message.contains(type))
            return type;
    return "unknown";
}

bool read_text(Json const& message, InboundMessage& out)
{
    auto const text = base::text_at(base::object_at(message, "text"), "body");
    if (!text)
        return false;
    out.kind = InboundKind::text;
    out.text = base::clean_body(*text);
    return true;
}

bool read_media(std::string_view type, Json const& message, InboundMessage& out)
{
    auto const kind = media_kind(type);
    auto const& object = base::object_at(message, type);
    auto id = id_at(object, "id");
    if (!kind || !id)
        return false;
    static constexpr std::array Kinds{InboundKind::image, InboundKind::video, InboundKind::audio,
                                      InboundKind::document, InboundKind::sticker};
    out.kind = Kinds[std::size_t(*kind)];
    out.text = base::clean_body(base::text_at(object, "caption").value_or(""));
    MediaRef media;
    media.kind = *kind;
    media.provider_id = *std::move(id);
    media.mime = base::clean_name(base::text_at(object, "mime_type").value_or(""));
    media.sha256 = base::clean_name(base::text_at(object, "sha256").value_or(""));
    media.url = base::text_at(object, "url");
    media.voice = base::bool_at(object, "voice").value_or(false);
    media.animated = base::bool_at(object, "animated").value_or(false);
    if (auto const name = base::text_at(object, "filename"); name && !name->empty())
        media.file_name = base::clean_name(*name);
    out.media = std::move(media);
    return true;
}

// The one line of an unsupported type that a person wrote or chose, so that search finds it.
std::string line_of(std::string_view type, Json const& message)
{
    auto const& object = base::object_at(message, type);
    std::optional<std::string> line;
    if (type == "system")
        line = base::text_at(object, "body");
    else if (type == "order" || type == "button")
        line = base::text_at(object, "text");
    return base::clean_body(line.value_or(""));
}

void read_unsupported(std::string type, Json const& message, InboundMessage& out)
{
    out.kind = InboundKind::unsupported;
    out.text = line_of(type, message);
    // Meta's own "unsupported" says what it was; of "interactive" only the inner type says anything.
    if (type == "unsupported" || type == "interactive")
        if (auto const real = base::text_at(base::object_at(message, type), "type");
            real && !real->empty())
            type = base::clean_name(*real);
    out.opens_window = is_new_word(type);
    out.unsupported_type = std::move(type);
}

Person sender_of(Json const& message, People const& people)
{
    auto person = people.find(id_at(message, "from_user_id"), phone_at(message, "from"));
    if (!person.parent_id)
        person.parent_id = id_at(message, "from_parent_user_id");
    return person;
}

// Reactions, edits and revokes are about another message; without its id they are about nothing.
std::optional<Event> read_about(std::string_view type, Json const& message,
                                InboundMessage const& head)
{
    auto const& object = base::object_at(message, type);
    Event event;
    if (type == "reaction") {
        auto about = id_at(object, "message_id");
        if (!about)
            return std::nullopt;
        channels::Reaction reaction{*std::move(about), head.from,
                                    base::clean_name(base::text_at(object, "emoji").value_or("")),
                                    head.at, head.group_id};
        event.key = "reaction:" + head.external_id;
        event.what = std::move(reaction);
        return event;
    }
    auto about = id_at(object, "original_message_id");
    if (!about)
        return std::nullopt;
    if (type == "revoke") {
        event.key = "revoke:" + head.external_id;
        event.what = Revoke{*std::move(about), head.from, head.at, head.group_id};
        return event;
    }
    auto const& inner = base::object_at(object, "message");
    Edit edit{head};
    edit.now.external_id = *std::move(about);
    read_surroundings(inner, edit.now);
    auto const kind = type_of(inner);
    if (!(kind == "text" && read_text(inner, edit.now)) && !read_media(kind, inner, edit.now) &&
        !read_content(kind, inner, edit.now))
        return std::nullopt;
    event.key = "edit:" + head.external_id;
    event.what = std::move(edit);
    return event;
}

}  // namespace

Event read_message(Json const& message, People const& people)
{
    if (!message.is_object())
        return unreadable("not_an_object", message);
    InboundMessage out;
    auto id = id_at(message, "id");
    auto const at = time_at(message, "timestamp");
    if (!id)
        return unreadable("no_id", message);
    if (!at)
        return unreadable("no_time", message);
    out.external_id = *std::move(id);
    out.at = *at;
    out.from = sender_of(message, people);
    out.group_id = id_at(message, "group_id");
    for (auto const& error : base::array_at(message, "errors"))
        out.problems.push_back(problem_of(meta::graph_error(error)));

    auto type = type_of(message);
    if (type == "system")
        if (auto change = read_system(message, out)) {
            change->raw = base::to_text(message);
            return *std::move(change);
        }
    if (out.from.external_id.empty())
        return unreadable("no_sender", message);
    if (type == "reaction" || type == "edit" || type == "revoke")
        if (auto event = read_about(type, message, out)) {
            event->raw = base::to_text(message);
            return *std::move(event);
        }
    read_surroundings(message, out);

    Event event;
    bool const known = type == "text"
                         ? read_text(message, out)
                         : read_media(type, message, out) || read_content(type, message, out);
    bool const own_content = known || is_new_word(type);
    event.key = (own_content ? "message" : type) + ":" + out.external_id;
    if (!known)
        read_unsupported(std::move(type), message, out);
    event.what = std::move(out);
    event.raw = base::to_text(message);
    return event;
}

}  // namespace channels::whatsapp

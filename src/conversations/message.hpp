#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>

#include "base/fields.hpp"
#include "media/media.hpp"

namespace conversations {

enum class Direction { in, out, note, event };
constexpr auto words_of(Direction)
{
    using namespace std::literals;
    return std::array{std::pair{Direction::in, "in"sv}, std::pair{Direction::out, "out"sv},
                      std::pair{Direction::note, "note"sv}, std::pair{Direction::event, "event"sv}};
}

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

// How far a delivery may go from one state to the next, whatever order the provider tells it in: it
// never goes back, and a late failure does not hide what was proven.
bool advances(std::optional<Status> from, Status to);

struct Author {
    static constexpr auto schema = "Author";

    std::string kind;
    std::int64_t id = 0;
    std::string name;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("kind", &Author::kind, "contact, member, api or system."),
            body("name", &Author::name, ""),
        };
    }
};

struct SendError {
    static constexpr auto schema = "SendError";

    std::string code;
    std::optional<std::string> provider_code;
    std::optional<std::string> detail;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &SendError::code, "From the closed set; the dashboard has words for it."),
            body("provider_code", &SendError::provider_code, "The provider's own number."),
            body("detail", &SendError::detail, "The provider's own text, for support."),
        };
    }
};

struct Quoted {
    static constexpr auto schema = "QuotedMessage";

    std::optional<base::MessageId> id;
    std::string text;
    std::string kind;
    std::string direction;
    std::string author_name;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Quoted::id, "Null when we do not have the message."),
            body("text", &Quoted::text, "Its first words."),
            body("kind", &Quoted::kind, ""),
            body("direction", &Quoted::direction, ""),
            body("author_name", &Quoted::author_name, ""),
        };
    }
};

struct Message {
    static constexpr auto schema = "Message";

    base::MessageId id;
    base::ConversationId conversation;
    Direction direction = Direction::in;
    std::string kind;
    std::string text;
    base::Instant at;
    base::Instant created_at;
    std::optional<Author> author;
    std::optional<Status> status;
    std::optional<base::Instant> status_at;
    std::optional<SendError> error;
    std::optional<Quoted> quoted;
    std::optional<media::Media> media;
    std::optional<std::string> unsupported_type;
    std::optional<std::string> client_id;
    base::Json template_ = nullptr;
    base::Json event = nullptr;
    base::Json pricing = nullptr;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Message::id, "Ids rise in order of arrival."),
            body("conversation_id", &Message::conversation, ""),
            body("direction", &Message::direction, ""),
            body("kind", &Message::kind,
                 "text, image, video, audio, document, sticker, template, unsupported or event."),
            body("text", &Message::text, "What was written, or the caption."),
            body("at", &Message::at, "The channel's own time for what came in, ours otherwise."),
            body("created_at", &Message::created_at, ""),
            body("author", &Message::author, ""),
            body("status", &Message::status, "Null for what came in, notes and events."),
            body("status_at", &Message::status_at, ""),
            body("error", &Message::error, ""),
            body("quoted", &Message::quoted, "The message this one answers."),
            body("media", &Message::media, ""),
            body("unsupported_type", &Message::unsupported_type,
                 "The channel's own word for a kind "
                 "that is kept but not shown yet."),
            body("client_id", &Message::client_id, "The sender's own id of the request."),
            body("template", &Message::template_,
                 "name, language and preview of a template message."),
            body("event", &Message::event, "type and details, e.g. assigned, state_changed."),
            body("pricing", &Message::pricing, "What the provider says it costs: category, type."),
        };
    }
};

}  // namespace conversations

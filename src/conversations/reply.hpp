#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "conversations/message.hpp"
#include "outbox/outbox.hpp"
#include "workspace/desk.hpp"

namespace conversations {

struct TemplateParameter {
    static constexpr auto schema = "TemplateParameter";

    std::optional<std::string> name;
    std::string text;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &TemplateParameter::name, "For named places.", {.max = 100}),
                          body("text", &TemplateParameter::text, "", {.min = 1, .max = 1024})};
    }
};

struct TemplateButtonParameter {
    static constexpr auto schema = "TemplateButtonParameter";

    std::int64_t index = 0;
    std::string sub_type;
    std::string text;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("index", &TemplateButtonParameter::index, "Over all buttons, from 0.", {.max = 9}),
            body("sub_type", &TemplateButtonParameter::sub_type, "url, quick_reply or copy_code.",
                 {.min = 1, .max = 20}),
            body("text", &TemplateButtonParameter::text, "", {.min = 1, .max = 2000})};
    }
};

struct SendTemplate {
    static constexpr auto schema = "SendTemplate";

    std::string name;
    std::string language;
    std::vector<TemplateParameter> body_parameters;
    std::optional<TemplateParameter> header;
    std::vector<TemplateButtonParameter> buttons;
    base::Json components = nullptr;

    static constexpr auto fields()
    {
        using base::body;
        using T = SendTemplate;
        return std::tuple{
            body("name", &T::name, "As approved.", {.min = 1, .max = 512}),
            body("language", &T::language, "Its code, e.g. id or pt_BR.", {.min = 2, .max = 15}),
            body("body", &T::body_parameters, "Values of the text, in order or by name.",
                 {.max = 50}),
            body("header", &T::header, "Value of a text header."),
            body("buttons", &T::buttons, "Values of buttons.", {.max = 10}),
            body("components", &T::components,
                 "The provider's own components instead of the three above."),
        };
    }
};

struct SendMessage {
    static constexpr auto about = "Answer a customer: a text, a file kept before, or a template.";
    base::ConversationId conversation;
    std::optional<std::string> client_id;
    std::optional<std::string> text;
    std::optional<base::MediaId> media;
    std::optional<base::MessageId> quoted;
    std::optional<SendTemplate> template_;

    static constexpr auto fields()
    {
        using base::body;
        using S = SendMessage;
        return std::tuple{
            base::path("conversation_id", &S::conversation, "Conversation to answer."),
            body("client_id", &S::client_id,
                 "Your own id of this request: sent again it gives the same "
                 "message.",
                 {.min = 1, .max = 64}),
            body("text", &S::text, "What the customer will read; the caption of a file.",
                 {.max = 4096, .lines = true}),
            body("media_id", &S::media, "A file from POST /media."),
            body("quoted_id", &S::quoted, "The message being answered."),
            body("template", &S::template_, "A template by name; the only way outside the window."),
        };
    }
};

// Sent, not delivered: the message is queued, and its state follows on the stream. Refuses conflict
// `window_closed`, `channel_disconnected`, `template_missing`, `template_paused`,
// `template_disabled`, and what does not fit the channel as invalid_input.
base::Result<Message> send(workspace::Desk& desk, SendMessage const& in);

struct WriteNote {
    static constexpr auto about = "Write a note only the team sees.";
    base::ConversationId conversation;
    std::string text;
    std::optional<std::string> client_id;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("conversation_id", &WriteNote::conversation, "Conversation."),
            body("text", &WriteNote::text, "The note.", {.min = 1, .max = 8000, .lines = true}),
            body("client_id", &WriteNote::client_id, "Your own id of this request.",
                 {.min = 1, .max = 64}),
        };
    }
};
base::Result<Message> write_note(workspace::Desk& desk, WriteNote const& in);

struct Resend {
    static constexpr auto about = "Send a message again that failed or whose outcome nobody knows.";
    base::MessageId message;

    static constexpr auto fields()
    {
        return std::tuple{base::path("message_id", &Resend::message, "Message.")};
    }
};
base::Result<Message> resend(workspace::Desk& desk, outbox::Deliveries& deliveries,
                             Resend const& in);

}  // namespace conversations

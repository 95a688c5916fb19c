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
    std::vector<channels::ListSection> sections;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("index", &TemplateButtonParameter::index, "Over all buttons, from 0.", {.max = 9}),
            body("sub_type", &TemplateButtonParameter::sub_type,
                 "url, quick_reply, copy_code, flow, catalog or mpm.", {.min = 1, .max = 20}),
            body("text", &TemplateButtonParameter::text,
                 "End of the address, payload, code, token of the form, or the product whose "
                 "picture is shown.",
                 {.max = 2000}),
            body("sections", &TemplateButtonParameter::sections, "With mpm: the products.",
                 {.max = 10})};
    }
};

struct TemplateCard {
    static constexpr auto schema = "TemplateCard";

    std::optional<base::MediaId> media;
    std::optional<channels::ProductRef> product;
    std::vector<TemplateParameter> body_parameters;
    std::vector<TemplateButtonParameter> buttons;

    static constexpr auto fields()
    {
        using base::body;
        using T = TemplateCard;
        return std::tuple{
            body("media_id", &T::media, "The picture or video of the card."),
            body("product", &T::product, "The product of the card."),
            body("body", &T::body_parameters, "Values of its text.", {.max = 20}),
            body("buttons", &T::buttons, "Values of its buttons.", {.max = 2}),
        };
    }
};

struct SendTemplate {
    static constexpr auto schema = "SendTemplate";

    std::string name;
    std::string language;
    std::vector<TemplateParameter> body_parameters;
    std::optional<TemplateParameter> header;
    std::optional<base::MediaId> header_media;
    std::optional<channels::Location> header_location;
    std::optional<channels::ProductRef> header_product;
    std::vector<TemplateButtonParameter> buttons;
    std::optional<base::Instant> offer_ends_at;
    std::vector<TemplateCard> cards;
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
            body("header_media_id", &T::header_media,
                 "The picture, video or document above the text; a file from POST /media."),
            body("header_location", &T::header_location, "The place above the text."),
            body("header_product", &T::header_product, "The product above the text."),
            body("buttons", &T::buttons, "Values of buttons.", {.max = 10}),
            body("offer_ends_at", &T::offer_ends_at, "Of a limited-time offer."),
            body("cards", &T::cards, "Of a carousel, in its order.", {.max = 10}),
            body("components", &T::components,
                 "The provider's own components instead of all the above."),
        };
    }
};

struct SendMessage {
    static constexpr auto about =
        "Answer a customer: a text, a file kept before, a place, contact cards, controls, or a "
        "template.";
    base::ConversationId conversation;
    std::optional<std::string> client_id;
    std::optional<std::string> text;
    std::optional<base::MediaId> media;
    std::optional<base::MessageId> quoted;
    std::optional<SendTemplate> template_;
    std::optional<channels::Location> location;
    std::vector<channels::ContactCard> contacts;
    std::optional<channels::Interactive> interactive;
    std::optional<base::MessageId> forward_of;
    std::optional<bool> preview_link;
    std::optional<bool> voice;

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
            body("location", &S::location, "A place."),
            body("contacts", &S::contacts, "Contact cards.", {.max = 257}),
            body("interactive", &S::interactive,
                 "Controls below the text; `media_id` puts a file above it."),
            body("forward_of", &S::forward_of, "Send what that message holds to this customer."),
            body("preview_link", &S::preview_link,
                 "Whether the first link in the text shows its page; true when absent."),
            body("voice", &S::voice, "The file plays as a voice note; needs OGG with Opus."),
        };
    }
};

// Sent, not delivered: the message is queued, and its state follows on the stream. Refuses conflict
// `window_closed`, `channel_disconnected`, `template_missing`, `template_paused`,
// `template_disabled`, and what does not fit the channel as invalid_input.
base::Result<Message> send(workspace::Desk& desk, SendMessage const& in);
// The same as part of a write that does more, of a request that check_parts() and check_voice() let
// through before.
base::Result<Message> send(workspace::Desk& desk, db::Writer const& tx, SendMessage const& in);

struct WriteNote {
    static constexpr auto about = "Write a note only the team sees; whom it names is told.";
    base::ConversationId conversation;
    std::string text;
    std::vector<base::UserId> mentions;
    std::optional<std::string> client_id;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("conversation_id", &WriteNote::conversation, "Conversation."),
            body("text", &WriteNote::text, "The note.", {.min = 1, .max = 8000, .lines = true}),
            body("mentions", &WriteNote::mentions, "Members it names; none unless said.",
                 {.max = 20}),
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

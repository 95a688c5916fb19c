#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "channels/content.hpp"
#include "channels/shown_template.hpp"
#include "conversations/conversation.hpp"
#include "conversations/words.hpp"
#include "media/media.hpp"

namespace conversations {

using AuthorId = base::Id<struct AuthorNoun>;

struct Author {
    static constexpr auto schema = "Author";

    AuthorKind kind = AuthorKind::system;
    std::optional<AuthorId> id;
    std::string name;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("kind", &Author::kind, ""),
            body("id", &Author::id, "The member's number, or the contact's; null for the rest."),
            body("name", &Author::name, ""),
        };
    }
};

struct SendError {
    static constexpr auto schema = "SendError";

    base::Word<channels::SendCodes> code;
    std::optional<std::string> provider_code;
    std::optional<std::string> detail;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &SendError::code, "The dashboard has words for each."),
            body("provider_code", &SendError::provider_code, "The provider's own number."),
            body("detail", &SendError::detail, "The provider's own text, for support."),
        };
    }
};

SendError error_of(channels::Problem const& problem);

struct Quoted {
    static constexpr auto schema = "QuotedMessage";

    std::optional<base::MessageId> id;
    std::string text;
    std::optional<MessageKind> kind;
    std::optional<Direction> direction;
    std::string author_name;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Quoted::id, "Null when we do not have the message."),
            body("text", &Quoted::text, "Its first words."),
            body("kind", &Quoted::kind, "Null when we do not have the message."),
            body("direction", &Quoted::direction, "The same."),
            body("author_name", &Quoted::author_name, ""),
        };
    }
};

// Which template a message was made of.
struct TemplateCardView {
    static constexpr auto schema = "SentTemplateCard";

    std::string text;
    std::optional<media::Media> media;
    std::optional<channels::ProductRef> product;
    std::vector<channels::ShownButton> buttons;

    static constexpr auto fields()
    {
        using base::body;
        using T = TemplateCardView;
        return std::tuple{
            body("text", &T::text, ""),
            body("media", &T::media, "Its picture or video."),
            body("product", &T::product, "Or its product."),
            body("buttons", &T::buttons, ""),
        };
    }
};

struct TemplateView {
    static constexpr auto schema = "SentTemplate";

    std::string name;
    std::string language;
    std::string preview;
    std::optional<std::string> header = {};
    std::optional<channels::Location> location = {};
    std::optional<channels::ProductRef> product = {};
    std::optional<std::string> footer = {};
    std::optional<std::string> offer = {};
    std::optional<base::Instant> offer_ends_at = {};
    std::vector<channels::ShownButton> buttons = {};
    std::vector<TemplateCardView> cards = {};

    static constexpr auto fields()
    {
        using base::body;
        using T = TemplateView;
        return std::tuple{
            body("name", &T::name, ""),
            body("language", &T::language, "The provider's language code."),
            body("preview", &T::preview, "Its text as sent; empty when not known."),
            body("header", &T::header, "The line above; a file above is the message's media."),
            body("location", &T::location, "The place above the text."),
            body("product", &T::product, "The product above the text."),
            body("footer", &T::footer, "The small line below."),
            body("offer", &T::offer, "Of a limited-time offer."),
            body("offer_ends_at", &T::offer_ends_at, "When it ends, if it does."),
            body("buttons", &T::buttons, ""),
            body("cards", &T::cards, "Of a carousel."),
        };
    }
};

struct EventView {
    static constexpr auto schema = "MessageEvent";

    EventType type = EventType::state_changed;
    std::optional<State> from;
    std::optional<State> to;
    std::optional<base::Instant> until;
    std::optional<MemberRef> assignee;
    std::optional<std::string> old_phone;
    std::optional<std::string> new_phone;
    std::optional<std::string> name;
    std::vector<std::string> names;
    std::optional<std::string> code;
    std::optional<std::string> reason;
    std::optional<Priority> priority;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("type", &EventView::type, ""),
            body("from", &EventView::from, "With state_changed."),
            body("to", &EventView::to, "With state_changed."),
            body("until", &EventView::until,
                 "With state_changed to snoozed; null until the customer writes."),
            body("assignee", &EventView::assignee, "With assigned: the name as it was then."),
            body("old_phone", &EventView::old_phone, "With number_changed, when it is known."),
            body("new_phone", &EventView::new_phone, "With number_changed, when it is known."),
            body("name", &EventView::name, "What the group is called from then on."),
            body("names", &EventView::names, "Who joined, left or asked, as they were called."),
            body("reason", &EventView::reason, "With state_changed to done, if one was given."),
            body("priority", &EventView::priority, "With priority_changed: what it is now."),
            body("code", &EventView::code, "With scheduled_failed: what it was refused with."),
        };
    }
};

struct PricingView {
    static constexpr auto schema = "MessagePricing";

    std::string category;
    std::string type;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("category", &PricingView::category, "service, utility, marketing, ..."),
            body("type", &PricingView::type, "regular is charged; others begin with free_."),
        };
    }
};

struct MessageReaction {
    static constexpr auto schema = "MessageReaction";

    Side side = Side::contact;
    std::string emoji;
    std::optional<Status> status = {};
    std::optional<SendError> error = {};

    static constexpr auto fields()
    {
        using base::body;
        using R = MessageReaction;
        return std::tuple{
            body("side", &R::side, ""),
            body("emoji", &R::emoji, ""),
            body("status", &R::status, "Of the business's own: on its way, sent or failed."),
            body("error", &R::error, "Why it failed, be it to appear or to go away."),
        };
    }
};

// How far a message to a group came, in people.
struct Receipts {
    static constexpr auto schema = "Receipts";

    std::int64_t delivered = 0;
    std::int64_t read = 0;
    std::int64_t failed = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("delivered", &Receipts::delivered, "Those who have it, readers among them."),
            body("read", &Receipts::read, ""),
            body("failed", &Receipts::failed, "Those it could not be brought to."),
        };
    }
};

struct Message {
    static constexpr auto schema = "Message";

    base::MessageId id;
    base::ConversationId conversation;
    Direction direction = Direction::in;
    MessageKind kind = MessageKind::text;
    std::string text;
    base::Instant at;
    base::Instant created_at;
    Author author;
    std::optional<Status> status;
    std::optional<base::Instant> status_at;
    std::optional<SendError> error;
    std::optional<Quoted> quoted;
    std::optional<media::Media> media;
    std::optional<channels::Content> content;
    std::vector<MessageReaction> reactions;
    std::optional<base::Instant> edited_at;
    std::optional<base::Instant> revoked_at;
    std::optional<std::string> unsupported_type;
    std::optional<std::string> client_id;
    std::optional<TemplateView> template_;
    std::optional<EventView> event;
    std::optional<PricingView> pricing;
    std::optional<Receipts> receipts;
    bool standby = false;
    std::vector<MemberRef> mentions;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Message::id, "Ids rise in order of arrival."),
            body("conversation_id", &Message::conversation, ""),
            body("direction", &Message::direction, ""),
            body("kind", &Message::kind, ""),
            body("text", &Message::text,
                 "What was written, or the caption; of other kinds the line that stands for them."),
            body("at", &Message::at, "The channel's own time for what came in, ours otherwise."),
            body("created_at", &Message::created_at, ""),
            body("author", &Message::author, ""),
            body("status", &Message::status, "Null for what came in, notes and events."),
            body("status_at", &Message::status_at, ""),
            body("error", &Message::error, ""),
            body("quoted", &Message::quoted, "The message this one answers."),
            body("media", &Message::media, ""),
            body("content", &Message::content, "What it holds besides text and media."),
            body("reactions", &Message::reactions,
                 "At most one of each side, in a group of each person."),
            body("edited_at", &Message::edited_at, "When it got the words it has now."),
            body("revoked_at", &Message::revoked_at, "When it was taken back."),
            body("unsupported_type", &Message::unsupported_type,
                 "The channel's own word for a kind "
                 "that is kept but not shown yet."),
            body("client_id", &Message::client_id, "The sender's own id of the request."),
            body("template", &Message::template_, "With kind template."),
            body("event", &Message::event, "With kind event: what a member did."),
            body("pricing", &Message::pricing, "What the provider says it costs."),
            body("receipts", &Message::receipts, "Of a message to a group, once somebody has it."),
            body("standby", &Message::standby,
                 "Another application answered at the time; we only read along."),
            body(
                "mentions", &Message::mentions,
                "Of a note: whom it names, each as they were called then, after an @ in the text."),
        };
    }
};

}  // namespace conversations

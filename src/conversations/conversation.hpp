#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "contacts/contact.hpp"
#include "conversations/words.hpp"

namespace conversations {

using contacts::ChannelRef;
using contacts::LabelRef;

struct ContactRef {
    static constexpr auto schema = "ContactRef";

    base::ContactId id;
    std::string name;
    bool sample = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("id", &ContactRef::id, ""), body("name", &ContactRef::name, ""),
                          body("sample", &ContactRef::sample, "")};
    }
};

struct MemberRef {
    static constexpr auto schema = "MemberRef";

    base::UserId id;
    std::string name;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("id", &MemberRef::id, ""), body("name", &MemberRef::name, "")};
    }
};

// The last thing that happened, as a list row shows it.
struct LastMessage {
    static constexpr auto schema = "LastMessage";

    base::MessageId id;
    base::Instant at;
    std::string preview;
    MessageKind kind = MessageKind::text;
    WrittenBy by = WrittenBy::contact;
    std::string author_name;
    std::optional<Status> status;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &LastMessage::id, ""),
            body("at", &LastMessage::at, ""),
            body("preview", &LastMessage::preview,
                 "First words; empty for media without a caption."),
            body("kind", &LastMessage::kind, ""),
            body("by", &LastMessage::by, "Who wrote it; note: a member, for the team only."),
            body("author_name", &LastMessage::author_name,
                 "Member or token name, in a group who wrote; empty for a contact alone."),
            body("status", &LastMessage::status, "Delivery state when we wrote it."),
        };
    }
};

// Whether free text may be sent now, and until when.
struct WindowView {
    static constexpr auto schema = "ReplyWindow";

    bool open = false;
    std::optional<base::Instant> ends_at;
    channels::WindowName rule = channels::WindowName::always;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("open", &WindowView::open, "False: only templates can be sent."),
            body("ends_at", &WindowView::ends_at, "Null when it never opened or never ends."),
            body("rule", &WindowView::rule, "What says so."),
        };
    }
};

// A chat of many.
struct GroupView {
    static constexpr auto schema = "Group";

    std::string id;
    std::string name;
    std::int64_t participants = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &GroupView::id, "The channel's own."),
            body("name", &GroupView::name, "Empty until it is told."),
            body("participants_count", &GroupView::participants, "Those we know of."),
        };
    }
};

struct Conversation {
    static constexpr auto schema = "Conversation";

    base::ConversationId id;
    State state = State::open;
    std::int64_t unread = 0;
    ContactRef contact;
    std::optional<GroupView> group;
    ChannelRef channel;
    std::optional<MemberRef> assignee;
    std::vector<LabelRef> labels;
    std::optional<LastMessage> last_message;
    std::optional<base::Instant> waiting_since;
    WindowView window;
    std::optional<base::Instant> snoozed_until;
    bool has_draft = false;
    std::int64_t scheduled = 0;
    Priority priority = Priority::none;
    base::Instant last_at;
    base::Instant created_at;
    base::Instant updated_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Conversation::id, ""),
            body("state", &Conversation::state, ""),
            body("unread", &Conversation::unread, "Messages of the customer nobody has looked at."),
            body("contact", &Conversation::contact, "Of a group: the group itself."),
            body("group", &Conversation::group, "Null: with one person."),
            body("channel", &Conversation::channel, "The account it runs over."),
            body("assignee", &Conversation::assignee, "Null: nobody."),
            body("labels", &Conversation::labels, ""),
            body("last_message", &Conversation::last_message, ""),
            body("waiting_since", &Conversation::waiting_since,
                 "When the customer first wrote what is still unanswered."),
            body("window", &Conversation::window, ""),
            body("snoozed_until", &Conversation::snoozed_until,
                 "With snoozed: until when; null until the customer writes."),
            body("has_draft", &Conversation::has_draft, "Of the member who asks."),
            body("scheduled", &Conversation::scheduled, "Messages that will be sent later."),
            body("priority", &Conversation::priority, "As the team set it."),
            body("last_at", &Conversation::last_at, "Sorts the inbox."),
            body("created_at", &Conversation::created_at, ""),
            body("updated_at", &Conversation::updated_at, ""),
        };
    }
};

}  // namespace conversations

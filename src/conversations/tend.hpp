#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "conversations/conversation.hpp"
#include "workspace/desk.hpp"

// What a member does with a conversation besides answering.
namespace conversations {

struct ChangeConversation {
    static constexpr auto about =
        "Assign, label, set the priority, snooze, finish, reopen, mark as spam.";
    base::ConversationId conversation;
    std::optional<State> state;
    std::optional<std::optional<base::Instant>> snoozed_until;
    std::optional<std::string> reason;
    std::optional<Priority> priority;
    std::optional<std::optional<base::UserId>> assignee;
    std::optional<std::vector<base::LabelId>> labels;

    static constexpr auto fields()
    {
        using base::body;
        using C = ChangeConversation;
        return std::tuple{
            base::path("conversation_id", &C::conversation, "Conversation."),
            body("state", &C::state, ""),
            body("snoozed_until", &C::snoozed_until,
                 "Needed with state snoozed; in the future, or null until the customer writes."),
            body("reason", &C::reason, "With state done: why, for the team.", {.max = 200}),
            body("priority", &C::priority, "How soon it wants an answer; none takes it off."),
            body("assignee_id", &C::assignee, "A member; null for nobody."),
            body("label_ids", &C::labels, "Exactly these from now on.", {.max = 50}),
        };
    }
};
base::Result<Conversation> change(workspace::Desk& desk, ChangeConversation const& in);

struct MarkRead {
    static constexpr auto about = "Somebody has looked at it; the customer sees blue ticks.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{base::path("conversation_id", &MarkRead::conversation, "Conversation.")};
    }
};
base::Result<Conversation> mark_read(workspace::Desk& desk, MarkRead const& in);

struct MarkUnread {
    static constexpr auto about = "Put it back among the unread ones.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &MarkUnread::conversation, "Conversation.")};
    }
};
base::Result<Conversation> mark_unread(workspace::Desk& desk, MarkUnread const& in);

struct ShowTyping {
    static constexpr auto about =
        "Show the customer that somebody is writing, for up to 25 seconds.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &ShowTyping::conversation, "Conversation.")};
    }
};
base::Result<void> show_typing(workspace::Desk& desk, ShowTyping const& in);

struct Draft {
    static constexpr auto schema = "Draft";

    std::string text;
    DraftMode mode = DraftMode::reply;
    std::optional<base::Instant> updated_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("text", &Draft::text, "Empty when there is none."),
                          body("mode", &Draft::mode, ""),
                          body("updated_at", &Draft::updated_at, "")};
    }
};

struct KeepDraft {
    static constexpr auto about = "Keep what a member has begun to write; an empty text drops it.";
    base::ConversationId conversation;
    std::string text;
    std::optional<DraftMode> mode;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("conversation_id", &KeepDraft::conversation, "Conversation."),
            body("text", &KeepDraft::text, "", {.max = 8000, .lines = true}),
            body("mode", &KeepDraft::mode, "reply unless said."),
        };
    }
};
base::Result<Draft> keep_draft(workspace::Desk& desk, KeepDraft const& in);

struct FindDraft {
    static constexpr auto about = "What the member has begun to write.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{base::path("conversation_id", &FindDraft::conversation, "Conversation.")};
    }
};
base::Result<Draft> find_draft(workspace::Desk& desk, FindDraft const& in);

}  // namespace conversations

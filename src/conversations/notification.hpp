#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "conversations/message.hpp"
#include "workspace/desk.hpp"

// What a member is told of, besides what everybody sees: conversations given to them and notes that
// name them.
namespace conversations {

using NotificationId = base::Id<struct NotificationNoun>;

enum class NotificationKind { assigned, mentioned };
constexpr auto words_of(NotificationKind)
{
    using namespace std::literals;
    return std::array{std::pair{NotificationKind::assigned, "assigned"sv},
                      std::pair{NotificationKind::mentioned, "mentioned"sv}};
}
constexpr auto schema_name(NotificationKind) { return "NotificationKind"; }

struct Notification {
    static constexpr auto schema = "Notification";

    NotificationId id;
    NotificationKind kind = NotificationKind::assigned;
    base::ConversationId conversation;
    ContactRef contact;
    std::optional<base::MessageId> message;
    std::string text;
    Author author;
    base::Instant at;
    std::optional<base::Instant> read_at;

    static constexpr auto fields()
    {
        using base::body;
        using N = Notification;
        return std::tuple{
            body("id", &N::id, "Ids rise in order of time."),
            body("kind", &N::kind, ""),
            body("conversation_id", &N::conversation, ""),
            body("contact", &N::contact, "Whom the conversation is with."),
            body("message_id", &N::message, "With mentioned: the note."),
            body("text", &N::text, "The first words of it."),
            body("author", &N::author, "Whose doing it was."),
            body("at", &N::at, ""),
            body("read_at", &N::read_at, "Null until its member has seen it."),
        };
    }
};

struct NotificationPage {
    static constexpr auto schema = "NotificationPage";

    std::vector<Notification> data;
    std::optional<std::string> next;
    std::int64_t unread = 0;

    static constexpr auto fields()
    {
        using base::body;
        using P = NotificationPage;
        return std::tuple{
            body("data", &P::data, "Notifications."),
            body("next", &P::next, "Cursor of the next page; null on the last one."),
            body("unread", &P::unread, "Of all pages; at most 1,000."),
        };
    }
};

struct ListNotifications {
    static constexpr auto about = "What you have been told of, newest first.";
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::query;
        using L = ListNotifications;
        return std::tuple{
            query("cursor", &L::cursor, "From `next` of the page before.", {.max = 32}),
            query("limit", &L::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};
// Walks one index and stops after its rows.
base::Result<NotificationPage> list_notifications(workspace::Desk& desk,
                                                  ListNotifications const& in);

struct ReadNotifications {
    static constexpr auto about = "You have seen these.";
    std::optional<base::ConversationId> conversation;

    static constexpr auto fields()
    {
        return std::tuple{base::body("conversation_id", &ReadNotifications::conversation,
                                     "Only those of this conversation.")};
    }
};
base::Result<void> read_notifications(workspace::Desk& desk, ReadNotifications const& in);

struct NotificationChoice {
    static constexpr auto schema = "NotificationChoice";

    std::vector<NotificationKind> muted;

    static constexpr auto fields()
    {
        return std::tuple{
            base::body("muted", &NotificationChoice::muted, "What you are not told of.")};
    }
};

struct ShowNotificationChoice {
    static constexpr auto about = "What you want to be told of.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<NotificationChoice> show_notification_choice(workspace::Desk& desk,
                                                          ShowNotificationChoice const& in);

struct ChooseNotifications {
    static constexpr auto about = "What you want to be told of from now on.";
    std::vector<NotificationKind> muted;

    static constexpr auto fields()
    {
        return std::tuple{
            base::body("muted", &ChooseNotifications::muted, "Exactly these kinds.", {.max = 20})};
    }
};
base::Result<NotificationChoice> choose_notifications(workspace::Desk& desk,
                                                      ChooseNotifications const& in);

struct Told {
    NotificationKind kind = NotificationKind::assigned;
    base::UserId user;
    base::ConversationId conversation;
    base::MessageId message;
};
// In the transaction of what it tells. Nobody is told of what they did themselves, nor of what they
// have muted.
void notify(workspace::Desk& desk, db::Writer const& tx, Told const& told);

// Forgets those older than 90 days; a daily chore.
void drop_old_notifications(workspace::Workspace& workspace);

}  // namespace conversations

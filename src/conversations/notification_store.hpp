#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "conversations/notification.hpp"
#include "db/reader.hpp"

namespace conversations::store {

struct NotificationRow {
    NotificationId id;
    NotificationKind kind = NotificationKind::assigned;
    base::ConversationId conversation;
    std::optional<base::MessageId> message;
    std::string text;  // of the note, whole
    AuthorKind author_kind = AuthorKind::system;
    std::int64_t author = 0;
    base::Instant at;
    std::optional<base::Instant> read_at;

    static constexpr auto row()
    {
        using R = NotificationRow;
        return std::tuple{&R::id,          &R::kind,   &R::conversation, &R::message, &R::text,
                          &R::author_kind, &R::author, &R::at,           &R::read_at};
    }
};

// Newest first, below `before`.
std::vector<NotificationRow> notifications(db::Reader const&, base::UserId, std::int64_t before,
                                           int limit);
std::int64_t count_unread_notifications(db::Reader const&, base::UserId, int most);
void add_notification(db::Writer const&, Told const&, AuthorKind, std::int64_t author,
                      base::Instant at);
// How many were not read before.
int read_notifications(db::Writer const&, base::UserId, std::optional<base::ConversationId>,
                       base::Instant now);
int drop_notifications(db::Writer const&, base::Instant before, int limit);

std::vector<NotificationKind> muted(db::Reader const&, base::UserId);
bool is_muted(db::Reader const&, base::UserId, NotificationKind);
void set_muted(db::Writer const&, base::UserId, std::vector<NotificationKind> const&);

}  // namespace conversations::store

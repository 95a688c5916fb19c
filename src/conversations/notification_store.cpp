#include "conversations/notification_store.hpp"

namespace conversations::store {

std::vector<NotificationRow> notifications(db::Reader const& db, base::UserId user,
                                           std::int64_t before, int limit)
{
    return db.all<NotificationRow>(R"sql(
        SELECT n.id, n.kind, n.conversation_id, n.message_id, COALESCE(m.body, ''), n.author_kind,
               n.author_id, n.at, n.read_at
          FROM notification n INDEXED BY notification_user
          LEFT JOIN message m ON m.id = n.message_id
         WHERE n.user_id = ?1 AND n.id < ?2 ORDER BY n.id DESC LIMIT ?3
    )sql",
                                   user, before, limit);
}

std::int64_t count_unread_notifications(db::Reader const& db, base::UserId user, int most)
{
    return db.one<std::int64_t>(R"sql(
        SELECT COUNT(*) FROM (SELECT 1 FROM notification INDEXED BY notification_unread
                               WHERE user_id = ?1 AND read_at IS NULL LIMIT ?2)
    )sql",
                                user, most);
}

void add_notification(db::Writer const& tx, Told const& told, AuthorKind kind, std::int64_t author,
                      base::Instant at)
{
    std::optional<base::MessageId> message;
    if (told.message)
        message = told.message;
    tx.run(R"sql(
        INSERT INTO notification (user_id, kind, conversation_id, message_id, author_kind,
                                  author_id, at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    )sql",
           told.user, told.kind, told.conversation, message, kind, author, at);
}

int read_notifications(db::Writer const& tx, base::UserId user,
                       std::optional<base::ConversationId> conversation, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE notification INDEXED BY notification_unread SET read_at = ?3
         WHERE user_id = ?1 AND read_at IS NULL AND (?2 IS NULL OR conversation_id = ?2)
    )sql",
                  user, conversation, now);
}

int drop_notifications(db::Writer const& tx, base::Instant before, int limit)
{
    return tx.run(R"sql(
        DELETE FROM notification
         WHERE id IN (SELECT id FROM notification INDEXED BY notification_age
                       WHERE at < ?1 LIMIT ?2)
    )sql",
                  before, limit);
}

std::vector<NotificationKind> muted(db::Reader const& db, base::UserId user)
{
    return db.all<NotificationKind>(
        R"sql(SELECT kind FROM notification_muted WHERE user_id = ?1 ORDER BY kind)sql", user);
}

bool is_muted(db::Reader const& db, base::UserId user, NotificationKind kind)
{
    return db.one<bool>(R"sql(
        SELECT EXISTS (SELECT 1 FROM notification_muted WHERE user_id = ?1 AND kind = ?2)
    )sql",
                        user, kind);
}

void set_muted(db::Writer const& tx, base::UserId user, std::vector<NotificationKind> const& kinds)
{
    tx.run(R"sql(DELETE FROM notification_muted WHERE user_id = ?1)sql", user);
    for (auto const kind : kinds)
        tx.run(R"sql(
            INSERT INTO notification_muted (user_id, kind) VALUES (?1, ?2) ON CONFLICT DO NOTHING
        )sql",
               user, kind);
}

}  // namespace conversations::store

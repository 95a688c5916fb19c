#include "conversations/amendment_store.hpp"

#include <algorithm>

namespace conversations::store {

bool react(db::Writer const& tx, base::MessageId message, Side side, std::int64_t author,
           std::string_view emoji, base::Instant at)
{
    return tx.run(R"sql(
        INSERT INTO reaction (message_id, side, author_id, emoji, at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (message_id, side, author_id) DO UPDATE SET emoji = excluded.emoji,
                                                                at = excluded.at
         WHERE excluded.at > reaction.at
            OR (excluded.at = reaction.at AND excluded.emoji < reaction.emoji)
    )sql",
                  message, side, author, emoji, at) > 0;
}

std::optional<Amendable> amendable(db::Reader const& db, base::MessageId id)
{
    return db.maybe<Amendable>(R"sql(
        SELECT id, body, json_extract(COALESCE(detail, '{}'), '$.content'), at, edited_at,
               revoked_at IS NOT NULL
          FROM message WHERE id = ?1
    )sql",
                               id);
}

void keep_version(db::Writer const& tx, base::MessageId message, std::string_view text,
                  std::optional<std::string> const& content, base::Instant at)
{
    tx.run(R"sql(
        INSERT INTO message_version (message_id, at, body, content) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO NOTHING
    )sql",
           message, at, text, content);
}

void rewrite(db::Writer const& tx, base::MessageId id, std::string_view text,
             std::optional<std::string> const& content, base::Instant at)
{
    tx.run(R"sql(
        UPDATE message
           SET body = ?2, edited_at = ?4,
               detail = CASE WHEN ?3 IS NULL THEN json_remove(detail, '$.content')
                             ELSE json_set(COALESCE(detail, '{}'), '$.content', json(?3)) END
         WHERE id = ?1
    )sql",
           id, text, content, at);
}

bool revoke(db::Writer const& tx, base::MessageId id, base::Instant at)
{
    return tx.run(R"sql(
        UPDATE message SET revoked_at = ?2
         WHERE id = ?1 AND (revoked_at IS NULL OR revoked_at > ?2)
    )sql",
                  id, at) > 0;
}

bool is_revoked(db::Reader const& db, base::MessageId id)
{
    return db
        .maybe<int>(R"sql(
        SELECT 1 FROM message WHERE id = ?1 AND revoked_at IS NOT NULL
    )sql",
                    id)
        .has_value();
}

std::vector<Version> versions(db::Reader const& db, base::MessageId message, int limit)
{
    auto found = db.all<Version>(R"sql(
        SELECT body, content, at FROM message_version WHERE message_id = ?1
         ORDER BY at DESC, body DESC LIMIT ?2
    )sql",
                                 message, limit);
    std::ranges::reverse(found);
    return found;
}

}  // namespace conversations::store

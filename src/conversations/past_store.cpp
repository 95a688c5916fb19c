#include <algorithm>

#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"

namespace conversations::store {

void set_content(db::Writer const& tx, base::MessageId id, std::string const& content,
                 Direction direction)
{
    tx.run(R"sql(
        UPDATE message
           SET direction = ?3, detail = json_set(COALESCE(detail, '{}'), '$.content', json(?2)),
               author_kind = CASE WHEN ?3 = 'in' THEN 'contact' ELSE author_kind END
         WHERE id = ?1
    )sql",
           id, content, direction);
}

void fill(db::Writer const& tx, base::MessageId id, MessageKind kind, std::string_view text,
          std::string const& detail)
{
    tx.run(R"sql(
        UPDATE message SET kind = ?2, body = ?3, detail = NULLIF(?4, '') WHERE id = ?1
    )sql",
           id, kind, text, detail);
}

std::string unsupported_of(db::Reader const& db, base::MessageId id)
{
    return db
        .maybe<std::optional<std::string>>(R"sql(
        SELECT json_extract(COALESCE(detail, '{}'), '$.unsupported') FROM message WHERE id = ?1
    )sql",
                                           id)
        .value_or(std::nullopt)
        .value_or("");
}

std::int64_t id_in_the_past(db::Reader const& db, base::Instant at)
{
    // Ids of what arrives start at a random number far above (workspace/workspace.cpp): these stay below 2^42.
    constexpr std::int64_t Year2009 = 1'230'768'000;
    constexpr std::int64_t InASecond = 2048;
    constexpr std::int64_t Last = (std::int64_t(1) << 42) - 1;
    auto const first = std::clamp((at.ms / 1000 - Year2009) * InASecond, std::int64_t(1),
                                  Last - InASecond);
    // More of one second than there is room for go into the next.
    auto const free = db.one<std::int64_t>(R"sql(
        WITH RECURSIVE second (start) AS (
            SELECT ?1 UNION ALL
            SELECT start + ?2 FROM second
             WHERE start + 2 * ?2 <= ?3
               AND EXISTS (SELECT 1 FROM message WHERE id = start + ?2 - 1)
        )
        SELECT COALESCE((SELECT MAX(id) + 1 FROM message
                          WHERE id BETWEEN s.start AND s.start + ?2 - 2), s.start)
          FROM (SELECT MAX(start) AS start FROM second) s
    )sql",
                                           first, InASecond, Last);
    return free;
}

void drop_echo(db::Writer const& tx, base::MessageId id)
{
    tx.run(R"sql(
        DELETE FROM message WHERE id = ?1 AND author_kind IN ('phone', 'app')
    )sql",
           id);
}

void wrote_long_ago(db::Writer const& tx, base::ConversationId id, base::Instant at)
{
    tx.run(R"sql(
        UPDATE conversation
           SET last_inbound_at = MAX(COALESCE(last_inbound_at, 0), ?2), last_at = MAX(last_at, ?2)
         WHERE id = ?1
    )sql",
           id, at);
}

void show_filled(db::Writer const& tx, base::ConversationId id, base::MessageId message,
                 std::string_view text, MessageKind kind)
{
    tx.run(R"sql(
        UPDATE conversation SET preview = ?3, preview_kind = ?4
         WHERE id = ?1 AND last_message_id = ?2
    )sql",
           id, message, text, kind);
}

}  // namespace conversations::store

#include "conversations/schedule_store.hpp"

namespace conversations::store {

ScheduledRow ScheduledRow::from(db::Columns& c)
{
    ScheduledRow row;
    row.id = c.next<ScheduledId>();
    row.conversation = c.next<base::ConversationId>();
    row.state = c.next<ScheduledState>();
    row.due_at = c.next<base::Instant>();
    row.unless_answered = c.next<bool>();
    row.author_kind = c.next<AuthorKind>();
    row.author = c.next<std::int64_t>();
    row.author_name = c.next<std::string>();
    row.kind = c.next<MessageKind>();
    row.line = c.next<std::string>();
    row.request = c.next<std::string>();
    row.error = c.next<std::optional<std::string>>();
    row.created_at = c.next<base::Instant>();
    return row;
}

ScheduledId add_scheduled(db::Writer const& tx, ScheduledRow const& row)
{
    return tx.insert<ScheduledId>(R"sql(
        INSERT INTO scheduled (conversation_id, due_at, unless_answered, author_kind, author_id,
                               author_name, kind, line, request, created_at, updated_at, client_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)
    )sql",
                                  row.conversation, row.due_at, row.unless_answered,
                                  row.author_kind, row.author, row.author_name, row.kind, row.line,
                                  row.request, row.created_at, row.client_id);
}

std::optional<ScheduledRow> scheduled(db::Reader const& db, ScheduledId id)
{
    return db.maybe<ScheduledRow>(R"sql(
        SELECT id, conversation_id, state, due_at, unless_answered, author_kind, author_id,
               author_name, kind, line, request, error, created_at
          FROM scheduled WHERE id = ?1
    )sql",
                                  id);
}

std::optional<ScheduledRow> scheduled_by_client(db::Reader const& db, std::string_view client_id)
{
    return db.maybe<ScheduledRow>(R"sql(
        SELECT id, conversation_id, state, due_at, unless_answered, author_kind, author_id,
               author_name, kind, line, request, error, created_at
          FROM scheduled WHERE client_id = ?1
    )sql",
                                  client_id);
}

std::vector<ScheduledRow> scheduled_of(db::Reader const& db, base::ConversationId conversation)
{
    return db.all<ScheduledRow>(R"sql(
        SELECT id, conversation_id, state, due_at, unless_answered, author_kind, author_id,
               author_name, kind, line, request, error, created_at
          FROM scheduled INDEXED BY scheduled_of
         WHERE conversation_id = ?1 ORDER BY due_at, id
    )sql",
                                conversation);
}

std::int64_t count_scheduled(db::Reader const& db, base::ConversationId conversation)
{
    return db.one<std::int64_t>(R"sql(
        SELECT COUNT(*) FROM scheduled WHERE conversation_id = ?1
    )sql",
                                conversation);
}

std::optional<ScheduledRow> next_scheduled(db::Reader const& db, base::ConversationId conversation,
                                           base::Instant now)
{
    return db.maybe<ScheduledRow>(R"sql(
        SELECT id, conversation_id, state, due_at, unless_answered, author_kind, author_id,
               author_name, kind, line, request, error, created_at
          FROM scheduled INDEXED BY scheduled_of
         WHERE conversation_id = ?1 AND due_at <= ?2 AND state = 'waiting'
         ORDER BY due_at, id LIMIT 1
    )sql",
                                  conversation, now);
}

void put_off(db::Writer const& tx, ScheduledId id, base::Instant due, base::Instant now)
{
    tx.run(R"sql(
        UPDATE scheduled SET due_at = ?2, state = 'waiting', error = NULL, updated_at = ?3
         WHERE id = ?1
    )sql",
           id, due, now);
}

void set_failed(db::Writer const& tx, ScheduledId id, std::string_view code, base::Instant now)
{
    tx.run(R"sql(
        UPDATE scheduled SET state = 'failed', error = ?2, updated_at = ?3 WHERE id = ?1
    )sql",
           id, code, now);
}

void remove_scheduled(db::Writer const& tx, ScheduledId id)
{
    tx.run(R"sql(DELETE FROM scheduled WHERE id = ?1)sql", id);
}

}  // namespace conversations::store

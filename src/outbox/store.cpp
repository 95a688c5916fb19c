#include "outbox/store.hpp"

namespace outbox::store {

SendId insert(db::Writer const& tx, NewSend const& send, std::string_view payload,
              base::Instant now)
{
    return tx.insert<SendId>(R"sql(
        INSERT INTO send (message_id, purpose, conversation_id, channel_id, state, priority,
                          due_at, payload, created_at, updated_at)
        VALUES (?1, ?8, ?2, ?3, 'queued', ?4, ?5, ?6, ?7, ?7)
    )sql",
                             send.message, send.conversation, send.channel, int(send.priority),
                             send.due, payload, now, send.purpose);
}

std::vector<Waiting> due_for_people(db::Reader const& db, base::ChannelId channel,
                                    base::Instant now, base::Instant uncertain_since, int limit)
{
    // One of lower priority that has not been tried, and one for later, hold up nobody.
    return db.all<Waiting>(R"sql(
        SELECT s.id, s.message_id, s.purpose, s.conversation_id, s.attempts, s.created_at, s.payload
          FROM send AS s
         WHERE s.channel_id = ?1 AND s.priority = 0 AND s.due_at <= ?2
           AND s.state IN ('queued', 'retry_wait')
           AND NOT EXISTS (
               SELECT 1 FROM send AS e
                WHERE e.conversation_id = s.conversation_id AND e.id <> s.id
                  AND e.state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention')
                  AND (e.state = 'in_flight'
                       OR (e.id < s.id
                           AND (e.state = 'retry_wait'
                                OR (e.state = 'queued' AND e.due_at <= ?2 AND e.priority = 0)
                                OR (e.state = 'unknown' AND e.in_flight_at > ?3)))))
         ORDER BY s.due_at, s.id
         LIMIT ?4
    )sql",
                           channel, now, uncertain_since, limit);
}

std::vector<Waiting> due_for_automatic(db::Reader const& db, base::ChannelId channel,
                                       Priority priority, base::Instant now, int limit)
{
    return db.all<Waiting>(R"sql(
        SELECT s.id, s.message_id, s.purpose, s.conversation_id, s.attempts, s.created_at, s.payload
          FROM send AS s
         WHERE s.channel_id = ?1 AND s.priority = ?2 AND s.due_at <= ?3
           AND s.state IN ('queued', 'retry_wait')
           AND NOT EXISTS (
               SELECT 1 FROM send AS e
                WHERE e.conversation_id = s.conversation_id AND e.id <> s.id
                  AND e.state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention')
                  AND (e.state = 'in_flight'
                       OR (e.id < s.id
                           AND NOT (e.state = 'needs_attention' AND e.purpose = 'reaction')
                           AND (e.state <> 'queued'
                                OR (e.due_at <= ?3 AND e.priority <= ?2)))))
         ORDER BY s.due_at, s.id
         LIMIT ?4
    )sql",
                           channel, int(priority), now, limit);
}

std::optional<base::Instant> next_due(db::Reader const& db, base::ChannelId channel,
                                      Priority priority, base::Instant now)
{
    return db.maybe<base::Instant>(R"sql(
        SELECT due_at FROM send
         WHERE channel_id = ?1 AND priority = ?2 AND due_at > ?3
           AND state IN ('queued', 'retry_wait')
         ORDER BY due_at
         LIMIT 1
    )sql",
                                   channel, int(priority), now);
}

std::optional<base::Instant> oldest_unknown(db::Reader const& db)
{
    return db.maybe<base::Instant>(R"sql(
        -- scan: the first entry of an index of few
        SELECT in_flight_at FROM send WHERE state = 'unknown' ORDER BY in_flight_at LIMIT 1
    )sql");
}

std::optional<base::Instant> newest_unknown(db::Reader const& db)
{
    return db.maybe<base::Instant>(R"sql(
        -- scan: the last entry of an index of few
        SELECT in_flight_at FROM send WHERE state = 'unknown' ORDER BY in_flight_at DESC LIMIT 1
    )sql");
}

bool claim(db::Writer const& tx, SendId id, std::string_view attempt, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = 'in_flight', attempt = ?2, attempts = attempts + 1,
               in_flight_at = ?3, updated_at = ?3
         WHERE id = ?1 AND state IN ('queued', 'retry_wait')
    )sql",
                  id, attempt, now) > 0;
}

void defer(db::Writer const& tx, SendId id, base::Instant until, base::Instant now)
{
    tx.run(R"sql(
        UPDATE send
           SET state = 'retry_wait', due_at = ?2, updated_at = ?3
         WHERE id = ?1 AND state IN ('queued', 'retry_wait')
    )sql",
           id, until, now);
}

void hold(db::Writer const& tx, SendId id, base::Instant until, std::string_view why,
          base::Instant now)
{
    tx.run(R"sql(
        UPDATE send
           SET state = 'queued', due_at = ?2, last_error = ?3, updated_at = ?4
         WHERE id = ?1 AND state IN ('queued', 'retry_wait')
    )sql",
           id, until, why, now);
}

bool land(db::Writer const& tx, SendId id, std::string_view attempt, SendState state,
          std::string_view error, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = ?3, last_error = nullif(?4, ''), updated_at = ?5
         WHERE id = ?1 AND attempt = ?2 AND state = 'in_flight'
    )sql",
                  id, attempt, state, error, now) > 0;
}

bool land_for_retry(db::Writer const& tx, SendId id, std::string_view attempt, base::Instant due,
                    std::string_view error, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = 'retry_wait', due_at = ?3, last_error = ?4, updated_at = ?5
         WHERE id = ?1 AND attempt = ?2 AND state = 'in_flight'
    )sql",
                  id, attempt, due, error, now) > 0;
}

bool land_uncounted(db::Writer const& tx, SendId id, std::string_view attempt,
                    std::string_view error, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = 'queued', attempts = attempts - 1, last_error = ?3, updated_at = ?4
         WHERE id = ?1 AND attempt = ?2 AND state = 'in_flight'
    )sql",
                  id, attempt, error, now) > 0;
}

bool fail_waiting(db::Writer const& tx, SendId id, std::string_view error, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = 'failed', last_error = ?2, updated_at = ?3
         WHERE id = ?1 AND state IN ('queued', 'retry_wait')
    )sql",
                  id, error, now) > 0;
}

bool retry_waiting(db::Writer const& tx, SendId id, base::Instant due, std::string_view error,
                   base::Instant now)
{
    return tx.run(R"sql(
        UPDATE send
           SET state = 'retry_wait', due_at = ?2, attempts = attempts + 1, last_error = ?3,
               updated_at = ?4
         WHERE id = ?1 AND state IN ('queued', 'retry_wait')
    )sql",
                  id, due, error, now) > 0;
}

std::vector<SendState> states(db::Reader const& db, MessageId message, Purpose purpose)
{
    return db.all<SendState>(R"sql(
        SELECT state FROM send WHERE message_id = ?1 AND purpose = ?2
    )sql",
                             message, purpose);
}

void drop_waiting(db::Writer const& tx, MessageId message, Purpose purpose)
{
    tx.run(R"sql(
        DELETE FROM send
         WHERE message_id = ?1 AND purpose = ?2
           AND state IN ('queued', 'retry_wait', 'failed', 'needs_attention')
    )sql",
           message, purpose);
}

std::optional<Found> find_by_message(db::Reader const& db, MessageId message)
{
    return db.maybe<Found>(R"sql(
        SELECT id, message_id, purpose, channel_id, state, coalesce(last_error, '')
          FROM send
         WHERE message_id = ?1 AND purpose = 'message'
    )sql",
                           message);
}

std::optional<Found> find_by_attempt(db::Reader const& db, std::string_view attempt)
{
    return db.maybe<Found>(R"sql(
        SELECT id, message_id, purpose, channel_id, state, coalesce(last_error, '')
          FROM send
         WHERE attempt = ?1
    )sql",
                           attempt);
}

void set_state(db::Writer const& tx, SendId id, SendState state, base::Instant now)
{
    tx.run(R"sql(
        UPDATE send SET state = ?2, updated_at = ?3 WHERE id = ?1
    )sql",
           id, state, now);
}

void requeue(db::Writer const& tx, SendId id, base::Instant now)
{
    // The old attempt id stays until the next claim: a late status of it still ends the matter.
    tx.run(R"sql(
        UPDATE send
           SET state = 'queued', priority = 0, attempts = 0, due_at = ?2, last_error = NULL,
               updated_at = ?2
         WHERE id = ?1
    )sql",
           id, now);
}

void follow(db::Writer const& tx, base::ConversationId gone, base::ConversationId stays)
{
    tx.run(R"sql(
        UPDATE send SET conversation_id = ?2
         WHERE conversation_id = ?1
           AND state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention')
    )sql",
           gone, stays);
}

std::vector<Found> fail_waiting_of_channel(db::Writer const& tx, base::ChannelId channel,
                                           std::string_view error, base::Instant now)
{
    return tx.all<Found>(R"sql(
        UPDATE send
           SET state = 'failed', last_error = ?2, updated_at = ?3
         WHERE channel_id = ?1 AND state IN ('queued', 'retry_wait')
        RETURNING id, message_id, purpose, channel_id, state, coalesce(last_error, '')
    )sql",
                         channel, error, now);
}

std::vector<Found> give_up_unknown(db::Writer const& tx, base::Instant before, base::Instant now)
{
    return tx.all<Found>(R"sql(
        -- scan: those that are unknown, and only when the oldest of them is due
        UPDATE send
           SET state = 'needs_attention', updated_at = ?2
         WHERE state = 'unknown' AND (in_flight_at <= ?1 OR in_flight_at > ?2)
        RETURNING id, message_id, purpose, channel_id, state, coalesce(last_error, '')
    )sql",
                         before, now);
}

int strand_flights(db::Writer const& tx, base::Instant now)
{
    return tx.run(R"sql(
        -- scan: those in flight, once, when a workspace is opened
        UPDATE send
           SET state = 'unknown', last_error = 'interrupted', updated_at = ?1
         WHERE state = 'in_flight'
    )sql",
                  now);
}

bool any_ahead(db::Reader const& db, base::Instant now)
{
    return db
        .maybe<SendId>(R"sql(
        -- scan: what waits, when the clock was set back
        SELECT id FROM send INDEXED BY send_open
         WHERE state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention')
           AND state IN ('queued', 'retry_wait') AND updated_at > ?1
         LIMIT 1
    )sql",
                       now)
        .has_value();
}

void begin_waits_again(db::Writer const& tx, base::Instant now)
{
    tx.run(R"sql(
        -- scan: what waits, when the clock was set back
        UPDATE send
           SET due_at = ?1 + max(0, due_at - updated_at), updated_at = ?1
         WHERE id IN (SELECT id FROM send INDEXED BY send_open
                       WHERE state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention')
                         AND state IN ('queued', 'retry_wait') AND updated_at > ?1)
    )sql",
           now);
}

int prune(db::Writer const& tx, base::Instant before, int look_at)
{
    return tx.run(R"sql(
        -- scan: the first of the table, `look_at` rows
        DELETE FROM send
         WHERE id IN (SELECT id FROM send ORDER BY id LIMIT ?2)
           AND updated_at < ?1 AND state IN ('sent', 'failed', 'needs_attention')
    )sql",
                  before, look_at);
}

}  // namespace outbox::store

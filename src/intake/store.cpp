#include "intake/store.hpp"

namespace intake::store {

std::optional<base::RawEventId> keep(db::Writer const& tx, base::ChannelId channel,
                                     std::string_view digest, std::string_view body,
                                     base::Instant now)
{
    return tx.try_insert<base::RawEventId>(R"sql(
        INSERT INTO raw_event (channel_id, digest, body, due_at, received_at)
        VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT DO NOTHING
    )sql",
                                           channel, db::Blob(digest), db::Blob(body), now);
}

std::vector<Waiting> waiting(db::Reader const& db, base::RawEventId after, base::Instant now,
                             int limit)
{
    return db.all<Waiting>(R"sql(
        SELECT id, channel_id, LENGTH(body), attempts
          FROM raw_event INDEXED BY raw_event_waiting
         WHERE state = 'waiting' AND id > ?1
           -- later than any wait of ours: from a clock that was ahead
           AND (due_at <= ?2 OR due_at > ?2 + 600000)
         ORDER BY id LIMIT ?3
    )sql",
                           after.value, now, limit);
}

std::optional<base::Instant> next_due(db::Reader const& db)
{
    return db.one<std::optional<base::Instant>>(R"sql(
        SELECT MIN(due_at) FROM raw_event INDEXED BY raw_event_waiting WHERE state = 'waiting'
    )sql");
}

std::optional<Body> body(db::Reader const& db, base::RawEventId id)
{
    return db.maybe<Body>(R"sql(SELECT channel_id, body FROM raw_event WHERE id = ?1)sql", id);
}

void done(db::Writer const& tx, base::RawEventId id, base::Instant now)
{
    tx.run(R"sql(
        UPDATE raw_event SET state = 'done', done_at = ?2, error = NULL WHERE id = ?1
    )sql",
           id, now);
}

void later(db::Writer const& tx, base::RawEventId id, int attempts, std::string_view error,
           base::Instant due)
{
    tx.run(R"sql(
        UPDATE raw_event SET attempts = ?2, error = ?3, due_at = ?4 WHERE id = ?1
    )sql",
           id, attempts, error, due);
}

void dead(db::Writer const& tx, base::RawEventId id, int attempts, std::string_view error)
{
    tx.run(R"sql(
        UPDATE raw_event SET state = 'dead', attempts = ?2, error = ?3 WHERE id = ?1
    )sql",
           id, attempts, error);
}

bool again(db::Writer const& tx, base::RawEventId id, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE raw_event
           SET state = 'waiting', attempts = 0, error = NULL, due_at = ?2, done_at = NULL
         WHERE id = ?1
    )sql",
                  id, now) > 0;
}

int drop_done(db::Writer const& tx, base::Instant before, int limit)
{
    return tx.run(R"sql(
        DELETE FROM raw_event
         WHERE id IN (SELECT id FROM raw_event INDEXED BY raw_event_done
                       WHERE state = 'done' AND done_at < ?1 LIMIT ?2)
    )sql",
                  before, limit);
}

void begin_item(db::Writer const& tx) { tx.run(R"sql(SAVEPOINT item)sql"); }
void keep_item(db::Writer const& tx) { tx.run(R"sql(RELEASE item)sql"); }
void undo_item(db::Writer const& tx)
{
    tx.run(R"sql(ROLLBACK TO item)sql");
    tx.run(R"sql(RELEASE item)sql");
}

std::vector<Listed> of_channel(db::Reader const& db, base::ChannelId channel, std::int64_t before,
                               int limit)
{
    return db.all<Listed>(R"sql(
        SELECT id, channel_id, state, attempts, error, received_at, LENGTH(body) FROM raw_event
         WHERE channel_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
    )sql",
                          channel, before, limit);
}

std::vector<Listed> in_state(db::Reader const& db, std::string_view state, std::int64_t before,
                             int limit)
{
    if (state == "dead")
        return db.all<Listed>(R"sql(
            SELECT id, channel_id, state, attempts, error, received_at, LENGTH(body)
              FROM raw_event INDEXED BY raw_event_dead
             WHERE state = 'dead' AND id < ?1 ORDER BY id DESC LIMIT ?2
        )sql",
                              before, limit);
    return db.all<Listed>(R"sql(
        SELECT id, channel_id, state, attempts, error, received_at, LENGTH(body)
          FROM raw_event INDEXED BY raw_event_waiting
         WHERE state = 'waiting' AND id < ?1 ORDER BY id DESC LIMIT ?2
    )sql",
                          before, limit);
}

std::vector<Listed> newest(db::Reader const& db, std::int64_t before, int limit)
{
    return db.all<Listed>(R"sql(
        SELECT id, channel_id, state, attempts, error, received_at, LENGTH(body) FROM raw_event
         WHERE id < ?1 ORDER BY id DESC LIMIT ?2
    )sql",
                          before, limit);
}

std::optional<Listed> find(db::Reader const& db, base::RawEventId id)
{
    return db.maybe<Listed>(R"sql(
        SELECT id, channel_id, state, attempts, error, received_at, LENGTH(body) FROM raw_event
         WHERE id = ?1
    )sql",
                            id);
}

}  // namespace intake::store

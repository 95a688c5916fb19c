#include "jobs/store.hpp"

#include <limits>

namespace jobs::store {

void put(db::Writer const& tx, std::string_view kind, std::string_view key,
         std::string_view payload, base::Instant due, base::Instant now)
{
    // A running job that nobody has put again yet has due_at = claimed_until.
    tx.run(R"sql(
        INSERT INTO job (kind, key, payload, due_at, created_at, put_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5)
        ON CONFLICT (kind, key) DO UPDATE
           SET payload = excluded.payload, put_at = excluded.put_at,
               due_at = CASE WHEN state = 'dead' OR due_at IS claimed_until THEN excluded.due_at
                             ELSE min(due_at, excluded.due_at) END,
               attempts = CASE WHEN state = 'dead' THEN 0 ELSE attempts END,
               claimed_until = CASE WHEN state = 'dead' THEN NULL ELSE claimed_until END,
               state = 'waiting'
    )sql",
           kind, key, payload, due, now);
}

void put_if_missing(db::Writer const& tx, std::string_view kind, std::string_view key,
                    base::Instant due, base::Instant now)
{
    tx.run(R"sql(
        INSERT INTO job (kind, key, due_at, created_at, put_at)
        VALUES (?1, ?2, ?3, ?4, ?4)
        ON CONFLICT (kind, key) DO NOTHING
    )sql",
           kind, key, due, now);
}

void remove(db::Writer const& tx, std::string_view kind, std::string_view key)
{
    tx.run(R"sql(
        DELETE FROM job WHERE kind = ?1 AND key = ?2
    )sql",
           kind, key);
}

std::vector<Claimed> claim_due(db::Writer const& tx, std::string_view kind, base::Instant now,
                               base::Instant claim_ends, int limit)
{
    return tx.all<Claimed>(R"sql(
        UPDATE job
           SET claimed_until = ?3, due_at = ?3, put_at = ?2, attempts = attempts + 1
         WHERE id IN (SELECT id FROM job
                       WHERE state = 'waiting' AND kind = ?1 AND due_at <= ?2
                         AND (claimed_until IS NULL OR claimed_until <= ?2)
                       ORDER BY due_at, id
                       LIMIT ?4)
        RETURNING id, kind, key, payload, attempts, created_at
    )sql",
                           kind, now, claim_ends, limit);
}

bool finish(db::Writer const& tx, JobId id, base::Instant claim_ends)
{
    return tx.run(R"sql(
        DELETE FROM job WHERE id = ?1 AND claimed_until = ?2 AND due_at = ?2
    )sql",
                  id, claim_ends) > 0;
}

bool postpone(db::Writer const& tx, JobId id, base::Instant claim_ends, base::Instant due,
              int attempts, std::string_view why, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE job
           SET due_at = ?3, put_at = ?6, claimed_until = NULL, attempts = ?4, error = ?5
         WHERE id = ?1 AND claimed_until = ?2 AND due_at = ?2
    )sql",
                  id, claim_ends, due, attempts, why, now) > 0;
}

bool bury(db::Writer const& tx, JobId id, base::Instant claim_ends, std::string_view why)
{
    return tx.run(R"sql(
        UPDATE job
           SET state = 'dead', claimed_until = NULL, error = ?3
         WHERE id = ?1 AND claimed_until = ?2 AND due_at = ?2
    )sql",
                  id, claim_ends, why) > 0;
}

void release(db::Writer const& tx, JobId id, base::Instant claim_ends)
{
    tx.run(R"sql(
        UPDATE job
           SET claimed_until = NULL, attempts = 0
         WHERE id = ?1 AND claimed_until = ?2
    )sql",
           id, claim_ends);
}

bool is_due(db::Reader const& db, std::string_view kind, base::Instant now)
{
    return db
        .maybe<JobId>(R"sql(
        SELECT id FROM job
         WHERE state = 'waiting' AND kind = ?1 AND due_at <= ?2
           AND (claimed_until IS NULL OR claimed_until <= ?2)
         LIMIT 1
    )sql",
                      kind, now)
        .has_value();
}

std::optional<base::Instant> next_due(db::Reader const& db, std::string_view kind,
                                      base::Instant now)
{
    return db.maybe<base::Instant>(R"sql(
        SELECT due_at FROM job
         WHERE state = 'waiting' AND kind = ?1 AND due_at > ?2
         ORDER BY due_at
         LIMIT 1
    )sql",
                                   kind, now);
}

void release_all(db::Writer const& tx, base::Instant now)
{
    tx.run(R"sql(
        -- scan: once, when a workspace is opened
        UPDATE job SET claimed_until = NULL, due_at = ?1, put_at = ?1
         WHERE claimed_until IS NOT NULL
    )sql",
           now);
}

void begin_waits_again(db::Writer const& tx, base::Instant now)
{
    tx.run(R"sql(
        -- scan: what waits, when the clock was set back
        UPDATE job SET due_at = ?1 + max(0, due_at - put_at), put_at = ?1
         WHERE state = 'waiting' AND claimed_until IS NULL AND put_at > ?1
    )sql",
           now);
}

std::vector<JobId> claimed_beyond(db::Reader const& db, base::Instant latest)
{
    return db.all<JobId>(R"sql(
        -- scan: what waits, when the clock was set back
        SELECT id FROM job WHERE state = 'waiting' AND claimed_until > ?1
    )sql",
                         latest);
}

void free_claim(db::Writer const& tx, JobId id, base::Instant now)
{
    tx.run(R"sql(
        UPDATE job SET claimed_until = NULL, due_at = ?2, put_at = ?2 WHERE id = ?1
    )sql",
           id, now);
}

bool any_ahead(db::Reader const& db, base::Instant now)
{
    return db
        .maybe<JobId>(R"sql(
        -- scan: what waits, when the clock was set back
        SELECT id FROM job WHERE state = 'waiting' AND put_at > ?1 LIMIT 1
    )sql",
                      now)
        .has_value();
}

std::vector<DeadJob> list_dead(db::Reader const& db, JobId before, int limit)
{
    auto const below = before ? before.value : std::numeric_limits<std::int64_t>::max();
    std::vector<DeadJob> dead;
    using Row = std::tuple<JobId, std::string, std::string, int, std::string, base::Instant>;
    auto const take = [&](Row&& row) {
        auto& [id, kind, key, tries, error, created] = row;
        dead.push_back({id, std::move(kind), std::move(key), tries, std::move(error), created});
    };
    db.each<Row>(R"sql(
        SELECT id, kind, key, attempts, coalesce(error, ''), created_at
          FROM job
         WHERE state = 'dead' AND id < ?1
         ORDER BY id DESC
         LIMIT ?2
    )sql",
                 take, below, limit);
    return dead;
}

bool revive(db::Writer const& tx, JobId id, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE job
           SET state = 'waiting', attempts = 0, due_at = ?2, put_at = ?2, claimed_until = NULL
         WHERE id = ?1 AND state = 'dead'
    )sql",
                  id, now) > 0;
}

}  // namespace jobs::store

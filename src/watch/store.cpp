#include "watch/store.hpp"

namespace watch::store {

namespace {

struct Waiting {
    std::int64_t queued = 0;
    std::int64_t retry_wait = 0;

    static constexpr auto row() { return std::tuple{&Waiting::queued, &Waiting::retry_wait}; }
};

struct Attention {
    std::int64_t count = 0;
    std::optional<base::Instant> oldest;

    static constexpr auto row() { return std::tuple{&Attention::count, &Attention::oldest}; }
};

}  // namespace

Deliveries deliveries(db::Reader const& db)
{
    return db.one<Deliveries>(R"sql(
        -- scan: partial indexes of what waits and what is dead, 10,001 entries at most
        SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM raw_event WHERE state = 'waiting' LIMIT 10001)),
               (SELECT received_at FROM raw_event WHERE state = 'waiting' ORDER BY id LIMIT 1),
               (SELECT COUNT(*) FROM (SELECT 1 FROM raw_event WHERE state = 'dead' LIMIT 10001)),
               (SELECT received_at FROM raw_event WHERE state = 'dead' ORDER BY id LIMIT 1),
               (SELECT channel_id FROM raw_event WHERE state = 'dead' ORDER BY id LIMIT 1)
    )sql");
}

Sends sends(db::Reader const& db, base::Instant now)
{
    Sends out;
    auto const waiting = db.one<Waiting>(R"sql(
        -- scan: the partial index of what waits, 10,001 entries at most
        SELECT COALESCE(SUM(state = 'queued'), 0), COALESCE(SUM(state = 'retry_wait'), 0)
          FROM (SELECT state FROM send WHERE state IN ('queued', 'retry_wait') LIMIT 10001)
    )sql");
    out.queued = waiting.queued;
    out.retry_wait = waiting.retry_wait;
    out.in_flight = db.one<std::int64_t>(R"sql(
        -- scan: the partial index of what is in flight, 10,001 entries at most
        SELECT COUNT(*) FROM (SELECT 1 FROM send WHERE state = 'in_flight' LIMIT 10001)
    )sql");
    out.unknown = db.one<std::int64_t>(R"sql(
        -- scan: the partial index of those nobody knows of, 10,001 entries at most
        SELECT COUNT(*) FROM (SELECT 1 FROM send WHERE state = 'unknown' LIMIT 10001)
    )sql");
    auto const attention = db.one<Attention>(R"sql(
        -- scan: the partial index of those a person decides, 10,001 entries at most
        SELECT COUNT(*), MIN(updated_at)
          FROM (SELECT updated_at FROM send WHERE state = 'needs_attention'
                 ORDER BY updated_at LIMIT 10001)
    )sql");
    out.needs_attention = attention.count;
    out.oldest_attention_at = attention.oldest;
    // The three are outbox::Priority; each is one look into the index of a channel.
    out.oldest_due_at = db.one<std::optional<base::Instant>>(R"sql(
        -- scan: a row for each channel and priority
        SELECT MIN(first) FROM (
            SELECT (SELECT send.due_at FROM send
                     WHERE send.channel_id = channel.id AND send.priority = priority.value
                       AND send.state IN ('queued', 'retry_wait') AND send.due_at <= ?1
                     ORDER BY send.due_at LIMIT 1) AS first
              FROM channel, json_each('[0, 5, 9]') AS priority)
    )sql",
                                                             now);
    return out;
}

Jobs jobs(db::Reader const& db, base::Instant now)
{
    return db.one<Jobs>(R"sql(
        -- scan: the partial indexes of jobs, 10,001 entries at most
        SELECT COUNT(*), COALESCE(SUM(due_at <= ?1), 0),
               MIN(CASE WHEN due_at <= ?1 THEN due_at END),
               (SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE state = 'dead' LIMIT 10001))
          FROM (SELECT due_at FROM job WHERE state = 'waiting' LIMIT 10001)
    )sql",
                        now);
}

ChannelStates channels(db::Reader const& db)
{
    return db.one<ChannelStates>(R"sql(
        -- scan: a workspace has some dozens of channels
        SELECT COALESCE(SUM(state = 'active'), 0), COALESCE(SUM(state = 'attention'), 0),
               COALESCE(SUM(state = 'paused'), 0), COALESCE(SUM(state = 'disconnected'), 0)
          FROM channel
    )sql");
}

std::int64_t file_bytes(db::Reader const& db)
{
    return db.one<std::int64_t>(R"sql(
        -- scan: two numbers of the file's head
        SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()
    )sql");
}

void mark(db::Writer const& tx, base::Instant now)
{
    tx.run(R"sql(
        INSERT INTO meta (name, value) VALUES ('last_trial', ?1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
    )sql",
           std::to_string(now.ms));
}

}  // namespace watch::store

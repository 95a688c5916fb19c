#include "accounts/leaving/removal.hpp"

namespace accounts {

std::optional<Removal> find_removal(db::Reader const& db, ChannelId channel)
{
    return db.maybe<Removal>(R"sql(
        SELECT state, done, total, ended_at FROM removal WHERE channel_id = ?1
    )sql",
                             channel);
}

bool ask_removal(db::Writer const& tx, ChannelId channel, base::Instant now)
{
    return tx.run(R"sql(
        INSERT INTO removal (channel_id, asked_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING
    )sql",
                  channel, now) > 0;
}

void begin_removal(db::Writer const& tx, ChannelId channel, std::int64_t total)
{
    tx.run(R"sql(
        UPDATE removal SET state = 'running', total = ?2 WHERE channel_id = ?1 AND state = 'waiting'
    )sql",
           channel, total);
}

void count_removed(db::Writer const& tx, ChannelId channel, std::int64_t conversations)
{
    tx.run(R"sql(
        UPDATE removal SET done = done + ?2, total = MAX(total, done + ?2) WHERE channel_id = ?1
    )sql",
           channel, conversations);
}

void end_removal(db::Writer const& tx, ChannelId channel, base::Instant now)
{
    tx.run(R"sql(
        UPDATE removal SET state = 'done', ended_at = ?2 WHERE channel_id = ?1 AND state <> 'done'
    )sql",
           channel, now);
}

}  // namespace accounts

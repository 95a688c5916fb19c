#include "outbox/pace_store.hpp"

namespace outbox::store {

std::vector<std::tuple<std::string, double, base::Instant>> load_pace(db::Reader const& db)
{
    return db.all<std::tuple<std::string, double, base::Instant>>(R"sql(
        -- scan: only buckets that are not full, once at the start
        SELECT name, tokens, updated_at FROM pace
    )sql");
}

void clear_pace(db::Writer const& tx)
{
    tx.run(R"sql(
        -- scan: the few rows written last time
        DELETE FROM pace
    )sql");
}

void keep_pace(db::Writer const& tx, std::string_view name, double tokens, base::Instant at)
{
    tx.run(R"sql(
        INSERT INTO pace (name, tokens, updated_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens, updated_at = excluded.updated_at
    )sql",
           name, tokens, at);
}

}  // namespace outbox::store

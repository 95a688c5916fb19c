#include "accounts/costs/cost_store.hpp"

namespace accounts::store {

void add_cost(db::Writer const& tx, ChannelId channel, CostRow const& row)
{
    tx.run(R"sql(
        INSERT INTO cost_day (channel_id, day, category, type, country, messages)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET messages = messages + excluded.messages
    )sql",
           channel, row.day, row.category, row.type, row.country, row.messages);
}

std::vector<CostRow> costs_of(db::Reader const& db, ChannelId channel, std::int64_t from,
                              std::int64_t to, int limit)
{
    return db.all<CostRow>(R"sql(
        SELECT day, category, type, country, messages FROM cost_day
         WHERE channel_id = ?1 AND day BETWEEN ?2 AND ?3
         ORDER BY day, category, type, country LIMIT ?4
    )sql",
                           channel, from, to, limit);
}

std::vector<RateRow> rates(db::Reader const& db)
{
    return db.all<RateRow>(R"sql(
        -- scan: all of them, a few hundred
        SELECT market, currency, category, micros, effective_from FROM rate
         ORDER BY currency, market, category, effective_from
    )sql");
}

void remove_rates(db::Writer const& tx)
{
    tx.run(R"sql(
        -- scan: all of them go
        DELETE FROM rate
    )sql");
}

void put_rate(db::Writer const& tx, RateRow const& row)
{
    tx.run(R"sql(
        INSERT INTO rate (currency, market, category, effective_from, micros)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET micros = excluded.micros
    )sql",
           row.currency, row.market, row.category, row.effective_from, row.micros);
}

}  // namespace accounts::store

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "db/reader.hpp"

// Days are counted from 1970-01-01, in UTC.
namespace accounts::store {

struct CostRow {
    std::int64_t day = 0;
    std::string category;
    std::string type;
    std::string country;
    std::int64_t messages = 0;

    static constexpr auto row()
    {
        return std::tuple{&CostRow::day, &CostRow::category, &CostRow::type, &CostRow::country,
                          &CostRow::messages};
    }
};
void add_cost(db::Writer const&, ChannelId, CostRow const&);
// By day, in order; walks the days asked for.
std::vector<CostRow> costs_of(db::Reader const&, ChannelId, std::int64_t from, std::int64_t to,
                              int limit);

struct RateRow {
    std::string market;
    std::string currency;
    std::string category;
    std::int64_t micros = 0;  // of one message, in millionths
    std::int64_t effective_from = 0;

    static constexpr auto row()
    {
        return std::tuple{&RateRow::market, &RateRow::currency, &RateRow::category,
                          &RateRow::micros, &RateRow::effective_from};
    }
};
// By currency, market, category and day.
std::vector<RateRow> rates(db::Reader const&);
void remove_rates(db::Writer const&);
// The last of several for the same day counts.
void put_rate(db::Writer const&, RateRow const&);

}  // namespace accounts::store

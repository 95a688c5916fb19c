#include "accounts/costs/costs.hpp"

#include <doctest/doctest.h>

#include "accounts/costs/rates.hpp"
#include "accounts/costs/rates_csv.hpp"
#include "accounts/graph.hpp"

using tests::Office;

namespace {

// 2026-11-21T08:00:00Z, when the test world begins.
constexpr base::Instant Today{1'795'248'000'000};
constexpr std::int64_t Day = 86'400'000;

void count(Office& office, base::ChannelId channel, int days_ago, std::string category,
           std::string type, std::string country, int times = 1)
{
    REQUIRE(office.desk.workspace
                ->write([&](db::Writer& tx) {
                    for (int i = 0; i < times; ++i)
                        accounts::count_cost(tx, channel, {Today.ms - days_ago * Day},
                                             {category, type, "PMP"}, country);
                })
                .ok());
}

constexpr char Csv[] = "market,currency,category,tier_from,tier_to,rate,effective_from\r\n"
                       "ID,USD,marketing,,,0.0411,2026-01-01\n"
                       "ID,USD,marketing,,,0.0500,2026-11-20\n"
                       "ID,USD,UTILITY,1,100000,0.0250,2026-01-01\n"
                       "ID,USD,utility,100001,,0.0200,2026-01-01\n"
                       "*,USD,marketing,0,,0.06,2026-01-01\n"
                       "\"ID\",\"IDR\",marketing,,,586,2026-01-01\n\n";

}  // namespace

TEST_CASE("costs: counted by day, category, type and country, and estimated by the day's rate")
{
    Office office;
    auto const id = office.connect()->id;
    REQUIRE(accounts::import_rates(office.desk, {Csv}));
    count(office, id, 0, "marketing", "regular", "ID", 2);
    count(office, id, 5, "marketing", "regular", "ID", 10);
    count(office, id, 5, "utility", "free_customer_service", "ID", 3);
    count(office, id, 6, "marketing", "regular", "MY", 1);
    count(office, id, 6, "authentication", "regular", "ID", 4);
    count(office, id, 60, "marketing", "regular", "ID", 100);

    auto const costs = accounts::read_costs(office.desk, {.channel = id, .from = {}, .to = {}});
    REQUIRE(costs);
    CHECK(costs->from == "2026-11-01");
    CHECK(costs->to == "2026-11-21");
    REQUIRE(costs->days.size() == 5);
    CHECK(costs->days[0].day == "2026-11-15");
    CHECK(costs->days[0].category == "authentication");
    CHECK(costs->days[4].messages == 2);
    REQUIRE(costs->estimates.size() == 2);
    CHECK(costs->estimates[0].currency == "IDR");
    CHECK(costs->estimates[0].amount == "7032.00");
    CHECK(costs->estimates[0].unpriced == 5);
    // 10 x 0.0411 + 2 x 0.05 + 1 x 0.06; authentication has no rate.
    CHECK(costs->estimates[1].amount == "0.571");
    CHECK(costs->estimates[1].unpriced == 4);
    CHECK_FALSE(costs->reported);
    CHECK(office.graph.asked_costs.empty());
}

TEST_CASE("costs: days are of the calendar, in order, and at most 400")
{
    Office office;
    auto const id = office.connect()->id;
    auto const refused = [&](std::string from, std::string to) {
        auto const got = accounts::read_costs(office.desk, {.channel = id, .from = from, .to = to});
        return got ? std::string() : got.error().fields[0].field + ":" + got.error().fields[0].code;
    };
    CHECK(refused("2026-11-02", "2026-11-01") == "from:too_large");
    CHECK(refused("2025-10-18", "2026-11-21") == "");
    CHECK(refused("2025-10-17", "2026-11-21") == "to:too_large");
    CHECK(refused("2026-02-30", "2026-11-21") == "from:not_a_time");
    CHECK(refused("yesterday", "2026-11-21") == "from:not_a_time");
    CHECK(accounts::read_costs(office.desk, {.channel = {4}, .from = {}, .to = {}}).error().code ==
          "not_found");
}

TEST_CASE("costs: what the provider reports stands apart, or why it does not say")
{
    Office office;
    auto const id = office.connect()->id;
    office.graph.costs = {
        {{"start", 1795132800},
         {"end", 1795219200},
         {"country", "ID"},
         {"phone_number", "6281200007700"},
         {"pricing_category", "MARKETING"},
         {"pricing_type", "REGULAR"},
         {"volume", 12},
         {"cost", 0.4932}},
        {{"start", 1795132800}, {"phone_number", "6281299999999"}, {"volume", 5}, {"cost", 9}}};
    auto costs = accounts::read_costs(office.desk,
                                      {.channel = id, .from = {}, .to = {}, .reported = true});
    REQUIRE(costs->reported);
    CHECK_FALSE(costs->reported->problem);
    CHECK(costs->reported->currency == "USD");
    REQUIRE(costs->reported->days.size() == 1);
    CHECK(costs->reported->days[0].category == "marketing");
    CHECK(costs->reported->days[0].type == "regular");
    CHECK(costs->reported->days[0].amount == "0.4932");
    CHECK(costs->reported->amount == "0.4932");
    CHECK(costs->days.empty());

    office.graph.failure = tests::refused(10);
    costs = accounts::read_costs(office.desk,
                                 {.channel = id, .from = {}, .to = {}, .reported = true});
    REQUIRE(costs->reported);
    CHECK(costs->reported->problem == "permission_missing");
}

TEST_CASE("rates: a file replaces all, an empty one removes them, a wrong one changes nothing")
{
    Office office;
    auto const first = accounts::import_rates(office.desk, {Csv});
    REQUIRE(first);
    CHECK(first->rates == 5);
    CHECK(first->skipped == 1);
    auto const all = *accounts::list_rates(office.desk, {});
    CHECK(all.data[0].currency == "IDR");
    CHECK(all.data[0].rate == "586.00");
    CHECK(all.data[2].rate == "0.0411");

    std::string const head = "effective_from;rate;category;currency;market\n";
    auto const detail = [&](std::string const& csv) {
        auto const got = accounts::import_rates(office.desk, {csv});
        return got ? "ok" : got.error().detail;
    };
    CHECK(detail(head + "2026-01-01;0.1;marketing;USD;ID\n2026-01-01;x;marketing;USD;ID") ==
          "Line 3: rate");
    CHECK(detail(head + "2026-01-01;-1;marketing;USD;ID") == "Line 2: rate");
    CHECK(detail(head + "2026-01-01;0.1234567;marketing;USD;ID") == "Line 2: rate");
    CHECK(detail(head + "2026-13-01;1;marketing;USD;ID") == "Line 2: effective_from");
    CHECK(detail(head + "2026-01-01;1;marketing;USD;Indonesia") == "Line 2: market");
    CHECK(detail(head + "2026-01-01;1;marketing;Dollar;ID") == "Line 2: currency");
    CHECK(detail(head + "2026-01-01;1") == "Line 2: market");
    CHECK(detail("nothing,of,use\n1,2,3") == "Line 1: market");
    CHECK(accounts::list_rates(office.desk, {})->data.size() == 5);
    CHECK(detail(head + "2026-01-01;1;marketing;USD;ID\n") == "ok");
    CHECK(accounts::list_rates(office.desk, {})->data.size() == 1);
    CHECK(detail("") == "ok");
    CHECK(accounts::list_rates(office.desk, {})->data.empty());
}

TEST_CASE("rates: amounts are never binary fractions")
{
    CHECK(accounts::amount_text(0) == "0.00");
    CHECK(accounts::amount_text(1) == "0.000001");
    CHECK(accounts::amount_text(1'500'000) == "1.50");
    CHECK(accounts::amount_text(-25'000) == "-0.025");
    CHECK(accounts::day_of("2026-11-21") == 20778);
    CHECK(accounts::day_text(20778) == "2026-11-21");
}

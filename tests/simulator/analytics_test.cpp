#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

TEST_CASE("analytics: what was priced is summed by day and by what is asked for")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"speed", 0}, {"skip_delivered_p", 0}});
    lab.say("628123450001", {{"text", "Halo"}});
    lab.say("60123450002", {{"text", "Halo"}});
    for (auto const* const to : {"+628123450001", "+60123450002"})
        for (int i = 0; i < 2; ++i)
            lab.send({{"to", to},
                      {"type", "template"},
                      {"template", {{"name", "our_catalogue"}, {"language", {{"code", "en"}}}}}});
    lab.send({{"to", "+628123450001"}, {"text", {{"body", "Hai"}}}});
    lab.pass(0ms);
    auto const points = [&](std::string dimensions) -> Json {
        auto const fields = "currency,pricing_analytics.start(1794960000).end(1795046400)"
                            ".granularity(DAILY).dimensions([" +
                            dimensions + "])";
        return body_of(
            lab.call("GET", "/v26.0/330011220044551", {},
                     {{"fields", fields}}))["pricing_analytics"]["data"][0]["data_points"];
    };
    auto const all = points("\"PRICING_CATEGORY\",\"PRICING_TYPE\",\"COUNTRY\",\"PHONE\"");
    REQUIRE(all.size() == 3);
    CHECK(all[0] == Json{{"start", 1794960000},
                         {"end", 1795046400},
                         {"phone_number", "+6281200007700"},
                         {"country", "ID"},
                         {"pricing_type", "FREE_CUSTOMER_SERVICE"},
                         {"pricing_category", "SERVICE"},
                         {"volume", 1},
                         {"cost", 0.0}});
    CHECK(all[1]["cost"] == 1315.2);
    CHECK(all[2]["country"] == "MY");
    auto const sums = points("\"PRICING_TYPE\"");
    REQUIRE(sums.size() == 2);
    CHECK(sums[1]["volume"] == 4);
    CHECK_FALSE(sums[1].contains("country"));
}

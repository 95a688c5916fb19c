#include "accounts/costs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "conversations/receive.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using channels::DeliveryStatus;

namespace {

struct Shop {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    base::ConversationId talk = tests::add_conversation(*world.workspace(), channel, 1);
    conversations::MessageDeliveries deliveries;

    void write(auto work)
    {
        REQUIRE(world.workspace()->write([&](db::Writer& tx) { work(tx); }).ok());
    }
    void sent(std::string const& external)
    {
        auto const id = tests::add_message(*world.workspace(), talk, "halo");
        write([&](db::Writer& tx) {
            tx.run(R"sql(UPDATE message SET external_id = ?2 WHERE id = ?1)sql", id, external);
        });
    }
    void told(std::string const& external, DeliveryStatus status, std::string const& category,
              std::chrono::milliseconds later = 0ms)
    {
        channels::StatusUpdate in;
        in.external_id = external;
        in.status = status;
        in.at = world.now() + later;
        in.recipient.phone = "628123450001";
        if (!category.empty())
            in.pricing = channels::Pricing{category, "regular", "PMP"};
        write([&](db::Writer& tx) {
            conversations::receive(*world.workspace(), tx, deliveries, channel, in);
        });
    }
    std::vector<accounts::Cost> days()
    {
        auto desk = world.desk();
        return accounts::read_costs(desk, {.channel = channel, .from = {}, .to = "2026-11-30"})
            ->days;
    }
};

}  // namespace

TEST_CASE("costs: a message counts once, however often and in whatever order its price is told")
{
    std::mt19937 order{7};
    for (int round = 0; round < 20; ++round) {
        Shop shop;
        shop.sent("wamid.A");
        shop.sent("wamid.B");
        struct Said {
            std::string id;
            DeliveryStatus status;
        };
        std::vector<Said> all;
        for (int twice = 0; twice < 2; ++twice)
            for (auto const* const id : {"wamid.A", "wamid.B"})
                for (auto const status :
                     {DeliveryStatus::sent, DeliveryStatus::delivered, DeliveryStatus::read})
                    all.push_back({id, status});
        std::ranges::shuffle(all, order);
        for (auto const& [id, status] : all)
            shop.told(id, status, "marketing", 23h);
        auto const days = shop.days();
        REQUIRE(days.size() == 1);
        CHECK(days[0].day == "2026-11-21");
        CHECK(days[0].country == "ID");
        CHECK(days[0].messages == 2);
    }
}

TEST_CASE("costs: a price that came before its message counts when the message is known")
{
    Shop shop;
    shop.told("wamid.A", DeliveryStatus::delivered, "utility");
    CHECK(shop.days().empty());
    auto const id = tests::add_message(*shop.world.workspace(), shop.talk, "halo");
    shop.write([&](db::Writer& tx) {
        shop.deliveries.became(
            *shop.world.workspace(), tx, id,
            {.status = outbox::Delivery::sent, .at = shop.world.now(), .external_id = "wamid.A"});
    });
    REQUIRE(shop.days().size() == 1);
    CHECK(shop.days()[0].category == "utility");
    shop.told("wamid.A", DeliveryStatus::read, "utility");
    CHECK(shop.days()[0].messages == 1);
}

TEST_CASE("costs: the first price counts, and what is counted outlives the message")
{
    Shop shop;
    shop.sent("wamid.A");
    shop.told("wamid.A", DeliveryStatus::sent, "");
    CHECK(shop.days().empty());
    shop.told("wamid.A", DeliveryStatus::delivered, "SERVICE");
    shop.told("wamid.A", DeliveryStatus::read, "marketing");
    REQUIRE(shop.days().size() == 1);
    CHECK(shop.days()[0].category == "service");
    shop.write([](db::Writer& tx) { tx.run(R"sql(DELETE FROM message)sql"); });
    CHECK(shop.days()[0].messages == 1);
}

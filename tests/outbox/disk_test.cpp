#include <doctest/doctest.h>

#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using tests::Shop;

namespace {

// Needs room in the file for what became of a message.
class HungryDeliveries final : public outbox::Deliveries {
public:
    bool broken = false;

    void became(workspace::Workspace&, db::Writer const& tx, base::MessageId message,
                outbox::DeliveryNews const& news) override
    {
        if (news.status != outbox::Delivery::sent)
            return;
        if (broken)
            throw std::runtime_error("a fault of ours");
        tx.run(R"sql(
            INSERT INTO meta (name, value) VALUES (?1, ?2)
        )sql",
               message.text(), std::string(1 << 20, 'x'));
    }
};

void let_grow(workspace::Workspace& workspace, bool yes)
{
    workspace.writer().between([&](db::Connection& connection) {
        // SQLite never goes below what the file has.
        connection.run_script(yes ? "PRAGMA max_page_count = 1073741823"
                                  : "PRAGMA max_page_count = 1");
    });
}

}  // namespace

TEST_CASE("outbox: an outcome that a full disk did not take is kept once there is room")
{
    Shop shop;
    HungryDeliveries deliveries;
    outbox::Dispatcher dispatcher(shop.world.world(), shop.world.http, deliveries, 0);
    auto const turn = [&] {
        auto const next = dispatcher.turn(*shop.workspace);
        dispatcher.wait_idle();
        return next;
    };
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then([&](net::HttpRequest const&) {
        let_grow(*shop.workspace, false);
        return net::HttpReply{200, {}, tests::accepted("wamid.A")};
    });
    auto const next = turn();
    REQUIRE(next);
    CHECK(*next - shop.world.clock.monotonic() <= 1s);
    CHECK(shop.state(message) == "in_flight");
    turn();
    CHECK(shop.state(message) == "in_flight");
    let_grow(*shop.workspace, true);
    turn();
    CHECK(shop.state(message) == "sent");
    CHECK(shop.world.http.count() == 1);
}

TEST_CASE("outbox: a fault of ours while keeping an outcome stops no queue and sends nothing again")
{
    Shop shop;
    HungryDeliveries deliveries;
    deliveries.broken = true;
    outbox::Dispatcher dispatcher(shop.world.world(), shop.world.http, deliveries, 0);
    auto const first = shop.say(shop.customer(1), "halo");
    auto const second = shop.say(shop.customer(2), "halo");
    for (int i = 0; i < 3; ++i) {
        dispatcher.turn(*shop.workspace);
        dispatcher.wait_idle();
        shop.world.advance(1s);
    }
    CHECK(shop.state(first) == "unknown");
    CHECK(shop.state(second) == "unknown");
    CHECK(shop.world.http.count() == 2);
}

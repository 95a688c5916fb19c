#include <doctest/doctest.h>

#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using channels::DeliveryStatus;
using tests::Shop;
using Lines = std::vector<std::string>;
using Stage = net::NetFailure::Stage;

namespace {

bool resend(Shop& shop, base::MessageId message)
{
    return shop.workspace
        ->write([&](db::Writer& tx) {
            return outbox::resend(*shop.workspace, tx, shop.deliveries, message);
        })
        .ok();
}

std::optional<base::MessageId> settle(Shop& shop, std::string const& attempt,
                                      std::string const& external, DeliveryStatus status)
{
    channels::StatusUpdate update;
    update.external_id = external;
    update.status = status;
    update.at = shop.world.now();
    update.attempt_id = attempt;
    auto const settled = *shop.workspace->write([&](db::Writer& tx) {
        return outbox::settle(*shop.workspace, tx, shop.deliveries, shop.channel, update);
    });
    return settled ? std::optional(settled->message) : std::nullopt;
}

}  // namespace

TEST_CASE("outbox: a later status settles what was unknown, with the provider's id")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    auto const attempt = shop.attempt(message);
    CHECK(settle(shop, attempt, "wamid.LATE", DeliveryStatus::delivered) == message);
    CHECK(shop.state(message) == "sent");
    CHECK(shop.deliveries.last(message) == "sent wamid.LATE");
    shop.world.advance(1h);
    shop.settle();
    CHECK(shop.world.http.count() == 1);
    CHECK(settle(shop, attempt, "wamid.LATE", DeliveryStatus::read) == message);
    CHECK(shop.deliveries.of(message).size() == 2);
    CHECK_FALSE(settle(shop, "0123456789abcdef0123456789abcdef", "wamid.X", DeliveryStatus::sent));
}

TEST_CASE("outbox: a failed status settles what was unknown as failed")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    settle(shop, shop.attempt(message), "wamid.LATE", DeliveryStatus::failed);
    CHECK(shop.state(message) == "failed");
    CHECK(shop.deliveries.last(message) == "failed wamid.LATE unknown_provider_error");
}

TEST_CASE("outbox: a status that is quicker than the answer wins, and the answer changes nothing")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then([&](auto const&) {
        settle(shop, shop.attempt(message), "wamid.Q", DeliveryStatus::delivered);
        return net::HttpReply{200, {}, tests::accepted("wamid.Q")};
    });
    shop.turn();
    CHECK(shop.state(message) == "sent");
    CHECK(shop.deliveries.of(message) == Lines{"sending", "sent wamid.Q"});
}

TEST_CASE("outbox: a status on another channel's account settles nothing")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    shop.channel = tests::add_channel(*shop.workspace, "440022330055999");
    CHECK_FALSE(settle(shop, shop.attempt(message), "wamid.X", DeliveryStatus::sent));
    CHECK(shop.state(message) == "unknown");
}

TEST_CASE("outbox: send again is a new attempt, and only for what has ended")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    CHECK_FALSE(resend(shop, message));
    shop.world.http.then(400, tests::refused(131026));
    shop.turn();
    auto const first = shop.attempt(message);
    CHECK(shop.state(message) == "failed");
    REQUIRE(resend(shop, message));
    CHECK(shop.deliveries.last(message) == "queued");
    shop.turn();
    CHECK(shop.state(message) == "sent");
    CHECK(shop.attempt(message) != first);
    CHECK(shop.world.http.count() == 2);
    CHECK_FALSE(resend(shop, base::MessageId{99}));
}

TEST_CASE("outbox: news of the first attempt takes back a second one that has not left")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    CHECK_FALSE(resend(shop, message));
    shop.world.advance(10min);
    shop.turn();
    REQUIRE(resend(shop, message));
    settle(shop, shop.attempt(message), "wamid.LATE", DeliveryStatus::sent);
    shop.settle();
    CHECK(shop.state(message) == "sent");
    CHECK(shop.world.http.count() == 1);
}

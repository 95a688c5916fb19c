#include <doctest/doctest.h>

#include "accounts/account.hpp"
#include "accounts/store.hpp"
#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using outbox::Priority;
using tests::Shop;
using Lines = std::vector<std::string>;
using Stage = net::NetFailure::Stage;

namespace {

net::HttpReply reply(int status, std::string body) { return {status, {}, std::move(body)}; }

std::string channel_state(Shop& shop)
{
    return std::string(
        base::word_of(accounts::brief(*shop.workspace->read(), shop.channel)->state));
}

}  // namespace

TEST_CASE("outbox: what the provider takes is sent, under its id")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.turn();
    CHECK(shop.state(message) == "sent");
    CHECK(shop.deliveries.of(message) == Lines{"sending", "sent wamid.1"});
    REQUIRE(shop.world.http.count() == 1);
    CHECK(shop.world.http.requests()[0].url.starts_with(
        "https://graph.facebook.com/v26.0/440022330055662/messages"));
    CHECK_FALSE(shop.turn());
    CHECK(shop.world.http.count() == 1);
}

TEST_CASE("outbox: the attempt id is committed before the first byte leaves")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.then([&](net::HttpRequest const& request) {
        CHECK(shop.state(message) == "in_flight");
        auto const attempt = shop.attempt(message);
        CHECK(attempt.size() == 32);
        CHECK(request.body.find(R"("biz_opaque_callback_data":")" + attempt + "\"") !=
              std::string::npos);
        return reply(200, tests::accepted("wamid.A"));
    });
    shop.turn();
    CHECK(shop.state(message) == "sent");
}

TEST_CASE("outbox: a passing trouble is tried six times, then fails visibly")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.otherwise([](auto const&) { return reply(400, tests::refused(131056)); });
    for (int i = 0; i < 100 && shop.state(message) != "failed"; ++i) {
        shop.turn();
        shop.world.advance(1min);
    }
    CHECK(shop.state(message) == "failed");
    CHECK(shop.deliveries.last(message) == "failed pair_limited");
    CHECK(shop.world.http.count() == 6);
}

TEST_CASE("outbox: a provider that cannot be reached for hours costs delay only")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    auto const other = shop.say(shop.customer(2), "juga");
    shop.world.http.otherwise([](auto const&) { return net::NetFailure{Stage::connect, ""}; });
    for (int minute = 0; minute < 20 * 60; minute += 5) {
        shop.turn();
        shop.world.advance(5min);
    }
    CHECK(shop.state(message) == "retry_wait");
    CHECK(shop.world.http.count() < 400);
    CHECK(shop.deliveries.last(message) == "queued provider_down");
    shop.world.http.otherwise([](auto const&) { return reply(200, tests::accepted("wamid.Z")); });
    for (int minute = 0; minute < 20; ++minute) {
        shop.turn();
        shop.world.advance(1min);
    }
    CHECK(shop.state(message) == "sent");
    CHECK(shop.state(other) == "sent");
}

TEST_CASE("outbox: after a day without the provider a message fails")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    shop.world.http.otherwise([](auto const&) { return net::NetFailure{Stage::dns, ""}; });
    for (int quarter = 0; quarter < 4 * 25; ++quarter) {
        shop.turn();
        shop.world.advance(15min);
    }
    CHECK(shop.deliveries.last(message) == "failed provider_down");
}

TEST_CASE("outbox: what is refused fails with its code and is not tried again")
{
    Shop shop;
    auto const one = shop.customer(1);
    auto const message = shop.say(one, "halo");
    auto const next = shop.say(one, "lagi");
    shop.world.http.then(400, tests::refused(131047));
    shop.settle();
    shop.world.advance(24h);
    shop.settle();
    CHECK(shop.deliveries.last(message) == "failed window_closed");
    CHECK(shop.state(next) == "sent");
    CHECK(shop.world.http.count() == 2);
}

TEST_CASE("outbox: an unknown outcome is never sent again; after ten minutes a person is asked")
{
    for (auto const stage : {Stage::no_answer, Stage::bad_answer, Stage::answer_too_large}) {
        Shop shop;
        auto const message = shop.say(shop.customer(1), "halo");
        shop.world.http.then_fail(stage);
        shop.turn();
        CHECK(shop.state(message) == "unknown");
        CHECK(shop.deliveries.last(message) == "sending");
        shop.world.advance(9min + 59s);
        shop.turn();
        CHECK(shop.state(message) == "unknown");
        shop.world.advance(2s);
        shop.turn();
        CHECK(shop.state(message) == "needs_attention");
        CHECK(shop.deliveries.last(message) == "needs_attention outcome_unknown");
        shop.world.advance(48h);
        shop.settle();
        CHECK(shop.world.http.count() == 1);
    }
}

TEST_CASE("outbox: a server error and an unreadable yes are unknown too")
{
    for (auto const& answer : {reply(500, "<html>oops"), reply(200, "{\"mess"), reply(200, "{}")}) {
        Shop shop;
        auto const message = shop.say(shop.customer(1), "halo");
        shop.world.http.then([&](auto const&) { return answer; });
        shop.turn();
        CHECK(shop.state(message) == "unknown");
    }
}

TEST_CASE("outbox: a revoked token stops the channel once, the queue waits and goes on after")
{
    Shop shop;
    auto const one = shop.say(shop.customer(1), "a1");
    auto const two = shop.say(shop.customer(2), "b1");
    shop.world.http.otherwise([](auto const&) { return reply(401, tests::refused(190)); });
    shop.settle();
    CHECK(channel_state(shop) == "attention");
    CHECK(shop.state(one) == "queued");
    CHECK(shop.state(two) == "queued");
    CHECK(shop.deliveries.last(one) == "queued token_invalid");
    auto const alerts = shop.workspace->read()->one<int>(R"sql(
        SELECT count(*) FROM change WHERE kind = 'channel.updated'
    )sql");
    CHECK(alerts == 1);
    auto const asked = shop.world.http.count();
    shop.world.advance(6h);
    shop.settle();
    CHECK(shop.world.http.count() == asked);

    shop.world.http.otherwise([](auto const&) { return reply(200, tests::accepted("wamid.N")); });
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        accounts::store::set_state(tx, shop.channel, accounts::State::active);
    }));
    shop.settle();
    CHECK(shop.state(one) == "sent");
    CHECK(shop.state(two) == "sent");
}

TEST_CASE("outbox: a paused channel sends nothing, another goes on")
{
    Shop shop;
    auto const other = tests::add_channel(*shop.workspace, "440022330055999");
    auto const waits = shop.say(shop.customer(1), "a1");
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        accounts::store::set_state(tx, shop.channel, accounts::State::paused);
    }));
    shop.channel = other;
    auto const goes = shop.say(shop.customer(2), "b1");
    shop.settle();
    CHECK(shop.state(waits) == "queued");
    CHECK(shop.state(goes) == "sent");
}

TEST_CASE("outbox: what was in flight when the process died is unknown, not sent again")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo");
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        tx.run(R"sql(
            UPDATE send SET state = 'in_flight', attempt = 'a', in_flight_at = ?1
        )sql",
               shop.world.now());
    }));
    outbox::recover(*shop.workspace);
    CHECK(shop.state(message) == "unknown");
    shop.world.advance(10min);
    shop.turn();
    CHECK(shop.deliveries.last(message) == "needs_attention outcome_unknown");
    CHECK(shop.world.http.count() == 0);
}

TEST_CASE("outbox: a disconnected channel lets go of what waits")
{
    Shop shop;
    auto const message = shop.say(shop.customer(1), "halo", Priority::people, {}, 1h);
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        outbox::cancel_for_channel(*shop.workspace, tx, shop.deliveries, shop.channel);
    }));
    CHECK(shop.deliveries.last(message) == "failed token_invalid");
    shop.world.advance(2h);
    shop.settle();
    CHECK(shop.world.http.count() == 0);
}

TEST_CASE("outbox: a clock set back makes nothing immortal")
{
    Shop shop;
    auto const lost = shop.say(shop.customer(1), "a");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    shop.world.clock.jump(-72h);
    shop.turn();
    CHECK(shop.state(lost) == "needs_attention");

    auto const waits = shop.say(shop.customer(2), "b");
    shop.world.http.then(400, tests::refused(131056));
    shop.turn();
    CHECK(shop.state(waits) == "retry_wait");
    shop.world.clock.jump(-72h);
    outbox::recover(*shop.workspace);
    shop.world.clock.advance(15s);
    shop.settle();
    CHECK(shop.state(waits) == "sent");
}

TEST_CASE("outbox: what is queued when the clock is set back goes out at once (R8)")
{
    Shop shop;
    shop.turn();
    auto const reply = shop.say(shop.customer(1), "a");
    shop.world.clock.jump(-3h);
    shop.turn();
    CHECK(shop.state(reply) == "sent");
    // One that should wait does wait, as long as it should.
    auto const later = shop.say(shop.customer(2), "b", outbox::Priority::people, {}, 60s);
    shop.world.clock.jump(-3h);
    auto const next = shop.turn();
    CHECK(shop.state(later) == "queued");
    REQUIRE(next);
    CHECK(*next == shop.world.clock.monotonic() + 60s);
    shop.world.clock.advance(60s);
    shop.turn();
    CHECK(shop.state(later) == "sent");
}

TEST_CASE("outbox: a clock that jumps to and fro under load keeps nothing and doubles nothing (R8)")
{
    Shop shop;
    std::map<std::string, int> taken;
    std::map<std::string, int> refused;
    auto& random = shop.world.random;
    shop.world.http.otherwise([&](net::HttpRequest const& request) {
        auto const json = base::parse_json(request.body);
        auto const text = base::text_at(base::object_at(*json, "text"), "body").value_or("?");
        auto const fate = random.number_below(6);
        if (fate < 2 && ++refused[text] <= 3)
            return fate == 0 ? net::HttpReply{400, {}, tests::refused(131056)}
                             : net::HttpReply{429, {}, tests::refused(130429)};
        ++taken[text];
        return net::HttpReply{200, {}, tests::accepted("wamid." + std::to_string(++shop.taken))};
    });
    std::vector<base::ConversationId> customers;
    for (int k = 1; k <= 40; ++k)
        customers.push_back(shop.customer(k));
    auto const by_chance = [&](std::uint64_t below) {
        return std::int64_t(random.number_below(below));
    };
    std::vector<base::MessageId> said;
    for (int step = 0; step < 400; ++step) {
        if (step < 300)
            said.push_back(shop.say(customers[std::size_t(by_chance(40))], std::to_string(step)));
        if (by_chance(4) == 0)
            shop.world.clock.jump(std::chrono::minutes(by_chance(600) - 300));
        if (by_chance(3) != 0)
            shop.turn();
        shop.world.clock.advance(std::chrono::milliseconds(by_chance(5000)));
    }
    // However far it was ahead, an hour of real time is enough for all of them.
    for (int minute = 0; minute < 60; ++minute) {
        shop.world.clock.advance(60s);
        shop.settle();
    }
    for (auto const message : said)
        CHECK(shop.state(message) == "sent");
    CHECK(taken.size() == said.size());
    for (auto const& [text, times] : taken)
        CHECK_MESSAGE(times == 1, text);
}

TEST_CASE("outbox: what ended a month ago is forgotten")
{
    Shop shop;
    auto const old = shop.say(shop.customer(1), "old");
    shop.settle();
    shop.world.advance(31 * 24h);
    auto const fresh = shop.say(shop.customer(2), "fresh");
    shop.settle();
    outbox::prune(*shop.workspace);
    CHECK(shop.state(fresh) == "sent");
    auto const left = shop.workspace->read()->one<int>(R"sql(
        SELECT count(*) FROM send WHERE message_id = ?1
    )sql",
                                                       old);
    CHECK(left == 0);
}

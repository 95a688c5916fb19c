#include <doctest/doctest.h>

#include "accounts/notices/notice.hpp"
#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using outbox::Priority;
using tests::Shop;
using Lines = std::vector<std::string>;
using Stage = net::NetFailure::Stage;

TEST_CASE("outbox: a sign whose outcome nobody knows holds up no broadcast for good")
{
    Shop shop;
    auto const to = shop.customer(1);
    auto const answered = shop.say(to, "halo");
    shop.settle();
    shop.world.http.then_fail(net::NetFailure::Stage::no_answer);
    shop.sign(answered, to, "👍");
    shop.turn();
    auto const news = shop.say(to, "promo", outbox::Priority::broadcasts);
    shop.settle();
    CHECK(shop.state(news) == "queued");
    shop.world.advance(11min);
    shop.settle();
    CHECK(shop.deliveries.last(answered) == "reaction needs_attention outcome_unknown");
    CHECK(shop.state(news) == "sent");
    CHECK(shop.state(answered) == "sent");
}

TEST_CASE("outbox: a conversation goes one after the other, others go on beside it")
{
    Shop shop;
    auto const one = shop.customer(1);
    auto const two = shop.customer(2);
    shop.say(one, "a1");
    shop.say(one, "a2");
    shop.say(two, "b1");
    shop.say(one, "a3");
    shop.turn();
    CHECK(shop.bodies() == Lines{"a1", "b1"});
    shop.turn();
    CHECK(shop.bodies() == Lines{"a1", "b1", "a2"});
    shop.turn();
    CHECK(shop.bodies() == Lines{"a1", "b1", "a2", "a3"});
}

TEST_CASE("outbox: a message that must wait holds its own conversation and no other")
{
    Shop shop;
    auto const one = shop.customer(1);
    auto const first = shop.say(one, "a1");
    shop.say(one, "a2");
    shop.say(shop.customer(2), "b1");
    // The pair is throttled: 4^0 s.
    shop.world.http.then(400, tests::refused(131056));
    shop.settle();
    CHECK(shop.bodies() == Lines{"a1", "b1"});
    CHECK(shop.state(first) == "retry_wait");
    CHECK(shop.deliveries.last(first) == "queued");
    shop.world.advance(900ms);
    shop.settle();
    CHECK(shop.bodies().size() == 2);
    shop.world.advance(300ms);
    shop.settle();
    CHECK(shop.bodies() == Lines{"a1", "b1", "a1", "a2"});
}

TEST_CASE("outbox: an unknown outcome holds its conversation for a minute")
{
    Shop shop;
    auto const one = shop.customer(1);
    shop.say(one, "a1");
    shop.say(one, "a2");
    auto const automatic = shop.say(one, "a3", Priority::rules);
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    shop.world.advance(59s);
    shop.settle();
    CHECK(shop.bodies() == Lines{"a1"});
    shop.world.advance(1s);
    shop.settle();
    CHECK(shop.bodies() == Lines{"a1", "a2"});
    // Automatic ones wait as long as a person has not looked.
    shop.world.advance(24h);
    shop.settle();
    CHECK(shop.state(automatic) == "queued");
}

TEST_CASE("outbox: people go before rules, rules before broadcasts")
{
    Shop shop;
    for (int i = 0; i < 3; ++i) {
        shop.say(shop.customer(10 + i), "broadcast", Priority::broadcasts);
        shop.say(shop.customer(20 + i), "rule", Priority::rules);
        shop.say(shop.customer(30 + i), "person");
    }
    shop.turn();
    CHECK(shop.bodies() == Lines{"person", "person", "person", "rule", "rule", "rule", "broadcast",
                                 "broadcast", "broadcast"});
}

TEST_CASE("outbox: a person's answer does not wait behind a broadcast to the same customer")
{
    Shop shop;
    auto const one = shop.customer(1);
    shop.say(one, "broadcast", Priority::broadcasts);
    shop.say(one, "person");
    shop.say(one, "later", Priority::people, {}, 1h);
    shop.say(one, "soon");
    shop.settle();
    CHECK(shop.bodies() == Lines{"person", "soon", "broadcast"});
    shop.world.advance(1h);
    shop.settle();
    CHECK(shop.bodies().back() == "later");
}

TEST_CASE("outbox: a number sends eighty a second and no more")
{
    Shop shop;
    for (int i = 0; i < 200; ++i)
        shop.say(shop.customer(i), "x");
    shop.settle();
    CHECK(shop.world.http.count() == 80);
    auto const next = shop.turn();
    REQUIRE(next);
    CHECK(*next - shop.world.clock.monotonic() <= 14ms);
    shop.world.advance(500ms);
    shop.settle();
    CHECK(shop.world.http.count() == 120);
    shop.world.advance(1s);
    shop.settle();
    CHECK(shop.world.http.count() == 200);
}

TEST_CASE("outbox: one customer gets forty-five at once, then one in six seconds, in order")
{
    Shop shop;
    auto const one = shop.customer(1);
    Lines said;
    for (int i = 0; i < 50; ++i)
        shop.say(one, said.emplace_back("m" + std::to_string(i)));
    for (int i = 0; i < 60; ++i) {
        shop.world.advance(20ms);
        shop.turn();
    }
    CHECK(shop.world.http.count() == 45);
    auto const beside = shop.say(shop.customer(2), "beside");
    shop.settle();
    CHECK(shop.state(beside) == "sent");
    shop.world.advance(6s);
    shop.settle();
    CHECK(shop.world.http.count() == 47);
    for (int i = 0; i < 30; ++i) {
        shop.world.advance(1s);
        shop.turn();
    }
    auto sent = shop.bodies();
    std::erase(sent, "beside");
    CHECK(sent == said);
}

TEST_CASE("outbox: a rate limit of the number holds the whole channel")
{
    Shop shop;
    shop.world.http.then(429, tests::refused(130429));
    auto const first = shop.say(shop.customer(1), "a");
    shop.turn();
    CHECK(shop.state(first) == "retry_wait");
    shop.world.advance(16min);
    shop.say(shop.customer(2), "b");
    shop.settle();
    CHECK(shop.world.http.count() == 3);
}

TEST_CASE("outbox: buckets survive a restart")
{
    Shop shop;
    for (int i = 0; i < 100; ++i)
        shop.say(shop.customer(i), "x");
    shop.settle();
    CHECK(shop.world.http.count() == 80);
    shop.dispatcher.leave(*shop.workspace);
    outbox::Dispatcher next(shop.world.world(), shop.world.http, shop.deliveries, 0);
    next.turn(*shop.workspace);
    next.wait_idle();
    CHECK(shop.world.http.count() == 80);
    shop.world.advance(100ms);
    next.turn(*shop.workspace);
    next.wait_idle();
    CHECK(shop.world.http.count() == 88);
}

TEST_CASE("outbox: templates the provider forbids wait until it ends, and answers go past them")
{
    Shop shop;
    auto const to = shop.customer(1);
    auto const forbid = [&](channels::Restricted what) {
        channels::AccountNotice notice;
        notice.kind = "account_restricted";
        notice.at = shop.world.now();
        notice.restrictions = {{what, shop.world.now() + 1h}};
        REQUIRE(shop.workspace->write([&](db::Writer& tx) {
            accounts::receive(*shop.workspace, tx, shop.channel, notice,
                              std::string(base::word_of(what)), "{}");
        }));
    };
    auto const send_template = [&](char const* name, base::ConversationId to) {
        auto const message = tests::add_message(*shop.workspace, to, name);
        outbox::NewSend const send{
            message,
            to,
            shop.channel,
            outbox::Priority::people,
            {.to = {.phone = "628123450001", .user_id = {}},
             .content = channels::TemplateContent{.name = name, .language = "id"}},
            shop.world.now()};
        REQUIRE(
            shop.workspace->write([&](db::Writer& tx) { outbox::put(*shop.workspace, tx, send); }));
        return message;
    };
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        tx.run(R"sql(
            INSERT INTO template (channel_id, external_id, name, language, category, status, detail,
                                  synced_at)
            VALUES (?1, '1', 'resi', 'id', 'UTILITY', 'APPROVED', '{}', 1)
        )sql",
               shop.channel);
    }));
    auto const calm = [&] {
        for (int i = 0; i < 20; ++i)
            shop.turn();
    };
    forbid(channels::Restricted::utility_templates);
    auto const receipt = send_template("resi", to);
    auto const promo = send_template("promo", to);
    auto const answer = shop.say(to, "siap");
    calm();
    CHECK(shop.state(receipt) == "queued");
    CHECK(shop.deliveries.last(receipt) == "queued account_restricted");
    CHECK(shop.state(promo) == "sent");
    CHECK(shop.state(answer) == "sent");
    forbid(channels::Restricted::templates);
    for (int i = 0; i < 100; ++i)
        send_template("promo", shop.customer(100 + i));
    auto const behind_many = shop.say(shop.customer(2), "siap");
    calm();
    CHECK(shop.state(behind_many) == "sent");
    auto const late = send_template("promo", to);
    shop.world.advance(59min);
    calm();
    CHECK(shop.state(receipt) == "queued");
    CHECK(shop.state(late) == "queued");
    shop.world.advance(1min);
    calm();
    shop.world.advance(5s);  // a number sends eighty a second
    calm();
    CHECK(shop.state(receipt) == "sent");
    CHECK(shop.state(late) == "sent");
}

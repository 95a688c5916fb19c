#include "watch/store.hpp"

#include <doctest/doctest.h>

#include "support/channel.hpp"
#include "support/world.hpp"
#include "watch/look.hpp"

using namespace std::chrono_literals;

namespace {

struct Queues {
    Queues() : workspace(world.workspace()), channel(tests::add_channel(*workspace))
    {
        conversation = tests::add_conversation(*workspace, channel, 1);
    }

    // A send of a new message in that state.
    void send(std::string const& state, base::Instant due, base::Instant updated)
    {
        auto const message = tests::add_message(*workspace, conversation, state);
        auto const done = workspace->write([&](db::Writer& tx) {
            tx.run(R"sql(
                INSERT INTO send (message_id, conversation_id, channel_id, state, due_at, payload,
                                  created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, '{}', ?6, ?6)
            )sql",
                   message, conversation, channel, state, due, updated);
        });
        REQUIRE(done.ok());
    }
    void deliver(std::string const& state, int from, int count, base::Instant at)
    {
        auto const done = workspace->write([&](db::Writer& tx) {
            for (int i = from; i < from + count; ++i)
                tx.run(R"sql(
                    INSERT INTO raw_event (channel_id, digest, body, state, due_at, received_at)
                    VALUES (?1, CAST(?2 AS BLOB), x'00', ?3, ?4, ?4)
                )sql",
                       channel, std::to_string(i), state, at);
        });
        REQUIRE(done.ok());
    }

    tests::TestWorld world;
    std::shared_ptr<workspace::Workspace> workspace;
    base::ChannelId channel;
    base::ConversationId conversation;
};

}  // namespace

TEST_CASE("watch: a quiet workspace counts nothing and is late with nothing")
{
    Queues queues;
    auto const seen = watch::look_at(*queues.workspace, 3, "");
    CHECK(seen.readable);
    CHECK(seen.listeners == 3);
    CHECK(seen.deliveries.waiting == 0);
    CHECK_FALSE(seen.deliveries.oldest_waiting_at);
    CHECK_FALSE(seen.deliveries.dead_channel_id);
    CHECK_FALSE(seen.sends.oldest_due_at);
    CHECK_FALSE(seen.sends.oldest_attention_at);
    CHECK(seen.channels.active == 1);
    CHECK(seen.file_bytes > 10'000);
    CHECK(seen.commits.works > 0);
    CHECK(seen.commits.times.size() == 16);
}

TEST_CASE("watch: sends are told apart by state, and only what is due is late")
{
    Queues queues;
    auto const now = queues.world.now();
    queues.send("queued", now - 60s, now);
    queues.send("queued", now + 60s, now);
    queues.send("retry_wait", now - 90s, now);
    queues.send("in_flight", now - 300s, now);
    queues.send("needs_attention", now - 900s, now - 700s);
    queues.send("needs_attention", now - 900s, now - 800s);
    queues.send("sent", now - 9000s, now);
    auto const sends = watch::look_at(*queues.workspace, 0, "").sends;
    CHECK(sends.queued == 2);
    CHECK(sends.retry_wait == 1);
    CHECK(sends.in_flight == 1);
    CHECK(sends.unknown == 0);
    CHECK(sends.needs_attention == 2);
    CHECK(sends.oldest_due_at == now - 90s);
    CHECK(sends.oldest_attention_at == now - 800s);
}

TEST_CASE("watch: what was given up names the channel it came for")
{
    Queues queues;
    auto const now = queues.world.now();
    queues.deliver("waiting", 0, 2, now - 30s);
    queues.deliver("dead", 10, 1, now - 600s);
    queues.deliver("done", 20, 5, now);
    auto const seen = watch::look_at(*queues.workspace, 0, "").deliveries;
    CHECK(seen.waiting == 2);
    CHECK(seen.oldest_waiting_at == now - 30s);
    CHECK(seen.dead == 1);
    CHECK(seen.oldest_dead_at == now - 600s);
    CHECK(seen.dead_channel_id == queues.channel);
}

TEST_CASE("watch: a long queue is counted to ten thousand and one")
{
    Queues queues;
    queues.deliver("waiting", 0, 10'100, queues.world.now());
    CHECK(watch::look_at(*queues.workspace, 0, "").deliveries.waiting == 10'001);
}

TEST_CASE("watch: a trial leaves one line, however often it is made")
{
    Queues queues;
    for (int i = 0; i < 3; ++i)
        REQUIRE(queues.workspace
                    ->write([&](db::Writer& tx) { watch::store::mark(tx, queues.world.now()); })
                    .ok());
    CHECK(queues.workspace->read()->one<int>(R"sql(
        SELECT count(*) FROM meta WHERE name = 'last_trial'
    )sql") == 1);
}

TEST_CASE("watch: the server is looked at once a second, however many ask")
{
    tests::TestWorld world;
    int looks = 0;
    watch::Lookout lookout(world.clock, [&] {
        watch::Snapshot one;
        one.version = std::to_string(++looks);
        return one;
    });
    CHECK(lookout.read().version == "1");
    world.advance(900ms);
    CHECK(lookout.read().version == "1");
    world.advance(200ms);
    CHECK(lookout.read().version == "2");
}

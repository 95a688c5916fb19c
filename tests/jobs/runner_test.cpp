#include "jobs/runner.hpp"

#include <doctest/doctest.h>

#include "support/world.hpp"

using namespace std::chrono_literals;
using base::Json;
using jobs::Again;
using jobs::Done;
using jobs::GiveUp;
using jobs::Job;
using jobs::Outcome;
using workspace::Workspace;

namespace {

void put(Workspace& workspace, std::string_view kind, std::string_view key, base::Instant due,
         Json const& payload = Json::object())
{
    REQUIRE(workspace.write(
        [&](db::Writer& tx) { jobs::put(workspace, tx, kind, key, payload, due); }));
}

std::vector<jobs::DeadJob> dead(Workspace& workspace)
{
    return jobs::list_dead(*workspace.read(), {}, 10);
}

}  // namespace

TEST_CASE("jobs: a job runs once it is due, with its payload, and is then gone")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::vector<std::string> ran;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const& job) -> Outcome {
        ran.push_back(job.key + ":" + job.payload.at("n").dump());
        return Done{};
    });
    put(*workspace, "fetch", "7", world.now() + 5s, {{"n", 3}});

    auto const next = runner.turn(*workspace);
    CHECK(ran.empty());
    REQUIRE(next);
    CHECK(*next == world.clock.monotonic() + 5s);

    world.advance(5s);
    runner.turn(*workspace);
    CHECK(ran == std::vector<std::string>{"7:3"});
    CHECK_FALSE(runner.turn(*workspace));
    CHECK(ran.size() == 1);
}

TEST_CASE("jobs: one of the same kind and key takes the newer payload and the earlier time")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::vector<std::string> ran;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const& job) -> Outcome {
        ran.push_back(job.payload.dump());
        return Done{};
    });
    put(*workspace, "fetch", "7", world.now() + 10s, {{"n", 1}});
    put(*workspace, "fetch", "7", world.now() + 5s, {{"n", 2}});
    put(*workspace, "fetch", "7", world.now() + 20s, {{"n", 3}});
    world.advance(5s);
    runner.turn(*workspace);
    CHECK(ran == std::vector<std::string>{R"({"n":3})"});
    world.advance(1h);
    runner.turn(*workspace);
    CHECK(ran.size() == 1);
}

TEST_CASE("jobs: a job put again while it runs runs once more")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    int ran = 0;
    jobs::Runner runner(world.world(), 0);
    runner.on("sync", {}, [&](Workspace& w, Job const&) -> Outcome {
        if (++ran == 1)
            put(w, "sync", "1", world.now());
        return Done{};
    });
    put(*workspace, "sync", "1", world.now());
    runner.turn(*workspace);
    CHECK(ran == 1);
    runner.turn(*workspace);
    CHECK(ran == 2);
    runner.turn(*workspace);
    CHECK(ran == 2);
}

TEST_CASE("jobs: a job that fails is tried again with growing waits and dies in the end")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::vector<int> tries;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {.tries = 3, .first = 1s, .cap = 60s},
              [&](Workspace&, Job const& job) -> Outcome {
                  tries.push_back(job.tries);
                  if (tries.size() == 2)
                      throw std::runtime_error("torn");
                  return Again{std::nullopt, "provider_down"};
              });
    put(*workspace, "fetch", "7", world.now());
    for (int second = 0; second < 10; ++second) {
        runner.turn(*workspace);
        world.advance(1s);
    }
    CHECK(tries == std::vector<int>{1, 2, 3});
    REQUIRE(dead(*workspace).size() == 1);
    CHECK(dead(*workspace)[0].kind == "fetch");
    CHECK(dead(*workspace)[0].error == "provider_down");
    CHECK(dead(*workspace)[0].tries == 3);

    auto const id = dead(*workspace)[0].id;
    CHECK(workspace->write([&](db::Writer& tx) { return jobs::replay(*workspace, tx, id); }));
    runner.turn(*workspace);
    CHECK(tries.back() == 1);
    CHECK(dead(*workspace).empty());
}

TEST_CASE("jobs: a job that gives up is dead at once, and putting it again revives it")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    int ran = 0;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const&) -> Outcome {
        if (++ran == 1)
            return GiveUp{"media_failed"};
        return Done{};
    });
    put(*workspace, "fetch", "7", world.now());
    runner.turn(*workspace);
    world.advance(24h);
    runner.turn(*workspace);
    CHECK(ran == 1);
    REQUIRE(dead(*workspace).size() == 1);
    CHECK(dead(*workspace)[0].error == "media_failed");
    put(*workspace, "fetch", "7", world.now());
    runner.turn(*workspace);
    CHECK(ran == 2);
    CHECK(dead(*workspace).empty());
}

TEST_CASE("jobs: a named wait is kept, and uncounted tries never kill a job")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    int ran = 0;
    jobs::Runner runner(world.world(), 0);
    runner.on("poll", {.tries = 2}, [&](Workspace&, Job const&) -> Outcome {
        ++ran;
        return Again{30s, "", false};
    });
    put(*workspace, "poll", "", world.now());
    for (int i = 0; i < 5; ++i) {
        auto const next = runner.turn(*workspace);
        REQUIRE(next);
        CHECK(*next == world.clock.monotonic() + 30s);
        CHECK(ran == i + 1);
        world.advance(30s);
    }
    CHECK(dead(*workspace).empty());
}

TEST_CASE("jobs: what was running when the process died runs after the next start")
{
    tests::TestWorld world;
    auto workspace = world.workspace();
    put(*workspace, "fetch", "7", world.now());
    {
        jobs::Runner dying(world.world(), 0);
        dying.on("fetch", {}, [&](Workspace& w, Job const&) -> Outcome {
            // As seen from here the process is gone before the end was kept.
            jobs::Runner next(world.world(), 0);
            int ran = 0;
            next.on("fetch", {}, [&](Workspace&, Job const&) -> Outcome {
                ++ran;
                return Done{};
            });
            next.turn(w);
            CHECK(ran == 0);
            jobs::recover(w);
            next.turn(w);
            CHECK(ran == 1);
            return Done{};
        });
        dying.turn(*workspace);
    }
    CHECK(dead(*workspace).empty());
}

TEST_CASE("jobs: an end that a full disk did not take is kept once there is room")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    auto const let_grow = [&](bool yes) {
        workspace->writer().between([&](db::Connection& connection) {
            // SQLite never goes below what the file has.
            connection.run_script(yes ? "PRAGMA max_page_count = 1073741823"
                                      : "PRAGMA max_page_count = 1");
        });
    };
    int ran = 0;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const&) -> Outcome {
        if (++ran > 1)
            return Done{};
        let_grow(false);
        return Again{5s, std::string(1 << 20, 'x')};
    });
    put(*workspace, "fetch", "7", world.now());
    runner.turn(*workspace);
    auto const next = runner.turn(*workspace);
    REQUIRE(next);
    CHECK(*next == world.clock.monotonic() + 1s);
    let_grow(true);
    runner.turn(*workspace);
    world.advance(5s);
    runner.turn(*workspace);
    CHECK(ran == 2);
    CHECK(dead(*workspace).empty());
    CHECK_FALSE(runner.turn(*workspace));
}

TEST_CASE("jobs: a claim runs out by itself")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    put(*workspace, "fetch", "7", world.now());
    int ran = 0;
    jobs::Runner second(world.world(), 0, 10min);
    second.on("fetch", {}, [&](Workspace&, Job const&) -> Outcome {
        ++ran;
        return Done{};
    });
    jobs::Runner first(world.world(), 0, 10min);
    first.on("fetch", {}, [&](Workspace& w, Job const&) -> Outcome {
        second.turn(w);
        CHECK(ran == 0);
        world.advance(10min);
        second.turn(w);
        CHECK(ran == 1);
        return Done{};
    });
    first.turn(*workspace);
    second.turn(*workspace);
    CHECK(ran == 1);
}

TEST_CASE("jobs: no more of a kind run at once than its rule says, and others go on")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::mutex mutex;
    std::condition_variable changed;
    int slow = 0;
    int quick = 0;
    bool go = false;
    jobs::Runner runner(world.world(), 4);
    runner.on("slow", {.at_once = 2}, [&](Workspace&, Job const&) -> Outcome {
        std::unique_lock lock(mutex);
        ++slow;
        changed.notify_all();
        changed.wait(lock, [&] { return go; });
        return Done{};
    });
    runner.on("quick", {.at_once = 2}, [&](Workspace&, Job const&) -> Outcome {
        std::scoped_lock const lock(mutex);
        ++quick;
        changed.notify_all();
        return Done{};
    });
    for (auto const* key : {"1", "2", "3"})
        put(*workspace, "slow", key, world.now());
    put(*workspace, "quick", "1", world.now());
    runner.turn(*workspace);
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return slow == 2 && quick == 1; });
    }
    runner.turn(*workspace);
    {
        std::scoped_lock const lock(mutex);
        CHECK(slow == 2);
        go = true;
    }
    changed.notify_all();
    runner.wait_idle();
    runner.turn(*workspace);
    runner.wait_idle();
    CHECK(slow == 3);
    CHECK(runner.stop(10s));
}

TEST_CASE("jobs: the end of a job wakes the runner again")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    int woken = 0;
    workspace->on_stir([&](Workspace&, workspace::Follower follower) {
        woken += follower == workspace::Follower::jobs;
    });
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const&) -> Outcome { return Done{}; });
    put(*workspace, "fetch", "1", world.now());
    CHECK(woken == 1);
    runner.turn(*workspace);
    CHECK(woken == 2);
}

TEST_CASE("jobs: chores come round in every workspace, also after they failed")
{
    tests::TestWorld world;
    auto const one = world.workspace(1);
    auto const two = world.workspace(2);
    std::map<std::int64_t, int> swept;
    jobs::Runner runner(world.world(), 0);
    jobs::Calendar calendar(runner);
    calendar.every("sweep", 1h, [&](Workspace& w) {
        if (++swept[w.id().value] == 1 && w.id().value == 1)
            throw std::runtime_error("busy");
    });
    for (auto const& workspace : {one, two}) {
        calendar.plan(*workspace);
        calendar.plan(*workspace);
    }
    for (int minute = 0; minute <= 125; ++minute) {
        runner.turn(*one);
        runner.turn(*two);
        world.advance(1min);
    }
    CHECK(swept[1] == 4);
    CHECK(swept[2] == 3);
}

TEST_CASE("jobs: what is put when the clock is set back runs when it should have (R8)")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::vector<std::string> ran;
    jobs::Runner runner(world.world(), 0);
    runner.on("fetch", {}, [&](Workspace&, Job const& job) -> Outcome {
        ran.push_back(job.key);
        return Done{};
    });
    runner.turn(*workspace);
    put(*workspace, "fetch", "now", world.now());
    put(*workspace, "fetch", "soon", world.now() + 30s);
    world.clock.jump(-5h);
    runner.turn(*workspace);
    CHECK(ran == std::vector<std::string>{"now"});
    world.clock.jump(-5h);
    world.clock.advance(30s);
    runner.turn(*workspace);
    CHECK(ran.size() == 1);
    world.clock.advance(30s);
    runner.turn(*workspace);
    CHECK(ran == std::vector<std::string>{"now", "soon"});
}

TEST_CASE("jobs: a clock that jumps to and fro under load leaves no job waiting (R8)")
{
    tests::TestWorld world;
    auto const workspace = world.workspace();
    std::map<std::string, int> done;
    jobs::Runner runner(world.world(), 0);
    auto const by_chance = [&](std::uint64_t below) {
        return std::int64_t(world.random.number_below(below));
    };
    runner.on("fetch", {.tries = 0, .first = 1s, .cap = 60s},
              [&](Workspace&, Job const& job) -> Outcome {
                  // It may be set back in the middle of one, too.
                  if (by_chance(5) == 0)
                      world.clock.jump(std::chrono::minutes(by_chance(600) - 300));
                  if (by_chance(3) == 0)
                      return Again{std::nullopt, "provider_down"};
                  ++done[job.key];
                  return Done{};
              });
    for (int step = 0; step < 300; ++step) {
        put(*workspace, "fetch", std::to_string(step),
            world.now() + std::chrono::seconds(by_chance(20)));
        if (by_chance(4) == 0)
            world.clock.jump(std::chrono::minutes(by_chance(600) - 300));
        if (by_chance(3) != 0)
            runner.turn(*workspace);
        world.clock.advance(std::chrono::milliseconds(by_chance(2000)));
    }
    for (int minute = 0; minute < 120; ++minute) {
        world.clock.advance(60s);
        runner.turn(*workspace);
    }
    CHECK(done.size() == 300);
    CHECK(dead(*workspace).empty());
}

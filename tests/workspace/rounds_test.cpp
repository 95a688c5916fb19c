#include "workspace/rounds.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "support/world.hpp"

using namespace std::chrono_literals;

namespace {

// A turn that can be held up.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    int turns = 0;
    bool open = true;

    void pass()
    {
        std::unique_lock lock(mutex);
        ++turns;
        changed.notify_all();
        changed.wait(lock, [&] { return open; });
    }
    bool reached(int count)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 10s, [&] { return turns >= count; });
    }
    void set_open(bool now)
    {
        std::scoped_lock const lock(mutex);
        open = now;
        changed.notify_all();
    }
};

}  // namespace

TEST_CASE("rounds: a turn that does not end is seen, and one that ended is not")
{
    tests::TestWorld world;
    Gate gate;
    workspace::Rounds rounds("test", 1, world.world(), [&](workspace::Workspace&) {
        gate.pass();
        return std::optional<std::chrono::milliseconds>();
    });
    CHECK(rounds.longest_turn() == 0ms);
    gate.set_open(false);
    rounds.wake(world.workspace());
    REQUIRE(gate.reached(1));
    world.advance(21s);
    CHECK(rounds.longest_turn() == 21s);
    gate.set_open(true);
    rounds.forget(*world.workspace());
    CHECK(rounds.longest_turn() == 0ms);
}

TEST_CASE("rounds: a workspace that is closing is not held by a late wake")
{
    tests::TestWorld world;
    Gate gate;
    workspace::Rounds rounds("test", 1, world.world(), [&](workspace::Workspace&) {
        gate.pass();
        return std::optional<std::chrono::milliseconds>();
    });
    auto const closing = world.workspace();
    rounds.wake(closing);
    REQUIRE(gate.reached(1));
    auto const others = closing.use_count() - 1;
    closing->begin_closing();
    rounds.forget(*closing);
    auto const before = closing.use_count();
    CHECK(before <= others + 1);
    rounds.wake(closing);
    CHECK(closing.use_count() == before);
    rounds.stop();
    CHECK(gate.turns == 1);
}

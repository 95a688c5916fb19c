#include "watch/trial.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "support/world.hpp"

using namespace std::chrono_literals;
using base::Error;
using base::Fault;
using watch::Trials;

namespace {

// A writer that is told how its next commits end.
struct Writer {
    db::WriterStats stats;
    std::vector<Trials::Done> tried;

    Trials::Try attempt()
    {
        return [this](Trials::Done done) { tried.push_back(std::move(done)); };
    }
};

}  // namespace

TEST_CASE("trials: nothing is tried while commits go through")
{
    tests::MovableClock clock;
    Trials trials(clock);
    Writer writer;
    writer.stats.works = 1000;
    trials.look(7, writer.stats, writer.attempt());
    CHECK(writer.tried.empty());
    CHECK(trials.failing().empty());
}

TEST_CASE("trials: a lost commit is said at once, by its name after the first trial")
{
    tests::MovableClock clock;
    Trials trials(clock);
    Writer writer;
    writer.stats.lost = 3;
    trials.look(7, writer.stats, writer.attempt());
    CHECK(trials.failing(7) == "db_failed");
    REQUIRE(writer.tried.size() == 1);
    writer.tried[0](Error{Fault::unavailable, "disk_full"});
    CHECK(trials.failing(7) == "disk_full");
    CHECK(trials.failing() == "disk_full");
    CHECK(trials.failing(8).empty());
}

TEST_CASE("trials: they go on once a second until one goes through, and then all is well")
{
    tests::MovableClock clock;
    Trials trials(clock);
    Writer writer;
    writer.stats.lost = 1;
    trials.look(7, writer.stats, writer.attempt());
    // None beside one under way, however long it takes.
    clock.advance(5s);
    trials.look(7, writer.stats, writer.attempt());
    REQUIRE(writer.tried.size() == 1);
    writer.stats.lost = 2;  // the trial itself
    writer.tried[0](Error{Fault::unavailable, "disk_full"});
    trials.look(7, writer.stats, writer.attempt());
    trials.look(7, writer.stats, writer.attempt());
    REQUIRE(writer.tried.size() == 2);
    clock.advance(1s);
    writer.tried[1]({});
    CHECK(trials.failing().empty());
    trials.look(7, writer.stats, writer.attempt());
    CHECK(writer.tried.size() == 2);
}

TEST_CASE("trials: a file that is closed is not missed")
{
    tests::MovableClock clock;
    Trials trials(clock);
    Writer writer;
    writer.stats.lost = 1;
    trials.look(7, writer.stats, writer.attempt());
    trials.forget(7);
    CHECK(trials.failing().empty());
    writer.tried[0](Error{Fault::unavailable, "stopping"});
    CHECK(trials.failing().empty());
}

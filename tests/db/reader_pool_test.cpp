#include "db/reader_pool.hpp"

#include <doctest/doctest.h>

#include <future>
#include <thread>

#include "scratch.hpp"

namespace db {

namespace {

using namespace std::chrono_literals;

class StillClock final : public base::Clock {
public:
    base::Instant now() const override { return {m_time.count()}; }
    std::chrono::milliseconds monotonic() const override { return m_time; }
    std::chrono::milliseconds m_time{1000};
};

void make(Scratch const& scratch)
{
    opened(test_file(scratch / "a.db"), OpenMode::create)
        .run_script("CREATE TABLE note (text TEXT) STRICT; INSERT INTO note VALUES ('x')");
}

constexpr Sql Text = R"sql(SELECT text FROM note)sql";

}  // namespace

TEST_CASE("reader pool: connections are opened when needed, kept, and closed when idle")
{
    Scratch scratch;
    StillClock clock;
    make(scratch);
    ReaderPool pool(test_file(scratch / "a.db"), clock);
    CHECK(pool.open_count() == 0);
    CHECK(pool.borrow()->one<std::string>(Text) == "x");
    CHECK(pool.open_count() == 1);
    {
        auto const first = pool.borrow();
        auto const second = pool.borrow();
        CHECK(second->one<std::string>(Text) == "x");
    }
    CHECK(pool.open_count() == 2);
    clock.m_time += 10s;
    CHECK(pool.borrow()->one<std::string>(Text) == "x");
    pool.close_idle(10s);
    CHECK(pool.open_count() == 1);
    pool.close_all();
    CHECK(pool.open_count() == 0);
}

TEST_CASE("reader pool: who comes when all are lent waits for one to come back")
{
    Scratch scratch;
    StillClock clock;
    make(scratch);
    ReaderPool pool(test_file(scratch / "a.db"), clock, 1);
    std::future<std::string> waiting;
    {
        auto const held = pool.borrow();
        waiting = std::async(std::launch::async,
                             [&] { return pool.borrow()->one<std::string>(Text); });
        CHECK(waiting.wait_for(30ms) == std::future_status::timeout);
    }
    CHECK(waiting.get() == "x");
}

TEST_CASE("reader pool: a file that cannot be opened throws, and does not use up the pool")
{
    Scratch scratch;
    StillClock clock;
    ReaderPool pool(test_file(scratch / "a.db"), clock, 1);
    CHECK_THROWS_AS(pool.borrow(), Broken);
    CHECK_THROWS_AS(pool.borrow(), Broken);
    make(scratch);
    CHECK(pool.borrow()->one<std::string>(Text) == "x");
}

}  // namespace db

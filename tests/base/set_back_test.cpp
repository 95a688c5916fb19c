#include "base/set_back.hpp"

#include <doctest/doctest.h>

#include "support/world.hpp"

using namespace std::chrono_literals;

TEST_CASE("set back: a clock that goes back is noticed for a while, one that goes on is not")
{
    tests::MovableClock clock;
    base::SetBack seen;
    CHECK(seen.look(clock));
    clock.advance(11s);
    CHECK_FALSE(seen.look(clock));
    clock.jump(5h);
    CHECK_FALSE(seen.look(clock));
    clock.advance(1h);
    clock.jump(-30min);
    CHECK(seen.look(clock));
    clock.advance(9s);
    CHECK(seen.look(clock));
    clock.advance(2s);
    CHECK_FALSE(seen.look(clock));
}

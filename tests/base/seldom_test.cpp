#include "base/seldom.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

TEST_CASE("seldom: said at once, then once in a while with what was kept back")
{
    base::Seldom seldom(10s);
    CHECK(seldom.happened(5s) == 0);
    CHECK_FALSE(seldom.happened(6s));
    CHECK_FALSE(seldom.happened(14s));
    CHECK(seldom.happened(15s) == 2);
    CHECK_FALSE(seldom.happened(16s));
    CHECK(seldom.over() == 1);
    CHECK(seldom.happened(17s) == 0);
}

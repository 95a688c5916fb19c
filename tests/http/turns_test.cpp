#include "http/turns.hpp"

#include <doctest/doctest.h>

#include <vector>

TEST_CASE("turns: a few do not wait for the many of another group")
{
    http::Turns turns;
    for (http::ConnectionId id = 100; id < 105; ++id)
        turns.add(1, id);
    turns.add(2, 200);
    turns.add(2, 201);
    std::vector<http::ConnectionId> order;
    while (!turns.empty())
        order.push_back(turns.next());
    CHECK(order == std::vector<http::ConnectionId>{100, 200, 101, 201, 102, 103, 104});
}

TEST_CASE("turns: who is added after a group ran empty takes its turn like the others")
{
    http::Turns turns;
    turns.add(1, 100);
    CHECK(turns.next() == 100);
    CHECK(turns.empty());
    turns.add(2, 200);
    turns.add(2, 201);
    turns.add(1, 101);
    CHECK(turns.next() == 200);
    CHECK(turns.next() == 101);
    CHECK(turns.next() == 201);
    CHECK(turns.empty());
}

#include "net/http_date.hpp"

#include <doctest/doctest.h>

TEST_CASE("http date: the one form of today is read, others are nothing")
{
    auto const read = net::read_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    REQUIRE(read);
    CHECK(read->ms == 784'111'777'000);
    for (auto const* const text :
         {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
          "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nuv 1994 08:49:37 GMT",
          "Sun, 36 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "})
        CHECK_FALSE(net::read_http_date(text));
}

#include "channels/country.hpp"

#include <doctest/doctest.h>

#include "channels/cost.hpp"

using namespace channels;

TEST_CASE("country: the longest calling code that fits names it")
{
    CHECK(country_of_phone("628123450001") == "ID");
    CHECK(country_of_phone("60123456789") == "MY");
    CHECK(country_of_phone("966500000000") == "SA");
    CHECK(country_of_phone("5511999990000") == "BR");
    CHECK(country_of_phone("12125550100") == "US");
    CHECK(country_of_phone("14165550100") == "CA");
    CHECK(country_of_phone("18765550100") == "JM");
    CHECK(country_of_phone("77010000000") == "KZ");
    CHECK(country_of_phone("79000000000") == "RU");
    CHECK(country_of_phone("7") == "RU");
    CHECK(country_of_phone("") == "");
    CHECK(country_of_phone("0812") == "");
    CHECK(country_of_phone("999123") == "");
}

TEST_CASE("country: a business-scoped user id begins with it")
{
    CHECK(country_of_user_id("ID.48210077351964420011") == "ID");
    CHECK(country_of_user_id("id.4821") == "");
    CHECK(country_of_user_id("ID.") == "");
    CHECK(country_of_user_id("628123450001") == "");
    CHECK(country_of_user_id("") == "");
}

TEST_CASE("cost: words of a price have one spelling")
{
    CHECK(price_word("AUTHENTICATION-INTERNATIONAL") == "authentication_international");
    CHECK(price_word("authentication_international") == "authentication_international");
    CHECK(price_word("") == "");
    CHECK(price_word(std::string(500, 'X')).size() == 40);
    CHECK(price_word("<b>") == "_b_");
}

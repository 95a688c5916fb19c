#include "http/form.hpp"

#include <doctest/doctest.h>

using http::form_value;

TEST_CASE("form: the named value, decoded once")
{
    CHECK(form_value("a=1&b=two+words%21&b=3", "b") == "two words!");
    CHECK(form_value("a=1", "b") == std::nullopt);
    CHECK(form_value("", "b") == std::nullopt);
    CHECK(form_value("b", "b") == "");
    CHECK(form_value("b=%2541", "b") == "%41");
    CHECK(form_value("%62=1", "b") == "1");
}

TEST_CASE("form: what is broken or endless has no value")
{
    CHECK(form_value("b=%4", "b") == std::nullopt);
    CHECK(form_value("b=%zz", "b") == std::nullopt);
    CHECK(form_value("b=%ff", "b") == std::nullopt);
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "a=1&";
    CHECK(form_value(many + "b=1", "b") == std::nullopt);
}

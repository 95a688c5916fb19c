#include "base/json.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace base;

namespace {

std::string refusal(std::string_view text, JsonLimits limits = {})
{
    auto const parsed = parse_json(text, limits);
    return parsed ? "fine" : parsed.error().code;
}

}  // namespace

TEST_CASE("json: outside text is limited in every direction")
{
    CHECK(refusal(R"({"a":[1,2,{"b":null}]})") == "fine");
    CHECK(refusal(std::string(65, '[') + std::string(65, ']')) == "json_too_deep");
    CHECK(refusal(std::string(64, '[') + std::string(64, ']')) == "fine");
    CHECK(refusal(R"({"a":1,"a":2})") == "json_duplicate_key");
    CHECK(refusal("\"\xff\"") == "json_bad_utf8");
    CHECK(refusal("{\"a\":") == "json_syntax");
    CHECK(refusal("") == "json_syntax");
    CHECK(refusal("{} {}") == "json_syntax");
    CHECK(refusal(R"(["abcdef"])", {.string_bytes = 5}) == "json_string_too_long");
    CHECK(refusal("[1,2,3]", {.keys = 2}) == "json_too_many_keys");
    CHECK(refusal("[1,2,3]", {.bytes = 6}) == "json_too_large");
}

TEST_CASE("json: large ids keep every digit")
{
    auto const parsed = parse_json(R"({"id":9007199254740993,"text":"9007199254740995"})");
    CHECK(number_at(*parsed, "id") == 9007199254740993);
    CHECK(number_at(*parsed, "text") == 9007199254740995);
    CHECK(!number_at(*parse_json(R"({"id":1.5})"), "id"));
    CHECK(!number_at(*parse_json(R"({"id":18446744073709551615})"), "id"));
}

TEST_CASE("json: a number in a text is one that can be counted with")
{
    auto const parsed = parse_json(
        R"({"a":"2.5","b":"nan","c":"inf","d":"-infinity","e":"1e999"})");
    CHECK(real_at(*parsed, "a") == 2.5);
    for (auto const* const key : {"b", "c", "d", "e"})
        CHECK(!real_at(*parsed, key));
}

TEST_CASE("json: nested containers keep their order and content")
{
    auto const parsed = parse_json(R"({"a":{"b":[{"c":1},{"c":2}],"d":"e"},"f":[[],[3]]})");
    REQUIRE(parsed.ok());
    CHECK(to_text(*parsed) == R"({"a":{"b":[{"c":1},{"c":2}],"d":"e"},"f":[[],[3]]})");
}

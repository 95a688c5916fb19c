#include "base/text.hpp"

#include <doctest/doctest.h>

#include "base/time.hpp"

using namespace base;

TEST_CASE("text: UTF-8 is judged strictly")
{
    CHECK(is_utf8("São ... مرحبا 🙏"));
    CHECK(!is_utf8("\xC0\xAF"));          // overlong
    CHECK(!is_utf8("\xED\xA0\x80"));      // surrogate
    CHECK(!is_utf8("\xF5\x80\x80\x80"));  // past U+10FFFF
    CHECK(!is_utf8("abc\xE2\x82"));
    CHECK(to_utf8("a\xFFz") == "a\uFFFDz");
}

TEST_CASE("text: cutting never halves a code point")
{
    CHECK(first_points("🙏🙏🙏", 2) == "🙏🙏");
    CHECK(count_points("São") == 3);
    CHECK(first_points("ab", 5) == "ab");
}

TEST_CASE("text: names lose control and direction marks, bodies keep lines")
{
    CHECK(clean_name("  a\u202Egpj.exe\n") == "agpj.exe");
    CHECK(clean_name("a\x00"
                     "b") == "a");
    CHECK(clean_body("a\n\tb\x07"
                     "c") == "a\n\tbc");
}

TEST_CASE("text: hex goes both ways")
{
    CHECK(to_hex("\x01\xAB") == "01ab");
    CHECK(from_hex("01AB") == "\x01\xAB");
    CHECK(from_hex("0g").empty());
    CHECK(from_hex("012").empty());
}

TEST_CASE("time: RFC 3339 goes both ways")
{
    CHECK(to_rfc3339({1795000000123}) == "2026-11-18T11:06:40.123Z");
    CHECK(from_rfc3339("2026-11-18T11:06:40.123Z")->ms == 1795000000123);
    CHECK(from_rfc3339("2026-11-18T18:06:40+07:00")->ms == 1795000000000);
    CHECK(!from_rfc3339("2026-02-30T00:00:00Z").ok());
    CHECK(!from_rfc3339("2026-11-18 ").ok());
    CHECK(!from_rfc3339("2026-11-18T18:06:40+24:00").ok());
    // What is taken can be written again.
    CHECK(!from_rfc3339("0000-01-01T00:00:00+00:01").ok());
    CHECK(!from_rfc3339("9999-12-31T23:59:59-00:01").ok());
    CHECK(to_rfc3339(*from_rfc3339("0000-01-01T00:00:00Z")) == "0000-01-01T00:00:00.000Z");
    CHECK(to_rfc3339({INT64_MAX}) == "9999-12-31T23:59:59.999Z");
    CHECK(to_rfc3339({INT64_MIN}) == "0000-01-01T00:00:00.000Z");
    CHECK(!from_rfc3339("2026-11-18T18:06:40+07:00x").ok());
}

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "base/json.hpp"
#include "base/log_format.hpp"
#include "base/log_scope.hpp"

using base::LogFormat;
using base::LogLevel;
using base::LogPair;
using base::LogScope;

namespace {

constexpr base::Instant At{1'795'248'000'000};  // 2026-11-21T08:00:00Z

std::string line(LogFormat format, std::initializer_list<LogPair> pairs,
                 std::string_view request = {})
{
    return base::log_line(format, At, LogLevel::warning, "intake", "kept", pairs, request);
}

}  // namespace

TEST_CASE("log: a line says when, how bad, where, what and about what")
{
    CHECK(line(LogFormat::text, {{"event", 17}, {"why", "disk full"}}) ==
          "2026-11-21T08:00:00.000Z warn  intake: kept event=17 why=\"disk full\"\n");
    CHECK(line(LogFormat::text, {}, "r-1") ==
          "2026-11-21T08:00:00.000Z warn  intake: kept request=r-1\n");
}

TEST_CASE("log: a request that the line names itself is not named twice")
{
    CHECK(line(LogFormat::text, {{"request", "r-2"}}, "r-1") ==
          "2026-11-21T08:00:00.000Z warn  intake: kept request=r-2\n");
    auto const json = base::parse_json(line(LogFormat::json, {{"request", "r-2"}}, "r-1"));
    REQUIRE(json);
    CHECK(json->at("request") == "r-2");
}

TEST_CASE("log: a line of JSON is one object, and no value can end it or take another's place")
{
    auto const text = line(LogFormat::json,
                           {{"why", "a\nb\x1b[31m\"}"}, {"level", "info"}, {"bytes", "\xff\xfe"}},
                           "r-1");
    CHECK(text.find('\n') == text.size() - 1);
    CHECK(text.find('\x1b') == std::string::npos);
    auto const json = base::parse_json(text);
    REQUIRE(json);
    CHECK(json->at("time") == "2026-11-21T08:00:00.000Z");
    CHECK(json->at("level") == "warning");
    CHECK(json->at("room") == "intake");
    CHECK(json->at("message") == "kept");
    CHECK(json->at("why") == "a\nb\x1b[31m\"}");
    CHECK(json->at("request") == "r-1");
}

TEST_CASE("log: values of the text form cannot start a line of their own")
{
    auto const text = line(LogFormat::text, {{"why", "a\r\nb\x1b[31m"}});
    CHECK(text.find('\n') == text.size() - 1);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("log: a scope holds for its thread and its time, and gives back the one around it")
{
    CHECK(LogScope::request().empty());
    {
        LogScope const outer("r-1");
        CHECK(LogScope::request() == "r-1");
        {
            LogScope const inner("r-2");
            CHECK(LogScope::request() == "r-2");
        }
        CHECK(LogScope::request() == "r-1");
        std::string elsewhere = "?";
        std::thread([&] { elsewhere = LogScope::request(); }).join();
        CHECK(elsewhere.empty());
    }
    CHECK(LogScope::request().empty());
}

TEST_CASE("log: a phone number keeps its last three digits")
{
    CHECK(base::redacted_phone("+6281234500011") == "…011");
    CHECK(base::redacted_phone("11") == "…11");
}

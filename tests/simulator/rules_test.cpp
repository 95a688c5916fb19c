#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

Json text(std::string to = "+628123450001")
{
    return {{"to", std::move(to)}, {"text", {{"body", "Hai"}}}};
}

Json rule(Json match, Json action)
{
    return {{"match", std::move(match)}, {"action", std::move(action)}};
}

}  // namespace

TEST_CASE("rules: only the nth matching call is caught")
{
    Lab lab;
    lab.control("POST", "/sim/rules",
                rule({{"route", "messages"}, {"recipient", "+62 812-345-0001"}, {"nth", 2}},
                     {{"kind", "error"}, {"code", 130429}, {"status", 429}}));
    CHECK(lab.send(text("+628123450005")).status == 200);
    CHECK(lab.send(text()).status == 200);
    auto const second = lab.send(text());
    CHECK(second.status == 429);
    CHECK(body_of(second)["error"]["code"] == 130429);
    CHECK(lab.send(text()).status == 200);
}

TEST_CASE("rules: times bounds them and DELETE ends them")
{
    Lab lab;
    lab.control("POST", "/sim/rules", rule({{"times", 1}}, {{"code", 131056}}));
    CHECK(lab.send(text()).status == 400);
    CHECK(lab.send(text()).status == 200);
    lab.control("POST", "/sim/rules", rule(Json::object(), {{"code", 190}}));
    CHECK(lab.send(text()).status == 401);
    lab.control("DELETE", "/sim/rules");
    CHECK(lab.send(text()).status == 200);
}

TEST_CASE("rules: before means nothing was accepted, after means it was")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Halo"}});
    lab.pass(1s);
    auto const fate_and_story = [&](char const* kind) {
        lab.control("POST", "/sim/rules", rule({{"times", 1}}, {{"kind", kind}}));
        auto const fate = lab.send(text()).fate;
        return std::pair(fate, story(lab.pass(400ms)));
    };
    using simulator::Fate;
    CHECK(fate_and_story("timeout_before") == std::pair(Fate::held, std::string()));
    CHECK(fate_and_story("timeout_after") == std::pair(Fate::held, std::string("sent")));
    lab.pass(1min);
    CHECK(fate_and_story("reset_before") == std::pair(Fate::cut, std::string()));
    CHECK(fate_and_story("reset_after") == std::pair(Fate::cut, std::string("sent")));
    lab.pass(1min);
    CHECK(fate_and_story("truncated") == std::pair(Fate::truncated, std::string("sent")));
    lab.pass(1min);
    CHECK(fate_and_story("slow") == std::pair(Fate::slow, std::string("sent")));
    lab.pass(1min);
    CHECK(fate_and_story("failed") == std::pair(Fate::sent, std::string("failed")));
}

TEST_CASE("rules: a proxy's page instead of JSON")
{
    Lab lab;
    lab.control("POST", "/sim/rules", rule(Json::object(), {{"kind", "html"}, {"status", 503}}));
    auto const answer = lab.send(text());
    CHECK(answer.status == 503);
    CHECK(answer.content_type == "text/html; charset=utf-8");
}

TEST_CASE("rules: what is not a rule is refused by field")
{
    Lab lab;
    auto const answer = lab.control("POST", "/sim/rules",
                                    rule(Json::object(), {{"kind", "magic"}}));
    CHECK(answer.status == 422);
    CHECK(body_of(answer)["error"]["fields"][0]["field"] == "action.kind");
    CHECK(lab.control("POST", "/sim/config", {{"sped", 1}}).status == 422);
}

TEST_CASE("limits: the pair limit lets 45 pass at once and then one in six seconds")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"pair_limit", true}});
    for (int i = 0; i < 45; ++i)
        REQUIRE(lab.send(text()).status == 200);
    CHECK(body_of(lab.send(text()))["error"]["code"] == 131056);
    lab.pass(6s);
    CHECK(lab.send(text()).status == 200);
    CHECK(lab.send(text()).status == 400);
}

TEST_CASE("limits: the eighty-first message of a second is turned away")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"throughput_limit", true}});
    for (int i = 0; i < 80; ++i)
        REQUIRE(lab.send(text()).status == 200);
    auto const answer = lab.send(text());
    CHECK(answer.status == 429);
    CHECK(body_of(answer)["error"]["code"] == 130429);
}

TEST_CASE("limits: an upgraded number says HIGH and may send a thousand in a second")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"throughput_limit", true}, {"high_throughput", true}});
    for (int i = 0; i < 1000; ++i)
        REQUIRE(lab.send(text()).status == 200);
    CHECK(lab.send(text()).status == 429);
    auto const number = lab.call("GET", "/v26.0/440022330055662");
    CHECK(body_of(number)["throughput"]["level"] == "HIGH");
}

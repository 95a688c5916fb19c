#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

std::vector<Json> calls_of(std::vector<simulator::Delivery> const& posts)
{
    std::vector<Json> all;
    for (auto const& post : posts) {
        auto const change = base::parse_json(post.body).value()["entry"][0]["changes"][0];
        CHECK(change["field"] == "calls");
        all.push_back(change["value"]);
    }
    return all;
}

Json business(Lab& lab, Json body)
{
    body["messaging_product"] = "whatsapp";
    return body_of(lab.call("POST", "/v26.0/440022330055662/calls", body));
}

void customer(Lab& lab, Json const& body)
{
    CHECK(lab.control("POST", "/sim/customers/628123450001/calls", body).status < 300);
}

}  // namespace

TEST_CASE("calls: nobody answers a customer, and the business may call back")
{
    Lab lab;
    CHECK(business(lab, {{"action", "connect"}, {"to", "+628123450001"}})["error"]["code"] ==
          138006);
    customer(lab, {{"outcome", "missed"}});
    auto const told = calls_of(lab.pass(40s));
    REQUIRE(told.size() == 2);
    CHECK(told[0]["calls"][0]["event"] == "connect");
    CHECK(told[0]["calls"][0]["from"] == "628123450001");
    CHECK(told[1]["calls"][0]["event"] == "terminate");
    CHECK(told[1]["calls"][0]["status"] == "FAILED");
    CHECK_FALSE(told[1]["calls"][0].contains("duration"));
    auto const chat = body_of(lab.control("GET", "/sim/customers/628123450001/messages"));
    CHECK(chat["messages"][0]["content"] == Json{{"direction", "in"}, {"status", "missed"}});
    CHECK(chat.contains("window_ends_at"));
    CHECK(business(lab, {{"action", "connect"}, {"to", "+628123450001"}})["success"] == true);
}

TEST_CASE("calls: a customer is answered by the business and hangs up")
{
    Lab lab;
    customer(lab, Json::object());
    auto const id = calls_of(lab.pass(1s)).at(0)["calls"][0]["id"];
    CHECK(business(lab, {{"action", "accept"}, {"call_id", id}})["success"] == true);
    CHECK(business(lab, {{"action", "accept"}, {"call_id", id}})["error"]["code"] == 131009);
    lab.pass(60s);
    customer(lab, {{"action", "hang_up"}});
    auto const told = calls_of(lab.pass(1s));
    REQUIRE(told.size() == 1);
    CHECK(told[0]["calls"][0]["status"] == "COMPLETED");
    CHECK(told[0]["calls"][0]["duration"] == 60);
}

TEST_CASE("calls: a call of the business rings, is accepted, and ends when told")
{
    Lab lab;
    lab.say("628123450001", {{"type", "interactive"},
                             {"interactive",
                              {{"type", "call_permission_reply"},
                               {"call_permission_reply", {{"response", "accept"}}}}}});
    lab.pass(1s);
    auto const made = business(lab, {{"action", "connect"}, {"to", "+628123450001"}});
    auto const again = business(lab, {{"action", "connect"}, {"to", "+628123450001"}});
    CHECK(again["error"]["code"] == 138003);
    auto const told = calls_of(lab.pass(10s));
    REQUIRE(told.size() == 3);
    CHECK(told[0]["statuses"][0]["status"] == "RINGING");
    CHECK(told[1]["statuses"][0]["status"] == "ACCEPTED");
    CHECK(told[2]["calls"][0]["session"]["sdp_type"] == "answer");
    auto const id = made["calls"][0]["id"];
    CHECK(business(lab, {{"action", "terminate"}, {"call_id", id}})["success"] == true);
    CHECK(calls_of(lab.pass(1s)).at(0)["calls"][0]["event"] == "terminate");
    CHECK(calls_of(lab.pass(60s)).empty());
}

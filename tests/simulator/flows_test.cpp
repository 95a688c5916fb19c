#include <doctest/doctest.h>

#include "lab.hpp"

using base::Json;

namespace {

std::string const Good =
    R"({"version":"7.0","screens":[{"id":"S1","layout":{"type":"SingleColumnLayout"}}]})";

Json draft(std::string flow_json)
{
    return {{"name", "Retur"},
            {"categories", Json::array({"OTHER"})},
            {"flow_json", std::move(flow_json)}};
}

}  // namespace

TEST_CASE("flows: a draft is published once and retired once")
{
    Lab lab;
    auto const made = body_of(lab.call("POST", "/v26.0/330011220044551/flows", draft(Good)));
    auto const path = "/v26.0/" + made["id"].get<std::string>();
    CHECK(made["validation_errors"].empty());
    CHECK(body_of(lab.call("GET", path))["status"] == "DRAFT");
    CHECK(body_of(lab.call("POST", path + "/deprecate", Json::object()))["error"]["code"] ==
          139003);
    CHECK(body_of(lab.call("POST", path + "/publish", Json::object()))["success"] == true);
    CHECK(body_of(lab.call("POST", path + "/publish", Json::object()))["error"]["code"] == 139002);
    CHECK(body_of(lab.call("DELETE", path))["error"]["code"] == 139004);
    CHECK(body_of(lab.call("POST", path + "/deprecate", Json::object()))["success"] == true);
    CHECK(body_of(lab.call("GET", path, {}, {{"fields", "status"}}))["status"] == "DEPRECATED");
}

TEST_CASE("flows: what is missing in the JSON is named, and keeps it from being published")
{
    Lab lab;
    auto const made = body_of(
        lab.call("POST", "/v26.0/330011220044551/flows", draft(R"({"version":"7.0"})")));
    REQUIRE(made["validation_errors"].size() == 1);
    CHECK(made["validation_errors"][0]["pointers"][0]["path"] == "screens");
    auto const path = "/v26.0/" + made["id"].get<std::string>();
    CHECK(body_of(lab.call("POST", path + "/publish", Json::object()))["error"]["code"] == 139002);
    CHECK(body_of(lab.call("DELETE", path))["success"] == true);
    CHECK(body_of(lab.call("GET", "/v26.0/330011220044551/flows"))["data"].empty());
}

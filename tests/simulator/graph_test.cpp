#include <doctest/doctest.h>

#include "lab.hpp"
#include "simulator/graph/multipart.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

simulator::Answer upload(Lab& lab, std::string mime, std::string bytes)
{
    simulator::Call call{.method = "POST", .path = "/v26.0/440022330055662/media"};
    call.token = "EAASIMTOKEN0001";
    call.content_type = "multipart/form-data; boundary=xx";
    call.body =
        "--xx\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
        "--xx\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n" +
        mime +
        "\r\n"
        "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
        "Content-Type: " +
        mime + "\r\n\r\n" + bytes + "\r\n--xx--\r\n";
    return lab.core.handle(call);
}

}  // namespace

TEST_CASE("graph: a call without a token is 401 with code 190")
{
    Lab lab;
    auto const answer = lab.call("GET", "/v26.0/440022330055662", {}, {}, "");
    CHECK(answer.status == 401);
    CHECK(body_of(answer)["error"]["code"] == 190);
    lab.control("POST", "/sim/config", {{"revoked", true}});
    CHECK(lab.call("GET", "/v26.0/440022330055662").status == 401);
}

TEST_CASE("graph: strict knows only its own ids and token, otherwise a new channel is adopted")
{
    Lab strict({.seed = 1, .strict = true});
    CHECK(strict.call("GET", "/v26.0/1234567").status == 400);
    CHECK(body_of(strict.call("GET", "/v26.0/1234567"))["error"]["error_subcode"] == 33);
    CHECK(strict.call("GET", "/v26.0/440022330055662", {}, {}, "EAAOTHER").status == 401);
    Lab lab;
    CHECK(lab.call("GET", "/v26.0/1234567", {}, {}, "EAANEW").status == 200);
    auto const numbers = body_of(lab.call("GET", "/v26.0/7654321/phone_numbers", {}, {}, "EAANEW"));
    REQUIRE(numbers["data"].size() == 1);
    CHECK(numbers["data"][0]["id"] == "1234567");
    auto const health = body_of(
        lab.call("GET", "/v26.0/1234567", {}, {{"fields", "health_status"}}, "EAANEW"));
    CHECK(health["health_status"]["entities"][1]["id"] == "7654321");
}

TEST_CASE("graph: the application proof is checked when there is one")
{
    Lab lab;
    std::string const good = "35ee3ba0aff16c4bfa2c8e8b317f575365aebb642b4bc3574cd8abedce1d176c";
    CHECK(lab.call("GET", "/440022330055662", {}, {{"appsecret_proof", good}}).status == 200);
    CHECK(lab.call("GET", "/440022330055662", {}, {{"appsecret_proof", "00"}}).status == 400);
    CHECK(lab.call("GET", "/440022330055662", {}, {{"appsecret_proof", "00"}}, "EAANEW").status ==
          200);
}

TEST_CASE("graph: fields choose what a number tells")
{
    Lab lab;
    auto const number = body_of(lab.call("GET", "/v26.0/440022330055662", {},
                                         {{"fields", "display_phone_number,status,nothing"}}));
    CHECK(number == Json{{"id", "440022330055662"},
                         {"display_phone_number", "+6281200007700"},
                         {"status", "CONNECTED"}});
}

TEST_CASE("graph: templates come in pages")
{
    Lab lab;
    auto const first = body_of(
        lab.call("GET", "/v26.0/330011220044551/message_templates", {}, {{"limit", "10"}}));
    CHECK(first["data"].size() == 10);
    CHECK(first["data"][0]["components"][0]["type"] == "BODY");
    std::string const after = first["paging"]["cursors"]["after"];
    auto const second = body_of(lab.call("GET", "/v26.0/330011220044551/message_templates", {},
                                         {{"limit", "100"}, {"after", after}}));
    CHECK(second["data"].size() == 26);
    CHECK_FALSE(second["paging"].contains("next"));
}

TEST_CASE("graph: a picture is uploaded, sent, fetched for five minutes and deleted")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Ada foto?"}});
    std::string const id = body_of(upload(lab, "image/png", "picture\r\nbytes"))["id"];
    auto const sent = lab.send(
        {{"to", "+628123450001"}, {"type", "image"}, {"image", {{"id", id}, {"caption", "Ini"}}}});
    CHECK(sent.status == 200);
    CHECK(lab.send({{"to", "+628123450001"}, {"type", "video"}, {"video", {{"id", id}}}}).status ==
          400);
    auto const about = body_of(lab.call("GET", "/v26.0/" + id));
    CHECK(about["mime_type"] == "image/png");
    CHECK(about["file_size"] == 14);
    CHECK(about["sha256"].get<std::string>().size() == 64);

    auto const url = about["url"].get<std::string>();
    auto const fetch = [&](std::string token) {
        auto const path = url.substr(url.find("/sim"), url.find('?') - url.find("/sim"));
        auto const exp = url.substr(url.find("exp=") + 4, 10);
        auto const sig = url.substr(url.find("sig=") + 4);
        return lab.call("GET", path, {}, {{"exp", exp}, {"sig", sig}}, std::move(token));
    };
    CHECK(fetch("EAASIMTOKEN0001").body == "picture\r\nbytes");
    CHECK(fetch("").status == 401);
    lab.pass(5min);
    CHECK(fetch("EAASIMTOKEN0001").status == 404);
    CHECK(lab.call("DELETE", "/v26.0/" + id).status == 200);
    CHECK(lab.call("GET", "/v26.0/" + id).status == 400);
}

TEST_CASE("graph: uploads are checked by kind and size")
{
    Lab lab;
    CHECK(body_of(upload(lab, "image/gif", "x"))["error"]["code"] == 131053);
    CHECK(body_of(upload(lab, "image/webp", std::string(500'001, 'x')))["error"]["code"] == 131053);
    CHECK(upload(lab, "image/webp", std::string(500'000, 'x')).status == 200);
    CHECK(lab.call("POST", "/v26.0/440022330055662/media", {{"a", 1}}).status == 400);
}

TEST_CASE("graph: a number that is not registered cannot send")
{
    Lab lab;
    CHECK(lab.call("POST", "/v26.0/440022330055662/deregister").status == 200);
    auto const refused = lab.send({{"to", "+628123450001"}, {"text", {{"body", "x"}}}});
    CHECK(body_of(refused)["error"]["code"] == 133010);
    CHECK(lab.call("POST", "/v26.0/440022330055662/register",
                   {{"messaging_product", "whatsapp"}, {"pin", "12"}})
              .status == 400);
    CHECK(lab.call("POST", "/v26.0/440022330055662/register",
                   {{"messaging_product", "whatsapp"}, {"pin", "581063"}})
              .status == 200);
    CHECK(body_of(lab.call(
              "POST", "/v26.0/440022330055662/register",
              {{"messaging_product", "whatsapp"}, {"pin", "111111"}}))["error"]["code"] == 133005);
}

TEST_CASE("graph: debug_token tells a good token from a bad one")
{
    Lab lab({.seed = 1, .strict = true});
    auto const asked = [&](std::string token) {
        return body_of(
            lab.call("GET", "/v26.0/debug_token", {}, {{"input_token", std::move(token)}}))["data"];
    };
    CHECK(asked("EAASIMTOKEN0001")["is_valid"] == true);
    CHECK(asked("EAASIMTOKEN0001")["granular_scopes"][0]["target_ids"][0] == "330011220044551");
    CHECK(asked("EAAOTHER")["is_valid"] == false);
}

TEST_CASE("multipart: names, bytes and what is not multipart")
{
    auto const read = [](std::string body) {
        return simulator::read_multipart("multipart/form-data; boundary=\"b\"", body);
    };
    auto const good = read(
        "preamble\r\n--b\r\nContent-Disposition: form-data; filename=\"f.png\"; name=a\r\n\r\n\r\n--b--");
    REQUIRE(good.ok());
    CHECK(good.value().at(0).name == "a");
    CHECK(good.value().at(0).file_name == "f.png");
    CHECK(good.value().at(0).content == "");
    CHECK_FALSE(read("--b\r\nno end").ok());
    CHECK_FALSE(read("").ok());
    CHECK_FALSE(simulator::read_multipart("text/plain", "--b--").ok());
}

#include <doctest/doctest.h>

#include "crypto/hmac.hpp"
#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

TEST_CASE("webhooks: the signature covers exactly the escaped bytes")
{
    Lab lab;
    lab.say("628123450001", {{"text", "café / ok"}});
    auto const all = lab.pass(1s);
    REQUIRE(all.size() == 1);
    CHECK(all[0].url == "http://127.0.0.1:1/hook");
    CHECK(all[0].body.find(R"(caf\u00e9 \/ ok)") != std::string::npos);
    CHECK(crypto::verify_meta_signature("sim_app_secret_0001", all[0].signature, all[0].body));
    CHECK(value_of(all[0])["messages"][0]["text"]["body"] == "café / ok");
}

TEST_CASE("webhooks: plain UTF-8 and a wrong signature can be asked for")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"escape", false}, {"wrong_signature", true}});
    lab.say("628123450001", {{"text", "café / ok"}});
    auto const all = lab.pass(1s);
    CHECK(all[0].body.find("café / ok") != std::string::npos);
    CHECK_FALSE(
        crypto::verify_meta_signature("sim_app_secret_0001", all[0].signature, all[0].body));
}

TEST_CASE("webhooks: a refused POST is sent again after 0, 1, 5 and 30 seconds")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Halo"}});
    std::vector<std::int64_t> at;
    auto const start = lab.clock.at;
    while (at.size() < 5) {
        lab.clock.at = *lab.core.next_due();
        for (auto const& one : lab.core.run_due()) {
            at.push_back((lab.clock.at - start).count());
            lab.core.delivered(one, 503);
        }
    }
    CHECK(at == std::vector<std::int64_t>{0, 0, 1000, 6000, 36000});
    lab.clock.at = *lab.core.next_due();
    for (auto const& one : lab.core.run_due())
        lab.core.delivered(one, 200);
    CHECK_FALSE(lab.core.next_due());
}

TEST_CASE("webhooks: a customer sees one tick until the POST is answered")
{
    Lab lab;
    auto const state = [&] {
        return body_of(
            lab.control("GET", "/sim/customers/628123450001/messages"))["messages"][0]["state"];
    };
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(state() == "waiting");
    lab.pass(500ms, 500);
    CHECK(state() == "waiting");
    lab.pass(10s, 200);
    CHECK(state() == "delivered");
}

TEST_CASE("webhooks: doubled, lost and batched")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"duplicate_p", 1.0}});
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(story(lab.pass(1s)) == "in:text in:text");
    lab.control("POST", "/sim/config", {{"duplicate_p", 0}, {"lose_p", 1}});
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(lab.pass(1s).empty());
    lab.control("POST", "/sim/config", {{"lose_p", 0}, {"batch", 3}});
    for (int i = 0; i < 4; ++i)
        lab.say("628123450001", {{"text", "Halo"}});
    auto const all = lab.pass(1s);
    REQUIRE(all.size() == 2);
    CHECK(base::parse_json(all[0].body).value()["entry"][0]["changes"].size() == 3);
}

TEST_CASE("webhooks: an override is asked first and then used")
{
    Lab lab;
    auto const answer = lab.call(
        "POST", "/v26.0/330011220044551/subscribed_apps",
        {{"override_callback_uri", "http://127.0.0.1:2/x"}, {"verify_token", "t k"}});
    REQUIRE(answer.verification);
    auto const question = answer.verification->question();
    CHECK(question.starts_with("http://127.0.0.1:2/x?hub.mode=subscribe&hub.challenge="));
    CHECK(question.ends_with("&hub.verify_token=t%20k"));
    auto const refused = lab.core.verified(*answer.verification, 403, "");
    CHECK(body_of(refused)["error"]["code"] == 2200);
    CHECK(lab.core.verified(*answer.verification, 200, answer.verification->challenge).status ==
          200);
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(lab.pass(1s).at(0).url == "http://127.0.0.1:2/x");
    auto const listed = body_of(lab.call("GET", "/v26.0/330011220044551/subscribed_apps"));
    CHECK(listed["data"][0]["override_callback_uri"] == "http://127.0.0.1:2/x");
    lab.call("DELETE", "/v26.0/330011220044551/subscribed_apps");
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(lab.pass(1s).at(0).url == "http://127.0.0.1:1/hook");
}

TEST_CASE("webhooks: everything a customer can send has its provider's shape")
{
    Lab lab;
    auto const sent = [&](Json const& what) {
        REQUIRE(lab.say("628123450001", what).status == 201);
        return value_of(lab.pass(1s).at(0))["messages"][0];
    };
    auto const text = sent({{"text", "Halo"}, {"quoted", "wamid.OUT"}});
    CHECK(text["context"]["id"] == "wamid.OUT");
    CHECK(text["context"]["from"] == "6281200007700");
    CHECK(text["timestamp"] == "1795000000");
    auto const place = sent(
        {{"type", "location"}, {"location", {{"latitude", -6.2}, {"longitude", 106.8}}}});
    CHECK(place["location"]["latitude"] == -6.2);
    auto const poll = sent({{"type", "poll"}, {"text", "Makan apa?"}});
    CHECK(poll["type"] == "unsupported");
    CHECK(poll["errors"][0]["code"] == 131051);
    auto const raw = sent({{"raw", {{"type", "ephemeral"}, {"ephemeral", {{"x", 1}}}}}});
    CHECK(raw["type"] == "ephemeral");
    CHECK(raw["from"] == "628123450001");
    CHECK(lab.say("628123450001", {{"type", "image"}, {"media_id", "1"}}).status == 422);
    CHECK(lab.say("nobody", {{"text", "x"}}).status == 404);
}

TEST_CASE("webhooks: a message tells where it came from")
{
    Lab lab;
    auto const sent = [&](Json const& what) {
        REQUIRE(lab.say("628123450001", what).status == 201);
        return value_of(lab.pass(1s).at(0))["messages"][0];
    };
    auto const forwarded = sent({{"text", "Halo"}, {"forwarded", true}});
    CHECK(forwarded["context"] == Json{{"forwarded", true}});
    auto const ad = sent({{"text", "Info"}, {"referral", {{"source_id", "1200"}}}});
    CHECK(ad["referral"]["source_id"] == "1200");
    CHECK_FALSE(ad.contains("context"));
    auto const product = sent(
        {{"text", "Ada?"}, {"referred_product", {{"product_retailer_id", "SKU-1"}}}});
    CHECK(product["context"]["referred_product"]["product_retailer_id"] == "SKU-1");
    CHECK(product["context"]["from"] == "6281200007700");
    auto const chat = body_of(lab.call("GET", "/sim/customers/628123450001/messages"));
    CHECK(chat["messages"][0]["with"]["forwarded"] == true);
    CHECK_FALSE(chat["messages"][0].contains("revoked"));
    sent({{"type", "revoke"}, {"revoke", {{"original_message_id", chat["messages"][0]["id"]}}}});
    auto const after = body_of(lab.call("GET", "/sim/customers/628123450001/messages"));
    CHECK(after["messages"][0]["revoked"] == true);
}

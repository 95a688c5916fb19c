#include <doctest/doctest.h>

#include <map>

#include "channels/list.hpp"

using namespace channels;

namespace {

struct Incoming {
    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> query;
    std::string method = "POST";
    std::string body;

    Webhook view() const
    {
        auto const look = [](auto const& map) {
            return [&map](std::string_view name) -> std::optional<std::string_view> {
                auto const found = map.find(std::string(name));
                if (found == map.end())
                    return std::nullopt;
                return found->second;
            };
        };
        return {.method = method, .header = look(headers), .query = look(query), .body = body};
    }
};

Account account()
{
    Account made;
    made.app_secret = SecretView("sim_app_secret_0001");
    made.verify_token = SecretView("ours");
    return made;
}

bool genuine(std::string body, std::string hex, Account const& with = account())
{
    Incoming call;
    call.body = std::move(body);
    call.headers["X-Hub-Signature-256"] = "sha256=" + hex;
    return find("whatsapp")->genuine(call.view(), with);
}

}  // namespace

TEST_CASE("whatsapp: a signature covers the bytes exactly as they came")
{
    CHECK(genuine(R"({"object":"whatsapp_business_account","entry":[]})",
                  "e8738d67f457481bdbfe124f0bedcd8afd8cf15a4ac4d506d36f1c4f223bb464"));
    CHECK(genuine(R"({"object": "whatsapp_business_account", "entry": []})",
                  "cb40da557053c50c2a2065ea3ed83f38fbfe417fd8edb1ea29f44c4f8ccc3324"));
    CHECK(genuine(R"({"t":"caf\u00e9 \/ ok"})",
                  "b64dbb72b89fa88e8cce27070124ead9188c869c63325a7b73d842094d4b692b"));
    CHECK(genuine(R"({"t":"café / ok"})",
                  "38ca8e4972e01f3b9ba506796049f686f3ca3e71a07bd19823d4892cbeb1c324"));
    CHECK(genuine("", "8627e966a863a1355d68e68b099c15ceacfc2fcafaec59570c416ecb2f31c53b"));
    CHECK_FALSE(genuine(R"({"t":"café / ok"})",
                        "b64dbb72b89fa88e8cce27070124ead9188c869c63325a7b73d842094d4b692b"));
}

TEST_CASE("whatsapp: a missing, short or foreign signature is not genuine")
{
    auto const right = "e8738d67f457481bdbfe124f0bedcd8afd8cf15a4ac4d506d36f1c4f223bb464";
    auto const body = R"({"object":"whatsapp_business_account","entry":[]})";
    CHECK_FALSE(genuine(body, "e8738d67"));
    CHECK_FALSE(genuine(body, ""));
    CHECK_FALSE(genuine(body, std::string(64, 'z')));
    auto other = account();
    other.app_secret = SecretView("another");
    CHECK_FALSE(genuine(body, right, other));
    other.app_secret = {};
    CHECK_FALSE(genuine(body, right, other));
    // HMAC with an empty key is no loophole.
    CHECK_FALSE(
        find("whatsapp")
            ->genuine(Incoming{.headers = {}, .query = {}, .body = body}.view(), account()));
}

TEST_CASE("whatsapp: the check of our address is answered to whoever knows the token")
{
    auto const ask = [](std::map<std::string, std::string> query, std::string method = "GET") {
        Incoming call;
        call.method = std::move(method);
        call.query = std::move(query);
        return find("whatsapp")->verify_challenge(call.view(), account());
    };
    auto const right = ask(
        {{"hub.mode", "subscribe"}, {"hub.challenge", "1158201444"}, {"hub.verify_token", "ours"}});
    REQUIRE(right.ok());
    CHECK(*right == "1158201444");
    CHECK_FALSE(
        ask({{"hub.mode", "subscribe"}, {"hub.challenge", "1"}, {"hub.verify_token", "x"}}).ok());
    CHECK_FALSE(
        ask({{"hub.mode", "subscribe"}, {"hub.challenge", "1"}, {"hub.verify_token", ""}}).ok());
    CHECK_FALSE(ask({{"hub.mode", "subscribe"}, {"hub.challenge", "1"}}).ok());
    CHECK_FALSE(
        ask({{"hub.mode", "unsubscribe"}, {"hub.challenge", "1"}, {"hub.verify_token", "ours"}})
            .ok());
    CHECK_FALSE(ask({{"hub.challenge", "1"}, {"hub.verify_token", "ours"}}).ok());
    CHECK_FALSE(ask({{"hub.mode", "subscribe"}, {"hub.verify_token", "ours"}}).ok());
    CHECK_FALSE(
        ask({{"hub.mode", "subscribe"}, {"hub.challenge", "1"}, {"hub.verify_token", "ours"}},
            "POST")
            .ok());
}

TEST_CASE("whatsapp: a channel without a verify token answers nobody")
{
    Incoming call;
    call.method = "GET";
    call.query = {{"hub.mode", "subscribe"}, {"hub.challenge", "1"}, {"hub.verify_token", ""}};
    CHECK_FALSE(find("whatsapp")->verify_challenge(call.view(), Account{}).ok());
}

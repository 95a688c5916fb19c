#include <doctest/doctest.h>

#include "accounts/leaving/deauthorize.hpp"
#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "api/front.hpp"
#include "control/audit_store.hpp"
#include "control/deletion.hpp"
#include "control/signup_app.hpp"
#include "crypto/hmac.hpp"

using namespace std::chrono_literals;

namespace {

constexpr char Key[] = "key-440022330055662";
// Section 15.7 of our WhatsApp reference: issued 2026-11-18T11:06:40Z by user 7001234567890123.
constexpr char Vector[] =
    "r83i4peXCkJirdD8KUYDL0HCYLQlFZnRPa_IGYAAqQ0."
    "eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc5NTAwMDAwMCwidXNlcl9pZCI6IjcwMDEyMzQ1Njc4"
    "OTAxMjMifQ";
constexpr std::int64_t Issued = 1'795'000'000'000;

struct Desk : tests::Front {
    Desk()
    {
        directory.key = Key;
        directory.target = intake::Target{shop, channel};
        house.clock.advance(std::chrono::milliseconds(Issued + 60'000 - house.clock.now().ms));
    }
    tests::Got meta(std::string const& what, std::string const& signed_request,
                    std::string const& key = Key)
    {
        return send({.method = "POST",
                     .path = "/meta/" + what + "/" + key,
                     .body = "signed_request=" + signed_request,
                     .outside = true});
    }
    tests::Got look(std::string const& code, std::string const& language = "")
    {
        tests::Ask ask{.path = "/privacy/deletion", .query = {{"code", code}}, .outside = true};
        if (!language.empty())
            ask.headers.emplace_back("Accept-Language", language);
        return send(ask);
    }
    accounts::store::Row row() { return *accounts::store::find(*shop->read(), channel); }
    std::vector<std::string> deeds()
    {
        // Written behind the answer.
        REQUIRE(house.control->writer().write([](db::Writer&) {}, db::Priority::background).ok());
        std::vector<std::string> out;
        for (auto const& one : house.control->read([&](control::ControlReader const& db) {
                 return control::store::audit_of(db, shop->id(), {}, INT64_MAX, 100);
             }))
            if (one.actor == "Meta")
                out.push_back(one.action + " " + one.target);
        return out;
    }
};

std::string signed_by(std::string const& secret, base::Json const& payload)
{
    auto const encoded = crypto::to_base64url(base::to_text(payload));
    return crypto::to_base64url(crypto::hmac_sha256(secret, encoded)) + "." + encoded;
}

}  // namespace

TEST_CASE("farewell: who took the permission back is forgotten, and the channel says so once")
{
    Desk desk;
    REQUIRE(desk.row().state == accounts::State::active);
    auto const got = desk.meta("deauthorize", Vector);
    CHECK(got.status == 200);
    CHECK_FALSE(desk.row().access_token);
    CHECK(desk.row().app_secret);
    CHECK(desk.row().state == accounts::State::attention);
    CHECK(desk.row().problem_code == "token_invalid");
    CHECK(desk.deeds() ==
          std::vector<std::string>{"channel.deauthorized channel:" + desk.channel.text()});

    CHECK(desk.meta("deauthorize", Vector).status == 200);
    CHECK(desk.deeds().size() == 1);

    // What comes in is still taken in: the secret is there to prove it.
    auto const account = accounts::load(*desk.shop, *desk.shop->read(), desk.channel);
    REQUIRE(account);
    CHECK_FALSE(account->account().access_token);
    CHECK(account->account().app_secret);
}

TEST_CASE("farewell: a deletion is done, and its page says so to whoever has the code")
{
    Desk desk;
    auto const got = desk.meta("deletion", Vector);
    REQUIRE(got.status == 200);
    auto const answer = got.json();
    CHECK(answer.size() == 2);
    auto const code = answer.at("confirmation_code").get<std::string>();
    CHECK(code.starts_with("DR-"));
    CHECK(code.size() == 29);
    CHECK(answer.at("url").get<std::string>().ends_with("/privacy/deletion?code=" + code));
    CHECK_FALSE(desk.row().access_token);
    CHECK(desk.deeds().size() == 2);

    // Meta asks again: the same request has the same code, and nothing is done twice.
    CHECK(desk.meta("deletion", Vector).json() == answer);
    CHECK(desk.deeds().size() == 2);

    auto const page = desk.look(code);
    CHECK(page.status == 200);
    CHECK(page.body.find("Your data has been deleted.") != std::string::npos);
    CHECK(page.body.find(code) != std::string::npos);
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("7001234567890123") == std::string::npos);
    CHECK(page.headers.find("Content-Security-Policy")->find("default-src 'none'") == 0);
    CHECK(page.headers.find("Referrer-Policy") == "no-referrer");
}

TEST_CASE("farewell: a call that is not signed right, or not now, leaves nothing behind")
{
    Desk desk;
    auto const now = desk.house.clock.now().ms / 1000;
    auto const payload = [&](std::int64_t at, std::string const& algorithm = "HMAC-SHA256") {
        return base::Json{{"algorithm", algorithm}, {"issued_at", at}, {"user_id", "7"}};
    };
    struct Case {
        std::string text;
        int status;
    };
    std::vector<Case> const cases = {
        {signed_by("another_secret", payload(now)), 403},
        {signed_by(tests::AppSecret, payload(now - 86'500)), 403},
        {signed_by(tests::AppSecret, payload(now, "HMAC-MD5")), 403},
        {signed_by("", payload(now)), 403},
        {std::string(Vector).substr(0, std::string(Vector).size() - 1), 403},
        {"", 400},
        {"abc", 400},
        {"YQ.YQ", 400},
        {std::string(6000, 'a') + ".b", 400},
    };
    for (auto const& [text, status] : cases)
        for (std::string const what : {"deauthorize", "deletion"}) {
            INFO(what << " " << text.substr(0, 60));
            CHECK(desk.meta(what, text).status == status);
        }
    CHECK(desk.meta("deauthorize", Vector, "no-such-key").status == 404);
    CHECK(desk.meta("nonsense", Vector).status == 404);
    CHECK(
        desk.send({.method = "GET", .path = std::string("/meta/deletion/") + Key, .outside = true})
            .status == 405);
    CHECK(desk.row().access_token);
    CHECK(desk.row().state == accounts::State::active);
    CHECK(desk.deeds().empty());
    CHECK(desk.house.control->read([](control::ControlReader const& db) {
        return db.one<int>(R"sql(SELECT count(*) FROM deletion)sql");
    }) == 0);
}

TEST_CASE("farewell: bodies are forms, and small")
{
    Desk desk;
    auto const limits = desk.server.limits("POST", "/meta/deletion/x");
    CHECK(limits.max_body == 8192);
    REQUIRE(limits.content_types.size() == 1);
    CHECK(limits.content_types[0] == "application/x-www-form-urlencoded");
}

TEST_CASE("farewell: the page speaks five languages and knows no other code")
{
    Desk desk;
    auto const code =
        desk.meta("deletion", Vector).json().at("confirmation_code").get<std::string>();
    struct Case {
        std::string accepted;
        std::string language;
        std::string direction;
    };
    for (auto const& [accepted, language, direction] :
         std::vector<Case>{{"", "en", "ltr"},
                           {"fr-CH, fr;q=0.9", "en", "ltr"},
                           {"id-ID,id;q=0.9,en;q=0.8", "id", "ltr"},
                           {"en;q=0.3, ms;q=0.7", "ms", "ltr"},
                           {"ar", "ar", "rtl"},
                           {"pt-PT, en;q=0.5", "pt-BR", "ltr"},
                           {"*;q=zzz,,,;;;", "en", "ltr"}}) {
        auto const page = desk.look(code, accepted);
        INFO(accepted);
        CHECK(page.status == 200);
        CHECK(page.body.find("lang=\"" + language + "\" dir=\"" + direction + "\"") !=
              std::string::npos);
    }
    auto const strange = desk.look("DR-<script>alert(1)</script>");
    CHECK(strange.status == 404);
    CHECK(strange.body.find("<script") == std::string::npos);
    CHECK(desk.look("").status == 404);
}

TEST_CASE("farewell: guessing codes is slowed down")
{
    Desk desk;
    auto const code =
        desk.meta("deletion", Vector).json().at("confirmation_code").get<std::string>();
    for (int i = 0; i < 31; ++i)
        CHECK(desk.look("DR-" + std::to_string(i)).status == 404);
    auto const slowed = desk.look("DR-X");
    CHECK(slowed.status == 429);
    CHECK(slowed.headers.find("Retry-After"));
    desk.house.clock.advance(2min);
    CHECK(desk.look(code).status == 200);
}

TEST_CASE("farewell: a deletion that a crash cut short is finished at the next start")
{
    Desk desk;
    auto const opened = control::open_deletion(*desk.house.control, "a request",
                                               {{desk.shop->id(), desk.channel}});
    REQUIRE(opened);
    CHECK(desk.look(opened->code).body.find("is being deleted") != std::string::npos);
    desk.farewell.resume();
    CHECK_FALSE(desk.row().access_token);
    CHECK(desk.look(opened->code).body.find("has been deleted") != std::string::npos);
    CHECK(control::waiting_deletions(*desk.house.control).empty());
}

TEST_CASE("farewell: a deletion waits for a workspace that is not open, not for one that is gone")
{
    Desk desk;
    auto const open = desk.directory.target;
    auto const asked = control::open_deletion(*desk.house.control, "a request",
                                              {{desk.shop->id(), desk.channel}});
    REQUIRE(asked);
    desk.directory.target = std::nullopt;
    desk.farewell.resume();
    CHECK(control::waiting_deletions(*desk.house.control).size() == 1);
    CHECK(desk.look(asked->code).body.find("is being deleted") != std::string::npos);
    desk.directory.target = open;
    desk.farewell.resume();
    CHECK_FALSE(desk.row().access_token);
    CHECK(control::waiting_deletions(*desk.house.control).empty());

    REQUIRE(control::open_deletion(*desk.house.control, "another request",
                                   {{base::WorkspaceId(987654321), desk.channel}}));
    desk.farewell.resume();
    CHECK(control::waiting_deletions(*desk.house.control).empty());
}

TEST_CASE("farewell: what another person connected, or another app, is not concerned")
{
    Desk desk;
    auto const by = [&](base::ChannelId id, std::string person, std::string secret) {
        REQUIRE(desk.shop->write([&](db::Writer& tx) {
            accounts::Settings settings;
            settings.given_by = std::move(person);
            accounts::store::set_settings(tx, id, settings.text());
            accounts::store::set_app_secret(
                tx, id, desk.shop->sealer().seal(secret, {"channel", "app_secret", id.value, id}));
        }));
    };
    auto const theirs = tests::add_channel(*desk.shop, "440022330055001");
    auto const others = tests::add_channel(*desk.shop, "440022330055002");
    auto const app = tests::add_channel(*desk.shop, "440022330055003");
    auto const unknown = tests::add_channel(*desk.shop, "440022330055004");
    by(theirs, "7001234567890123", tests::AppSecret);
    by(others, "7009999999999999", tests::AppSecret);
    by(app, "7001234567890123", "another_app");
    auto const reader = desk.shop->read();
    auto const find = [&](accounts::WhoGave who) {
        return accounts::channels_of_app(*desk.shop, *reader, tests::AppSecret, "7001234567890123",
                                         who);
    };
    CHECK(find(accounts::WhoGave::this_person) == std::vector{theirs});
    CHECK(find(accounts::WhoGave::this_person_or_nobody) ==
          std::vector{unknown, theirs, desk.channel});
    CHECK(desk.meta("deauthorize", Vector).status == 200);
    CHECK(accounts::store::find(*desk.shop->read(), others)->access_token);
    CHECK(accounts::store::find(*desk.shop->read(), app)->access_token);
    CHECK_FALSE(accounts::store::find(*desk.shop->read(), theirs)->access_token);
}

TEST_CASE("farewell: the installation's own app has one address for all its channels")
{
    Desk desk;
    control::SignupApp app;
    app.app_id = "550033440066773";
    app.app_secret = crypto::SecretText(tests::AppSecret);
    REQUIRE(control::keep_signup_app(*desk.house.control, {}, app));
    auto const key = control::signup_app(*desk.house.control)->callback_key;
    CHECK(key.size() == 32);
    // It stays when the app is changed.
    app.callback_key = key;
    app.config_id = "990011";
    REQUIRE(control::keep_signup_app(*desk.house.control, {}, app));
    CHECK(control::signup_app(*desk.house.control)->callback_key == key);

    // Nobody knows who connected the channel: then nobody's leaving concerns it.
    CHECK(desk.meta("deauthorize", Vector, key).status == 200);
    CHECK(desk.row().access_token);
    REQUIRE(desk.shop->write([&](db::Writer& tx) {
        accounts::Settings settings;
        settings.given_by = "7001234567890123";
        accounts::store::set_settings(tx, desk.channel, settings.text());
    }));
    CHECK(desk.meta("deletion", signed_by("another_secret", {}), key).status == 403);
    CHECK(desk.row().access_token);
    auto const got = desk.meta("deletion", Vector, key);
    CHECK(got.status == 200);
    CHECK(got.json().at("confirmation_code").get<std::string>().starts_with("DR-"));
    CHECK_FALSE(desk.row().access_token);
}

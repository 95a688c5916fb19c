#include <doctest/doctest.h>

#include "base/json.hpp"
#include "channels/fake_http.hpp"
#include "channels/list.hpp"
#include "channels/whatsapp/calls.hpp"

using namespace channels;
using base::Fault;
using base::Json;
using Stage = net::NetFailure::Stage;

namespace {

constexpr char const* TokenGone =
    R"({"error":{"message":"Error validating access token","type":"OAuthException","code":190}})";

Account account()
{
    return {.id = "440022330055662",
            .parent_id = "330011220044551",
            .base_url = "http://127.0.0.1:9900",
            .version = "v26.0",
            .access_token = SecretView("EAASIMTOKEN0001"),
            .app_secret = {},
            .verify_token = SecretView("check-me")};
}

Account at_meta()
{
    auto made = account();
    made.base_url = "https://graph.facebook.com";
    return made;
}

std::string place(std::string url, std::string more = {})
{
    return R"({"messaging_product":"whatsapp","url":")" + url +
           R"(","mime_type":"image/jpeg","id":"7")" + more + "}";
}

OutgoingMedia picture(std::string bytes)
{
    return {.kind = MediaKind::image,
            .mime = "image/png",
            .file_name = "foto\r\n.png",
            .size = bytes.size(),
            .read = [bytes](std::uint64_t offset, std::size_t limit) {
                return bytes.substr(std::size_t(offset), limit);
            }};
}

struct Fetch {
    base::Result<FetchedMedia> result;
    std::string bytes;
};

Fetch fetch(FakeHttp& http, Account const& from)
{
    std::string bytes;
    auto result = find("whatsapp")
                      ->fetch_media(MediaRef{.kind = MediaKind::image, .provider_id = "7"}, from,
                                    http, [&](std::string_view piece) {
                                        bytes += piece;
                                        return true;
                                    });
    return {std::move(result), std::move(bytes)};
}

std::string checks_of(Inspection const& found)
{
    std::string out;
    for (auto const& check : found.checks)
        out += (out.empty() ? "" : " ") + std::string(check.ok ? "+" : "-") + check.name;
    return out;
}

}  // namespace

TEST_CASE("whatsapp: the token goes to Meta's media hosts and the account's own origin only")
{
    auto const may = [](char const* url) { return whatsapp::may_carry_token(url, at_meta()); };
    CHECK(may("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"));
    CHECK(may("https://scontent.whatsapp.net/v/x"));
    CHECK(may("https://graph.facebook.com:443/x"));
    CHECK(may("https://LOOKASIDE.FBSBX.COM/x"));
    CHECK_FALSE(may("http://lookaside.fbsbx.com/x"));
    CHECK_FALSE(may("https://lookaside.fbsbx.com:8443/x"));
    CHECK_FALSE(may("https://fbsbx.com.evil.test/x"));
    CHECK_FALSE(may("https://evilfbsbx.com/x"));
    CHECK_FALSE(may("https://lookaside.fbsbx.com@evil.test/x"));
    CHECK_FALSE(may("https://evil.test/?.fbsbx.com"));
    CHECK_FALSE(may("https://evil.test#.fbsbx.com"));
    CHECK_FALSE(may("https://evil.test\\.fbsbx.com/"));
    CHECK_FALSE(may("https://lookaside.fbsbx.com./x"));
    CHECK_FALSE(may("ftp://lookaside.fbsbx.com/x"));
    CHECK_FALSE(may("//lookaside.fbsbx.com/x"));
    CHECK_FALSE(may("http://127.0.0.1:9900/sim/media/7"));
    CHECK_FALSE(may(""));

    auto const local = [](char const* url) { return whatsapp::may_carry_token(url, account()); };
    CHECK(local("http://127.0.0.1:9900/sim/media/7?sig=a"));
    CHECK_FALSE(local("http://127.0.0.1:9901/sim/media/7"));
    CHECK_FALSE(local("http://127.0.0.1/sim/media/7"));
    CHECK_FALSE(local("https://127.0.0.1:9900/sim/media/7"));
}

TEST_CASE("whatsapp: a file is found, read in pieces and compared with its checksum")
{
    FakeHttp http;
    // SHA-256 of "hello" in hex.
    http.answer(200, place("http://127.0.0.1:9900/sim/media/7",
                           R"(,"file_size":"5","sha256":)"
                           R"("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")"))
        .answer(200, "hello");
    auto const got = fetch(http, account());
    REQUIRE(got.result.ok());
    CHECK(got.bytes == "hello");
    CHECK(got.result->mime == "image/jpeg");
    CHECK(got.result->size == 5);
    CHECK(got.result->checksum_matches == true);
    REQUIRE(http.asked.size() == 2);
    CHECK(http.asked[0].url == "http://127.0.0.1:9900/v26.0/7?phone_number_id=440022330055662");
    CHECK(http.asked[1].url == "http://127.0.0.1:9900/sim/media/7");
    CHECK(http.asked[1].headers[0].second == "Bearer EAASIMTOKEN0001");
    CHECK(http.asked[1].answer_limit == 104857600);
}

TEST_CASE("whatsapp: checksums are read as base64 too, and unreadable ones say nothing")
{
    auto const matches = [](std::string sum) {
        FakeHttp http;
        http.answer(200, place("http://127.0.0.1:9900/m", R"(,"sha256":")" + sum + "\""))
            .answer(200, "hello");
        return fetch(http, account()).result.value().checksum_matches;
    };
    CHECK(matches("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=") == true);
    CHECK(matches("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCA=") == false);
    CHECK(matches("3q2+7w==") == std::nullopt);
    CHECK(matches(std::string(64, 'x')) == std::nullopt);
}

TEST_CASE("whatsapp: an address that ran out is asked for once more")
{
    FakeHttp http;
    http.answer(200, place("http://127.0.0.1:9900/old"))
        .answer(404, "")
        .answer(200, place("http://127.0.0.1:9900/new"))
        .answer(200, "hello");
    auto const got = fetch(http, account());
    CHECK(got.result.ok());
    CHECK(got.bytes == "hello");
    CHECK(http.asked.at(3).url == "http://127.0.0.1:9900/new");

    FakeHttp gone;
    gone.answer(200, place("http://127.0.0.1:9900/a")).answer(404, "");
    gone.answer(200, place("http://127.0.0.1:9900/b")).answer(404, "");
    auto const lost = fetch(gone, account());
    REQUIRE_FALSE(lost.result.ok());
    CHECK(lost.result.error().code == "media_failed");
    CHECK(lost.result.error().fault == Fault::provider);
    CHECK(gone.asked.size() == 4);
}

TEST_CASE("whatsapp: an address elsewhere is not read, nor is a redirect to elsewhere")
{
    FakeHttp http;
    http.answer(200, place("https://evil.test/steal"));
    CHECK(fetch(http, at_meta()).result.error().code == "media_failed");
    CHECK(http.asked.size() == 1);

    FakeHttp away;
    away.answer(200, place("https://lookaside.fbsbx.com/a"))
        .answer(302, "", {{"Location", "https://evil.test/steal"}});
    CHECK(fetch(away, at_meta()).result.error().code == "media_failed");
    CHECK(away.asked.size() == 2);

    FakeHttp near;
    near.answer(200, place("https://lookaside.fbsbx.com/a"))
        .answer(302, "", {{"Location", "https://scontent.whatsapp.net/b"}})
        .answer(200, "hello");
    CHECK(fetch(near, at_meta()).result.ok());

    FakeHttp loop;
    loop.answer(200, place("https://lookaside.fbsbx.com/a"));
    for (int i = 0; i < 9; ++i)
        loop.answer(302, "", {{"Location", "https://lookaside.fbsbx.com/a"}});
    CHECK(fetch(loop, at_meta()).result.error().detail == "too many redirects");
    CHECK(loop.asked.size() == 5);
}

TEST_CASE("whatsapp: a file larger than WhatsApp allows is not even started")
{
    FakeHttp http;
    http.answer(200, place("http://127.0.0.1:9900/m", R"(,"file_size":104857601)"));
    auto const got = fetch(http, account());
    CHECK(got.result.error().code == "media_too_large");
    CHECK(http.asked.size() == 1);
}

TEST_CASE("whatsapp: failures of a download say whether trying again helps")
{
    auto const failing = [](auto prepare) {
        FakeHttp http;
        http.answer(200, place("http://127.0.0.1:9900/m"));
        prepare(http);
        return fetch(http, account()).result.error();
    };
    CHECK(failing([](FakeHttp& h) { h.answer(503, ""); }).fault == Fault::unavailable);
    CHECK(failing([](FakeHttp& h) { h.fail(Stage::no_answer); }).fault == Fault::unavailable);
    CHECK(failing([](FakeHttp& h) { h.fail(Stage::answer_too_large); }).code == "media_too_large");
    CHECK(failing([](FakeHttp& h) { h.answer(401, TokenGone); }).fault == Fault::forbidden);
    CHECK(failing([](FakeHttp& h) { h.answer(410, ""); }).fault == Fault::provider);

    FakeHttp http;
    http.answer(401, TokenGone);
    auto const refused = fetch(http, account()).result.error();
    CHECK(refused.code == "token_invalid");
    CHECK(refused.fault == Fault::forbidden);
}

TEST_CASE("whatsapp: a sink that has enough ends the download")
{
    FakeHttp http;
    http.answer(200, place("http://127.0.0.1:9900/m")).answer(200, "hello");
    auto const result = find("whatsapp")
                            ->fetch_media(MediaRef{.provider_id = "7"}, account(), http,
                                          [](std::string_view) { return false; });
    CHECK(result.error().code == "media_failed");
}

TEST_CASE("whatsapp: an upload is multipart and gives the media id")
{
    FakeHttp http;
    http.answer(200, R"({"id":"770055660088996"})");
    auto const id = find("whatsapp")->upload_media(picture("PNG"), account(), http);
    REQUIRE(id.ok());
    CHECK(*id == "770055660088996");
    auto const& request = http.asked.at(0);
    CHECK(request.url == "http://127.0.0.1:9900/v26.0/440022330055662/media");
    REQUIRE(request.parts.size() == 3);
    CHECK(request.parts[0].name + "=" + request.parts[0].text == "messaging_product=whatsapp");
    CHECK(request.parts[1].name + "=" + request.parts[1].text == "type=image/png");
    CHECK(request.parts[2].name == "file");
    CHECK(request.parts[2].file_name == "foto  .png");
    CHECK(request.parts[2].content_type == "image/png");
    CHECK(request.parts[2].size == 3);
    CHECK(request.parts[2].source(1, 9) == "NG");
}

TEST_CASE("whatsapp: a file WhatsApp would not take is refused without a call")
{
    FakeHttp http;
    auto const refused = [&](OutgoingMedia const& file) {
        return find("whatsapp")->upload_media(file, account(), http).error().code;
    };
    auto file = picture("x");
    file.mime = "image/webp";
    CHECK(refused(file) == "media_rejected");
    file = picture("x");
    file.size = 5 * 1024 * 1024 + 1;
    CHECK(refused(file) == "media_too_large");
    CHECK(refused(picture("")) == "media_rejected");
    CHECK(http.asked.empty());

    file = picture("x");
    file.kind = MediaKind::audio;
    file.mime = "Audio/OGG; codecs=opus";
    http.answer(400, R"({"error":{"code":131053,"message":"upload failed"}})");
    CHECK(refused(file) == "media_rejected");
    CHECK(http.asked.size() == 1);
}

TEST_CASE("whatsapp: a file can be deleted at the provider")
{
    FakeHttp http;
    http.answer(200, R"({"success":true})").answer(200, R"({"success":false})");
    CHECK(find("whatsapp")->delete_media("7", account(), http).ok());
    CHECK(http.asked[0].method == "DELETE");
    CHECK_FALSE(find("whatsapp")->delete_media("7", account(), http).ok());
}

TEST_CASE("whatsapp: a healthy account passes every check")
{
    FakeHttp http;
    http.answer(200, R"({"id":"440022330055662","display_phone_number":"+62 812-0000-7700",
            "verified_name":"Toko Rina","quality_rating":"GREEN","status":"CONNECTED",
            "health_status":{"can_send_message":"LIMITED","entities":[
              {"entity_type":"PHONE_NUMBER","additional_info":["Verify your business"]}]}})")
        .answer(200, R"({"id":"330011220044551","name":"Toko"})")
        .answer(
            200,
            R"({"data":[{"id":"1"}],"paging":{"cursors":{"after":"AA"},"next":"https://evil.test/"}})")
        .answer(200, R"({"data":[{"id":"440022330055662"}],"paging":{"cursors":{"after":"BB"}}})")
        .answer(200, R"({"data":[{"whatsapp_business_api_data":{"id":"5500"}}]})");
    auto ours = account();
    ours.app_secret = SecretView("sim_app_secret_0001");
    auto const found = find("whatsapp")->inspect(ours, http);
    CHECK(checks_of(found) == "+reach +token +secret +number +health +account +subscription");
    CHECK(found.ok());
    CHECK(found.display_phone == "6281200007700");
    CHECK(found.verified_name == "Toko Rina");
    CHECK(found.quality == "GREEN");
    CHECK(found.parent_name == "Toko");
    CHECK(http.asked.at(3).url.find("after=AA") != std::string::npos);
    CHECK(http.asked.at(3).url.starts_with(
        "http://127.0.0.1:9900/v26.0/330011220044551/phone_numbers?"));
}

TEST_CASE("whatsapp: the first thing in an account's way is named")
{
    auto ours = account();
    ours.app_secret = SecretView("s");
    auto const look = [&](auto prepare) {
        FakeHttp http;
        prepare(http);
        return find("whatsapp")->inspect(ours, http);
    };
    auto found = look([](FakeHttp& h) { h.fail(Stage::dns); });
    CHECK(checks_of(found) == "-reach");
    CHECK(found.problem.value().code == "provider_down");

    found = look([](FakeHttp& h) { h.answer(401, TokenGone); });
    CHECK(checks_of(found) == "+reach -token");
    CHECK(found.problem.value().code == "token_invalid");
    CHECK(found.problem.value().stops == Stops::channel);

    found = look([](FakeHttp& h) {
        h.answer(
            400,
            R"({"error":{"code":100,"error_subcode":33,"message":"Unsupported get request"}})");
    });
    CHECK(checks_of(found) == "+reach -number");
    CHECK(found.problem.value().code == "permission_missing");

    found = look([](FakeHttp& h) {
        h.answer(200, R"({"id":"440022330055662","status":"PENDING"})")
            .answer(200, R"({"id":"330011220044551"})")
            .answer(200, R"({"data":[{"id":"7"}]})")
            .answer(200, R"({"data":[]})");
    });
    CHECK(checks_of(found) == "+reach +token +secret -number -account -subscription");
    CHECK(found.problem.value().code == "number_not_registered");

    found = look([](FakeHttp& h) {
        h.answer(200, R"({"id":"440022330055662","status":"CONNECTED"})")
            .answer(200, R"({"id":"330011220044551"})")
            .answer(200, R"({"data":[{"id":"440022330055662"}]})")
            .answer(200, R"({"data":[]})");
    });
    CHECK(checks_of(found) == "+reach +token +secret +number +account -subscription");
    CHECK(found.ok());

    found = look([](FakeHttp& h) {
        h.answer(400, R"({"error":{"code":100,"message":"Invalid appsecret_proof provided"}})");
    });
    CHECK(checks_of(found) == "+reach -secret");
    CHECK(found.problem.value().code == "token_invalid");

    ours.app_secret = {};
    found = look([](FakeHttp& h) { h.fail(Stage::connect); });
    CHECK(checks_of(found) == "-secret -reach");
}

TEST_CASE("whatsapp: templates are read over all pages, odd ones left out")
{
    FakeHttp http;
    http.answer(200, R"({"data":[{"id":"990077880011223","name":"info_kirim","language":"id",
            "status":"APPROVED","category":"UTILITY","parameter_format":"NAMED",
            "quality_score":{"score":"GREEN"},"components":[{"type":"BODY","text":"Halo {{nama}}"}]}],
            "paging":{"cursors":{"after":"X1"},"next":"https://graph.facebook.com/next"}})")
        .answer(200, R"({"data":[{"id":990077880011224,"name":"promo","language":"pt_BR"},
            {"id":"1"},null,"x"],"paging":{"cursors":{"after":"X2"}}})");
    auto const templates = find("whatsapp")->list_templates(account(), http);
    REQUIRE(templates.ok());
    REQUIRE(templates->size() == 2);
    auto const& first = templates->at(0);
    CHECK(first.name == "info_kirim");
    CHECK(first.status == "APPROVED");
    CHECK(first.parameter_format == "NAMED");
    CHECK(first.quality == "GREEN");
    CHECK(first.components == R"([{"text":"Halo {{nama}}","type":"BODY"}])");
    CHECK(templates->at(1).id == "990077880011224");
    CHECK(templates->at(1).parameter_format == "POSITIONAL");

    FakeHttp refused;
    refused.answer(401, TokenGone);
    CHECK(find("whatsapp")->list_templates(account(), refused).error().code == "token_invalid");
}

TEST_CASE("whatsapp: a paged list that never ends does end")
{
    FakeHttp http;
    for (int i = 0; i < 300; ++i)
        http.answer(200, R"({"data":[],"paging":{"cursors":{"after":")" + std::to_string(i) +
                             R"("},"next":"x"}})");
    CHECK(find("whatsapp")->list_templates(account(), http).ok());
    CHECK(http.asked.size() == 200);
}

TEST_CASE("whatsapp: subscribing points Meta at us with a token it must repeat")
{
    FakeHttp http;
    http.answer(200, R"({"success":true})").answer(200, R"({"success":true})");
    auto const& whatsapp = *find("whatsapp");
    CHECK(whatsapp.subscribe("https://shop.test/webhooks/whatsapp/k", account(), http).ok());
    CHECK(http.asked[0].url == "http://127.0.0.1:9900/v26.0/330011220044551/subscribed_apps");
    CHECK(
        Json::parse(http.asked[0].body) ==
        Json::parse(
            R"({"override_callback_uri":"https://shop.test/webhooks/whatsapp/k","verify_token":"check-me"})"));
    CHECK(whatsapp.unsubscribe(account(), http).ok());
    CHECK(http.asked[1].method == "DELETE");
    CHECK(whatsapp.subscribe("https://" + std::string(200, 'a'), account(), http).error().fault ==
          Fault::invalid);
    auto ours = account();
    ours.verify_token = {};
    CHECK_FALSE(whatsapp.subscribe("https://shop.test/", ours, http).ok());
    CHECK(http.asked.size() == 2);
}

TEST_CASE("whatsapp: an answer that is no JSON object is a refusal, never a crash")
{
    for (auto const* body : {"", "[]", "null", "\"x\"", "<html>", "{\"a\":"}) {
        FakeHttp http;
        http.answer(200, body);
        CHECK(find("whatsapp")->mark_read("wamid.X", account(), http).error().fault ==
              Fault::provider);
    }
    FakeHttp limited;
    limited.answer(429, "", {{"Retry-After", "9"}});
    auto const error = find("whatsapp")->mark_read("wamid.X", account(), limited).error();
    CHECK(error.fault == Fault::too_many);
    CHECK(error.retry_after_s == 9);
}

TEST_CASE("whatsapp: no token in any refusal")
{
    FakeHttp http;
    http.fail(Stage::no_answer).answer(400, R"({"error":{"code":190,"message":"bad"}})");
    for (int i = 0; i < 2; ++i) {
        auto const error = find("whatsapp")->mark_read("wamid.X", account(), http).error();
        CHECK((error.detail + error.code).find("EAASIM") == std::string::npos);
    }
}

#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

constexpr auto Number = "/v26.0/440022330055662";
constexpr auto AppToken = "550033440066773|sim_app_secret_0001";

std::string at(char const* edge) { return std::string(Number) + "/" + edge; }

Json read(Lab& lab, std::string const& path, std::string const& fields = "")
{
    if (fields.empty())
        return body_of(lab.call("GET", path));
    return body_of(lab.call("GET", path, {}, {{"fields", fields}}));
}

int code_of(simulator::Answer const& answer) { return body_of(answer)["error"]["code"]; }

// The code of the one choice of the dialog whose label holds that.
std::string code_for(Lab& lab, std::string const& label)
{
    auto const page = lab.call("GET", "/v26.0/dialog/oauth", {},
                               {{"client_id", "550033440066773"},
                                {"redirect_uri", "https://shop.example/back"},
                                {"response_type", "code"},
                                {"state", "s 1"}},
                               "");
    CHECK(page.body.find("state=s%201") != std::string::npos);
    auto const name = page.body.find(label);
    REQUIRE(name != std::string::npos);
    auto const begin = page.body.rfind("code=", name) + 5;
    auto code = page.body.substr(begin, page.body.find("&amp;", begin) - begin);
    for (auto const& [escaped, plain] : {std::pair{"%2B", "+"}, {"%2F", "/"}, {"%3D", "="}})
        for (auto i = code.find(escaped); i != std::string::npos; i = code.find(escaped))
            code.replace(i, 3, plain);
    return code;
}

simulator::Answer redeem(Lab& lab, std::string const& code,
                         std::string const& back = "https://shop.example/back")
{
    return lab.call("GET", "/v26.0/oauth/access_token", {},
                    {{"client_id", "550033440066773"},
                     {"client_secret", "sim_app_secret_0001"},
                     {"redirect_uri", back},
                     {"code", code}},
                    "");
}

}  // namespace

TEST_CASE("number: a profile keeps what fits and refuses what is too long")
{
    Lab lab;
    auto const path = at("whatsapp_business_profile");
    auto const fine = lab.call("POST", path,
                               {{"messaging_product", "whatsapp"},
                                {"about", "Buka 9-17"},
                                {"vertical", "RETAIL"},
                                {"websites", {"https://x.test/"}}});
    CHECK(fine.status == 200);
    auto const profile = read(lab, path, "about,vertical")["data"][0];
    CHECK(profile ==
          Json{{"about", "Buka 9-17"}, {"vertical", "RETAIL"}, {"messaging_product", "whatsapp"}});
    auto const wrong = [&](Json body) {
        body["messaging_product"] = "whatsapp";
        return lab.call("POST", path, body).status;
    };
    CHECK(wrong({{"about", ""}}) == 400);
    CHECK(wrong({{"about", std::string(140, 'a')}}) == 400);
    CHECK(wrong({{"vertical", "SHOP"}}) == 400);
    CHECK(wrong({{"websites", {"ftp://x.test"}}}) == 400);
    CHECK(wrong({{"profile_picture_handle", "4::nothing"}}) == 400);
}

TEST_CASE("number: a picture comes in pieces and is shown to everybody")
{
    Lab lab;
    auto const begun = body_of(
        lab.call("POST", "/v26.0/550033440066773/uploads", {},
                 {{"file_name", "a.png"}, {"file_length", "6"}, {"file_type", "image/png"}}));
    auto const session = begun["id"].get<std::string>();
    auto const piece = [&](std::string offset, std::string bytes) {
        simulator::Call one{.method = "POST", .path = "/v26.0/" + session};
        one.token = "EAASIMTOKEN0001";
        one.file_offset = std::move(offset);
        one.body = std::move(bytes);
        return body_of(lab.core.handle(one));
    };
    CHECK(piece("0", "abcd")["file_offset"] == 4);
    CHECK(piece("0", "abcd").contains("error"));
    CHECK(read(lab, "/v26.0/" + session)["file_offset"] == 4);
    auto const handle = piece("4", "ef")["h"];
    REQUIRE(handle.is_string());
    CHECK(lab.call("POST", at("whatsapp_business_profile"),
                   {{"messaging_product", "whatsapp"}, {"profile_picture_handle", handle}})
              .status == 200);
    auto const url = read(lab, at("whatsapp_business_profile"))["data"][0]["profile_picture_url"]
                         .get<std::string>();
    CHECK(url.starts_with("http://127.0.0.1:8090/sim/pictures/"));
    auto const shown = lab.call("GET", url.substr(21), {}, {}, "");
    CHECK(shown.body == "abcdef");
    CHECK(shown.content_type == "image/png");
}

TEST_CASE("number: a code, a PIN and the registrations of 72 hours")
{
    Lab lab;
    CHECK(code_of(lab.call("POST", at("request_code"), {},
                           {{"code_method", "SMS"}, {"language", "id"}})) == 136024);
    lab.control("POST", "/sim/numbers/440022330055662", {{"verified", false}});
    CHECK(lab.call("POST", at("request_code"), {}, {{"code_method", "SMS"}, {"language", "id"}})
              .status == 200);
    Json const first{{"messaging_product", "whatsapp"}, {"pin", "123456"}};
    CHECK(code_of(lab.call("POST", at("register"), first)) == 133006);
    auto const code =
        body_of(lab.control("GET", "/sim/numbers/440022330055662"))["code"].get<std::string>();
    CHECK(code_of(lab.call("POST", at("verify_code"), {{"code", "000"}})) == 136025);
    CHECK(lab.call("POST", at("verify_code"), {{"code", code}}).status == 200);
    CHECK(lab.call("POST", at("register"), first).status == 200);
    CHECK(code_of(lab.call("POST", at("register"),
                           {{"messaging_product", "whatsapp"}, {"pin", "654321"}})) == 133005);
    CHECK(lab.call("POST", Number, {{"pin", "12345"}}).status == 400);
    CHECK(lab.call("POST", Number, {{"pin", "654321"}}).status == 200);
    for (int i = 0; i < 7; ++i)
        CHECK(
            lab.call("POST", at("register"), {{"messaging_product", "whatsapp"}, {"pin", "654321"}})
                .status == 200);
    CHECK(code_of(lab.call("POST", at("register"), first)) == 133016);
    CHECK(lab.call("POST", at("deregister"), {{"messaging_product", "whatsapp"}}).status == 200);
    CHECK(read(lab, Number, "status")["status"] == "DISCONNECTED");
}

TEST_CASE("number: only who wrote in the last day can be blocked, and is then not heard")
{
    Lab lab;
    lab.control("POST", "/sim/customers", {{"name", "Budi"}, {"phone", "+628111000222"}});
    Json const who{{"messaging_product", "whatsapp"},
                   {"block_users", {{{"user", "+628111000222"}}}}};
    auto const early = lab.call("POST", at("block_users"), who);
    CHECK(early.status == 400);
    CHECK(body_of(early)["block_users"]["failed_users"][0]["errors"][0]["code"] == 131047);
    lab.control("POST", "/sim/customers/628111000222/messages", {{"text", "hi"}});
    lab.pass(1s);
    auto const done = body_of(lab.call("POST", at("block_users"), who));
    CHECK(done["block_users"]["added_users"][0]["wa_id"] == "628111000222");
    CHECK(read(lab, at("block_users"))["data"][0]["wa_id"] == "628111000222");
    lab.control("POST", "/sim/customers/628111000222/messages", {{"text", "hello?"}});
    CHECK(lab.pass(5s).empty());
    CHECK(code_of(lab.call("POST", at("messages"),
                           {{"messaging_product", "whatsapp"},
                            {"to", "+628111000222"},
                            {"text", {{"body", "x"}}}})) == 130403);
    CHECK(body_of(lab.call("DELETE", at("block_users"), who))["block_users"]["removed_users"]
              .size() == 1);
    CHECK(read(lab, at("block_users"))["data"].empty());
}

TEST_CASE("number: links, commands and a username are kept as asked")
{
    Lab lab;
    auto const link = body_of(
        lab.call("POST", at("message_qrdls"),
                 {{"prefilled_message", "Halo"}, {"generate_qr_image", "SVG"}}));
    auto const code = link["code"].get<std::string>();
    CHECK(link["deep_link_url"] == "https://wa.me/message/" + code);
    CHECK(link["qr_image_url"] == "http://127.0.0.1:8090/sim/pictures/" + code + ".svg");
    lab.call("POST", at("message_qrdls"), {{"prefilled_message", "Hai"}, {"code", code}});
    CHECK(read(lab, at("message_qrdls"))["data"][0]["prefilled_message"] == "Hai");
    CHECK(lab.call("DELETE", at("message_qrdls") + "/" + code).status == 200);
    CHECK(read(lab, at("message_qrdls"))["data"].empty());

    CHECK(
        lab.call("POST", at("conversational_automation"), {{"prompts", {"1", "2", "3", "4", "5"}}})
            .status == 400);
    CHECK(lab.call("POST", at("conversational_automation"),
                   {{"prompts", {"Cek pesanan"}},
                    {"commands", {{{"command_name", "menu"}, {"command_description", "Menu"}}}}})
              .status == 200);
    CHECK(
        read(lab, Number, "conversational_automation")["conversational_automation"]["prompts"][0] ==
        "Cek pesanan");

    CHECK(code_of(lab.call("POST", at("username"), {{"username", "www.toko"}})) == 147002);
    CHECK(body_of(lab.call("POST", at("username"), {{"username", "toko.rina"}}))["status"] ==
          "approved");
    CHECK(read(lab, at("username"))["username"] == "toko.rina");
}

TEST_CASE("number: a code of the dialog becomes a token of one account, once and soon")
{
    Lab lab;
    auto const code = code_for(lab, "Toko Rina (330011220044551)");
    CHECK(redeem(lab, code, "https://other.example/").status == 400);
    CHECK(redeem(lab, code).status == 400);  // a wrong try used it up
    auto const late = code_for(lab, "Toko Rina (330011220044551)");
    lab.control("POST", "/sim/clock", {{"advance_s", 31}});
    CHECK(redeem(lab, late).status == 400);
    auto const token =
        body_of(redeem(lab, code_for(lab, "A new account with a new number")))["access_token"]
            .get<std::string>();
    auto const seen = body_of(
        lab.call("GET", "/v26.0/debug_token", {}, {{"input_token", token}}, AppToken));
    auto const waba = seen["data"]["granular_scopes"][0]["target_ids"];
    REQUIRE(waba.size() == 1);
    CHECK(waba[0] != "330011220044551");
    auto const businesses = body_of(lab.call("GET", "/v26.0/me/businesses", {}, {}, token));
    CHECK(businesses["data"][0]["id"] == "660044550077884");
    auto const owned = body_of(
        lab.call("GET", "/v26.0/660044550077884/owned_whatsapp_business_accounts", {}, {}, token));
    REQUIRE(owned["data"].size() == 1);
    CHECK(owned["data"][0]["id"] == waba[0]);
    CHECK(lab.call("DELETE", "/v26.0/122000000000001/permissions", {}, {}, token).status == 200);
    CHECK(lab.call("GET", Number, {}, {}, token).status == 401);
}

TEST_CASE("number: only the app itself changes where the app's webhooks go")
{
    Lab lab;
    auto const path = "/v26.0/550033440066773/subscriptions";
    CHECK(lab.call("GET", path).status == 400);
    auto const asked = lab.call("POST", path, {},
                                {{"object", "whatsapp_business_account"},
                                 {"callback_url", "https://shop.example/hook"},
                                 {"verify_token", "v"},
                                 {"fields", "messages,account_update"}},
                                AppToken);
    REQUIRE(asked.verification);
    CHECK(lab.core.verified(*asked.verification, 200, asked.verification->challenge).status == 200);
    auto const kept = body_of(lab.call("GET", path, {}, {}, AppToken))["data"][0];
    CHECK(kept["callback_url"] == "https://shop.example/hook");
    CHECK(kept["fields"].size() == 2);

    // Only what was asked for is told from now on.
    auto const told = [&](char const* kind) {
        lab.control("POST", "/sim/events", {{"kind", kind}});
        return lab.pass(5s).size();
    };
    CHECK(told("account_restriction") == 1);
    CHECK(told("phone_quality") == 0);
}

TEST_CASE("number: an app has the domains it was given, by itself alone")
{
    Lab lab;
    auto const path = "/v26.0/550033440066773";
    auto const domains = [&] {
        return body_of(
            lab.call("GET", path, {}, {{"fields", "app_domains"}}, AppToken))["app_domains"];
    };
    base::Json const given = {{"app_domains", base::Json::array({"shop.example"})}};
    CHECK(domains() == base::Json::array());
    CHECK(lab.call("POST", path, given).status == 400);
    CHECK(lab.call("POST", path, given, {}, AppToken).status == 200);
    CHECK(domains() == base::Json::array({"shop.example"}));
}

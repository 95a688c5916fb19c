#include <doctest/doctest.h>

#include "channels/fake_http.hpp"
#include "channels/list.hpp"
#include "channels/whatsapp/send.hpp"

using namespace channels;
using namespace std::chrono_literals;
using base::Json;

namespace {

Outbound text_to_phone(std::string text)
{
    Outbound message;
    message.attempt_id = "ob:9182";
    message.to.phone = "628123450001";
    message.content = TextContent{std::move(text)};
    return message;
}

Account account()
{
    return {.id = "440022330055662",
            .parent_id = "330011220044551",
            .base_url = {},
            .version = {},
            .access_token = SecretView("EAASIMTOKEN0001"),
            .app_secret = SecretView("sim_app_secret_0001"),
            .verify_token = SecretView("ours")};
}

std::string misfit(Outbound const& message)
{
    auto const fit = find("whatsapp")->fits(message);
    if (fit)
        return "fits";
    std::string out;
    for (auto const& field : fit.error().fields)
        out += (out.empty() ? "" : " ") + field.field + ":" + field.code;
    return out;
}

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string out;
    while (times-- > 0)
        out += piece;
    return out;
}

}  // namespace

TEST_CASE("whatsapp: a text says to whom, what, in answer to what and under which attempt")
{
    auto message = text_to_phone("Halo https://x.test");
    message.quoted_id = "wamid.SIMIN0001";
    CHECK(whatsapp::message_body(message) == Json::parse(R"({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+628123450001",
        "type": "text", "text": {"body": "Halo https://x.test", "preview_url": true},
        "context": {"message_id": "wamid.SIMIN0001"}, "biz_opaque_callback_data": "ob:9182"})"));
}

TEST_CASE("whatsapp: a person without a phone is addressed by user id, one with both by phone")
{
    auto message = text_to_phone("hai");
    message.to.user_id = "ID.48210077351964420011";
    CHECK(whatsapp::message_body(message)["to"] == "+628123450001");
    CHECK_FALSE(whatsapp::message_body(message).contains("recipient"));
    message.to.phone = std::nullopt;
    CHECK(whatsapp::message_body(message)["recipient"] == "ID.48210077351964420011");
    CHECK_FALSE(whatsapp::message_body(message).contains("to"));
}

TEST_CASE("whatsapp: a phone is sent with exactly one plus sign, however it was written")
{
    auto message = text_to_phone("hai");
    message.to.phone = "+62 812-345-0001";
    CHECK(whatsapp::message_body(message)["to"] == "+628123450001");
}

TEST_CASE("whatsapp: each kind of media carries what that kind allows")
{
    auto message = text_to_phone("");
    message.content = MediaContent{.kind = MediaKind::document,
                                   .provider_id = "770055660088996",
                                   .caption = "Faktur",
                                   .file_name = "faktur-77.pdf"};
    CHECK(whatsapp::message_body(message)["document"] ==
          Json::parse(R"({"id":"770055660088996","filename":"faktur-77.pdf","caption":"Faktur"})"));
    message.content = MediaContent{
        .kind = MediaKind::audio, .provider_id = "1", .file_name = "suara.ogg", .voice = true};
    CHECK(whatsapp::message_body(message)["audio"] == Json::parse(R"({"id":"1","voice":true})"));
    message.content = MediaContent{.kind = MediaKind::sticker, .provider_id = "2"};
    CHECK(whatsapp::message_body(message)["sticker"] == Json::parse(R"({"id":"2"})"));
    CHECK(whatsapp::message_body(message)["type"] == "sticker");
}

TEST_CASE("whatsapp: a template is built from named values, a header picture and a link button")
{
    auto message = text_to_phone("");
    TemplateContent content;
    content.name = "info_kirim";
    content.language = "id";
    content.header_media = MediaContent{
        .kind = MediaKind::image, .provider_id = "770055660088997", .caption = "x"};
    content.body = {{"nama", "Rina"}, {"resi", "JX77"}};
    content.buttons = {
        {0, "url", "a b/é"}, {1, "quick_reply", "STOP"}, {2, "copy_code", "HEMAT20"}};
    message.content = content;
    CHECK(whatsapp::message_body(message)["template"] == Json::parse(R"({
        "name": "info_kirim", "language": {"code": "id"}, "components": [
          {"type": "header", "parameters": [{"type": "image", "image": {"id": "770055660088997"}}]},
          {"type": "body", "parameters": [
            {"type": "text", "text": "Rina", "parameter_name": "nama"},
            {"type": "text", "text": "JX77", "parameter_name": "resi"}]},
          {"type": "button", "sub_type": "url", "index": "0",
           "parameters": [{"type": "text", "text": "a%20b/%C3%A9"}]},
          {"type": "button", "sub_type": "quick_reply", "index": "1",
           "parameters": [{"type": "payload", "payload": "STOP"}]},
          {"type": "button", "sub_type": "copy_code", "index": "2",
           "parameters": [{"type": "coupon_code", "coupon_code": "HEMAT20"}]}]})"));
}

TEST_CASE("whatsapp: values of numbered places carry no name, and no values no components")
{
    auto message = text_to_phone("");
    message.content = TemplateContent{
        .name = "halo", .language = "id", .body = {{"1", "Rina"}, {"", "B"}}};
    CHECK(
        whatsapp::message_body(message)["template"]["components"] ==
        Json::parse(
            R"([{"type":"body","parameters":[{"type":"text","text":"Rina"},{"type":"text","text":"B"}]}])"));
    message.content = TemplateContent{.name = "halo", .language = "id"};
    CHECK_FALSE(whatsapp::message_body(message)["template"].contains("components"));
}

TEST_CASE("whatsapp: the provider's own components go out as they are")
{
    auto message = text_to_phone("");
    message.content = TemplateContent{
        .name = "halo", .language = "id", .components = R"([{"type":"body","parameters":[]}])"};
    CHECK(whatsapp::message_body(message)["template"]["components"] ==
          Json::parse(R"([{"type":"body","parameters":[]}])"));
}

TEST_CASE("whatsapp: lengths are counted in code points")
{
    CHECK(misfit(text_to_phone(repeated("🙂", 4096))) == "fits");
    CHECK(misfit(text_to_phone(repeated("🙂", 4097))) == "text:too_long");
    CHECK(misfit(text_to_phone(" \n ")) == "text:required");
    auto message = text_to_phone("");
    message.content = MediaContent{.kind = MediaKind::video, .caption = repeated("é", 1024)};
    CHECK(misfit(message) == "fits");
    message.content = MediaContent{.kind = MediaKind::video, .caption = repeated("é", 1025)};
    CHECK(misfit(message) == "text:too_long");
    message.content = MediaContent{.kind = MediaKind::audio, .caption = "x"};
    CHECK(misfit(message) == "text:not_allowed");
}

TEST_CASE("whatsapp: nobody to send to, and template values Meta refuses, are found before sending")
{
    auto message = text_to_phone("hai");
    message.to = {.phone = "+", .user_id = {}};
    message.attempt_id = std::string(513, 'a');
    CHECK(misfit(message) == "to:required attempt_id:too_long");

    message = text_to_phone("");
    message.content = TemplateContent{.name = "", .language = "id"};
    CHECK(misfit(message) == "template:required");
    message.content = TemplateContent{.name = "a", .language = "id", .components = "{}"};
    CHECK(misfit(message) == "template.components:bad_format");
    message.content = TemplateContent{
        .name = "a", .language = "id", .body = {{"", "a\nb"}, {"", ""}, {"", "a    b"}}};
    CHECK(misfit(message) == "template.body[0].text:bad_format template.body[1].text:required");
    message.content = TemplateContent{.name = "a", .language = "id", .body = {{"", "a     b"}}};
    CHECK(misfit(message) == "template.body[0].text:bad_format");
    message.content = TemplateContent{.name = "a", .language = "id", .buttons = {{12, "url", "x"}}};
    CHECK(misfit(message) == "template.buttons[0].index:not_allowed");
}

TEST_CASE("whatsapp: a send is one POST with the token, and gives the provider's id")
{
    FakeHttp http;
    http.answer(200, R"({"messaging_product":"whatsapp",
        "contacts":[{"input":"+628123450001","wa_id":"628123450001"}],
        "messages":[{"id":"wamid.SIMOUT0001","message_status":"accepted"}]})");
    auto const outcome = find("whatsapp")->send(text_to_phone("hai"), account(), http);
    REQUIRE(std::holds_alternative<Accepted>(outcome));
    auto const& accepted = std::get<Accepted>(outcome);
    CHECK(accepted.provider_id == "wamid.SIMOUT0001");
    CHECK(accepted.status == "accepted");
    CHECK(accepted.phone == "628123450001");
    CHECK(accepted.user_id == std::nullopt);

    REQUIRE(http.asked.size() == 1);
    auto const& request = http.asked[0];
    CHECK(request.method == "POST");
    CHECK(request.url == "https://graph.facebook.com/v26.0/440022330055662/messages");
    CHECK(request.headers[0].first == "Authorization");
    CHECK(request.headers[0].second == "Bearer EAASIMTOKEN0001");
    CHECK_FALSE(request.idempotent);
}

TEST_CASE("whatsapp: address and version of the channel win, with or without a slash at the end")
{
    FakeHttp http;
    auto ours = account();
    ours.base_url = "http://127.0.0.1:9900/";
    ours.version = "v27.0";
    ours.app_secret = SecretView();
    find("whatsapp")->send(text_to_phone("hai"), ours, http);
    CHECK(http.asked.at(0).url == "http://127.0.0.1:9900/v27.0/440022330055662/messages");
}

TEST_CASE("whatsapp: an id cannot lead a call to another path")
{
    FakeHttp http;
    auto ours = account();
    ours.id = "1/../me?x=#";
    ours.app_secret = SecretView();
    find("whatsapp")->send(text_to_phone("hai"), ours, http);
    CHECK(http.asked.at(0).url ==
          "https://graph.facebook.com/v26.0/1%2F..%2Fme%3Fx%3D%23/messages");
}

TEST_CASE("whatsapp: what does not fit is refused without a call")
{
    FakeHttp http;
    auto const refused = [&](Outbound const& message) {
        auto const outcome = find("whatsapp")->send(message, account(), http);
        REQUIRE(std::holds_alternative<Refused>(outcome));
        return std::get<Refused>(outcome).why.code;
    };
    CHECK(refused(text_to_phone(std::string(5000, 'a'))) == "text_too_long");
    auto message = text_to_phone("");
    message.content = MediaContent{.kind = MediaKind::image};
    CHECK(refused(message) == "media_failed");
    message.content = TemplateContent{.name = "a", .language = "id", .body = {{"", ""}}};
    CHECK(refused(message) == "template_params");
    CHECK(http.asked.empty());
}

TEST_CASE("whatsapp: read receipts and typing name the message")
{
    FakeHttp http;
    http.answer(200, R"({"success":true})").answer(200, R"({"success":true})");
    CHECK(find("whatsapp")->mark_read("wamid.SIMIN0001", account(), http).ok());
    CHECK(find("whatsapp")->show_typing("wamid.SIMIN0001", account(), http).ok());
    CHECK(
        Json::parse(http.asked[0].body) ==
        Json::parse(
            R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.SIMIN0001"})"));
    CHECK(Json::parse(http.asked[1].body) ==
          Json::parse(
              R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.SIMIN0001",
            "typing_indicator":{"type":"text"}})"));
}

TEST_CASE("whatsapp: an app that demands appsecret_proof gets it, once")
{
    auto const demand =
        R"({"error":{"code":100,"type":"GraphMethodException",
            "message":"API calls from the server require an appsecret_proof argument"}})";
    FakeHttp http;
    http.answer(400, demand).answer(200, R"({"messages":[{"id":"wamid.SIMOUT0001"}]})");
    auto const outcome = find("whatsapp")->send(text_to_phone("hai"), account(), http);
    CHECK(std::holds_alternative<Accepted>(outcome));
    REQUIRE(http.asked.size() == 2);
    CHECK(http.asked[1].body == http.asked[0].body);
    CHECK(http.asked[1].url ==
          "https://graph.facebook.com/v26.0/440022330055662/messages?appsecret_proof="
          "35ee3ba0aff16c4bfa2c8e8b317f575365aebb642b4bc3574cd8abedce1d176c");

    FakeHttp wrong;
    wrong.answer(400, demand)
        .answer(400, R"({"error":{"code":100,"message":"Invalid appsecret_proof provided"}})");
    auto const refused = find("whatsapp")->send(text_to_phone("hai"), account(), wrong);
    REQUIRE(std::holds_alternative<ChannelDown>(refused));
    CHECK(std::get<ChannelDown>(refused).why.code == "token_invalid");
    CHECK(wrong.asked.size() == 2);

    FakeHttp other;
    other.answer(400, R"({"error":{"code":100,"message":"Param to is bad"}})");
    find("whatsapp")->send(text_to_phone("hai"), account(), other);
    CHECK(other.asked.size() == 1);
}

#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

int code_of(simulator::Answer const& answer)
{
    auto const body = body_of(answer);
    return body.contains("error") ? body["error"]["code"].get<int>() : 0;
}

Json text(std::string body)
{
    return {{"to", "+628123450001"}, {"type", "text"}, {"text", {{"body", std::move(body)}}}};
}

Json shipped(Json parameters, std::string language = "id")
{
    return {{"to", "+628123450001"},
            {"type", "template"},
            {"template",
             {{"name", "order_shipped"},
              {"language", {{"code", language}}},
              {"components",
               {{{"type", "body"}, {"parameters", parameters}},
                {{"type", "button"},
                 {"sub_type", "url"},
                 {"index", "0"},
                 {"parameters", {{{"type", "text"}, {"text", "JX77"}}}}}}}}}};
}

Json word(std::string text) { return {{"type", "text"}, {"text", std::move(text)}}; }

}  // namespace

TEST_CASE("send: an accepted text is answered as Graph does")
{
    Lab lab;
    auto const answer = lab.send(text("Halo"));
    REQUIRE(answer.status == 200);
    auto const body = body_of(answer);
    CHECK(body["messaging_product"] == "whatsapp");
    CHECK(body["contacts"][0]["input"] == "+628123450001");
    CHECK(body["contacts"][0]["wa_id"] == "628123450001");
    CHECK(body["messages"][0]["id"].get<std::string>().starts_with("wamid."));
    CHECK_FALSE(body["messages"][0].contains("message_status"));
}

TEST_CASE("send: a business-scoped id is answered with user_id and without wa_id")
{
    Lab lab;
    auto const body = body_of(
        lab.send({{"recipient", "BR.90417733520068812455"}, {"text", {{"body", "Oi"}}}}));
    CHECK(body["contacts"][0]["user_id"] == "BR.90417733520068812455");
    CHECK_FALSE(body["contacts"][0].contains("wa_id"));
    CHECK(code_of(lab.send({{"recipient", "BR.1"}, {"text", {{"body", "Oi"}}}})) == 131026);
}

TEST_CASE("send: a phone without a plus gets the business' own country code")
{
    Lab lab;
    auto const body = body_of(lab.send({{"to", "812 345-0001"}, {"text", {{"body", "Halo"}}}}));
    CHECK(body["contacts"][0]["input"] == "812 345-0001");
    CHECK(body["contacts"][0]["wa_id"] == "628123450001");
}

TEST_CASE("send: what Graph refuses is refused with its code")
{
    Lab lab;
    CHECK(code_of(lab.send(text(""))) == 131008);
    CHECK(code_of(lab.send(text(std::string(4097, 'a')))) == 131009);
    CHECK(code_of(lab.send(text(std::string(4096, 'a')))) == 0);
    CHECK(code_of(lab.send({{"type", "text"}, {"text", {{"body", "x"}}}})) == 131008);
    CHECK(code_of(lab.send({{"to", "+62x"}, {"text", {{"body", "x"}}}})) == 131009);
    CHECK(code_of(lab.send({{"to", "+628123450001"}, {"type", "poem"}, {"poem", {{"a", 1}}}})) ==
          131009);
    CHECK(code_of(lab.send({{"to", "+6281200007700"}, {"text", {{"body", "x"}}}})) == 131021);
    CHECK(code_of(lab.send({{"to", "+628123450001"},
                            {"type", "image"},
                            {"image", {{"id", "770055123000001"}}}})) == 131053);
    CHECK(code_of(lab.call("POST", "/440022330055662/messages", text("no product"))) == 100);
    auto long_opaque = text("x");
    long_opaque["biz_opaque_callback_data"] = std::string(513, 'o');
    CHECK(code_of(lab.send(long_opaque)) == 131009);
}

TEST_CASE("send: an error has Graph's shape")
{
    Lab lab;
    auto const error = body_of(lab.send(text("")))["error"];
    CHECK(error["message"] == "(#131008) Required parameter is missing");
    CHECK(error["type"] == "OAuthException");
    CHECK(error["error_data"]["messaging_product"] == "whatsapp");
    CHECK(error["error_data"]["details"] == "Required parameter is missing: text.body");
    CHECK(error.contains("fbtrace_id"));
}

TEST_CASE("send: template parameters are counted and kinds compared")
{
    Lab lab;
    CHECK(code_of(lab.send(shipped({word("Rina"), word("JX77")}))) == 0);
    CHECK(code_of(lab.send(shipped({word("Rina")}))) == 132000);
    CHECK(code_of(lab.send(shipped({word("Rina"), word("a\nb")}))) == 132012);
    CHECK(code_of(lab.send(
              shipped({word("Rina"), {{"type", "image"}, {"image", {{"id", "1"}}}}}))) == 132012);
    CHECK(code_of(lab.send(shipped({word("Rina"), word("JX77")}, "fr"))) == 132001);
    auto no_button = shipped({word("Rina"), word("JX77")});
    no_button["template"]["components"].erase(1);
    CHECK(code_of(lab.send(no_button)) == 132000);
    auto far_button = shipped({word("Rina"), word("JX77")});
    far_button["template"]["components"][1]["index"] = 4;
    CHECK(code_of(lab.send(far_button)) == 131009);
}

TEST_CASE("send: paused, disabled, rejected and unknown templates have their own codes")
{
    Lab lab;
    auto const named = [](std::string name) -> Json {
        return {{"to", "+628123450001"},
                {"type", "template"},
                {"template", {{"name", std::move(name)}, {"language", {{"code", "id"}}}}}};
    };
    CHECK(code_of(lab.send(named("new_arrivals"))) == 132015);
    auto english = named("old_promotion");
    english["template"]["language"]["code"] = "en";
    CHECK(code_of(lab.send(english)) == 132016);
    english["template"]["name"] = "half_price";
    CHECK(code_of(lab.send(english)) == 132001);
    CHECK(code_of(lab.send(named("nobody"))) == 132001);
}

TEST_CASE("send: a template shows on the phone with its parameters in place")
{
    Lab lab;
    lab.send({{"to", "+628123450001"},
              {"type", "template"},
              {"template",
               {{"name", "appointment_reminder"},
                {"language", {{"code", "id"}}},
                {"components",
                 {{{"type", "body"},
                   {"parameters",
                    {{{"type", "text"}, {"parameter_name", "time"}, {"text", "pukul 16"}},
                     {{"type", "text"}, {"parameter_name", "name"}, {"text", "Rina"}}}}}}}}}});
    lab.pass(5s);
    auto const message = body_of(
        lab.control("GET", "/sim/customers/628123450001/messages"))["messages"][0];
    CHECK(message["extra"]["body"] == "Hai Rina, kami tunggu pukul 16. Jadi datang?");
    CHECK(message["extra"]["buttons"][1]["text"] == "Ganti hari");
    CHECK(message["shown"] == true);
}

TEST_CASE("send: reading and typing need a message the customer wrote")
{
    Lab lab;
    auto const said = body_of(lab.say("628123450001", {{"text", "Halo"}}));
    auto const id = said["message"]["id"].get<std::string>();
    CHECK(body_of(lab.send({{"status", "read"}, {"message_id", id}}))["success"] == true);
    CHECK(body_of(lab.send({{"status", "read"},
                            {"message_id", id},
                            {"typing_indicator", {{"type", "text"}}}}))["success"] == true);
    auto const chat = body_of(lab.control("GET", "/sim/customers/628123450001/messages"));
    CHECK(chat["messages"][0]["state"] == "read");
    CHECK(chat.contains("typing_until"));
    CHECK(code_of(lab.send({{"status", "read"}, {"message_id", "wamid.X"}})) == 131009);
}

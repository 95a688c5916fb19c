#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

std::string const Templates = "/v26.0/330011220044551/message_templates";

Json draft(Json changes = Json::object())
{
    Json all{{"name", "info_kirim"},
             {"language", "id"},
             {"category", "utility"},
             {"components",
              {{{"type", "BODY"},
                {"text", "Halo {{1}}, pesanan {{2}} sudah dikirim hari ini."},
                {"example", {{"body_text", Json::array({Json::array({"Rina", "JX77"})})}}}}}}};
    all.update(changes);
    return all;
}

Json body_of_text(std::string text, Json examples = Json::array())
{
    Json part{{"type", "BODY"}, {"text", std::move(text)}};
    if (!examples.empty())
        part["example"] = {{"body_text", Json::array({std::move(examples)})}};
    return part;
}

simulator::Answer create(Lab& lab, Json const& body) { return lab.call("POST", Templates, body); }

int cause(simulator::Answer const& answer)
{
    auto const body = body_of(answer);
    return body.contains("error") ? body["error"].value("error_subcode", -1) : 0;
}

int cause_with(Json component)
{
    Lab lab;
    auto parts = Json::array();
    if (component["type"] != "BODY")
        parts.push_back(body_of_text("Halo semua"));
    parts.push_back(std::move(component));
    return cause(create(lab, draft({{"components", parts}})));
}

std::string status_of(Lab& lab, std::string const& id)
{
    return body_of(lab.call("GET", "/v26.0/" + id))["status"];
}

}  // namespace

TEST_CASE("templates: a new one waits, is approved after its time, and can be sent")
{
    Lab lab;
    auto const made = body_of(create(lab, draft()));
    CHECK(made["status"] == "PENDING");
    CHECK(made["category"] == "UTILITY");
    std::string const id = made["id"];
    CHECK(lab.pass(4999ms).empty());
    auto const told = lab.pass(1s);
    REQUIRE(told.size() == 1);
    auto const value = value_of(told[0]);
    CHECK(value["event"] == "APPROVED");
    CHECK(std::to_string(value["message_template_id"].get<std::int64_t>()) == id);
    CHECK(status_of(lab, id) == "APPROVED");
    auto const word = [](std::string text) -> Json { return {{"type", "text"}, {"text", text}}; };
    CHECK(lab.send({{"to", "+628123450001"},
                    {"type", "template"},
                    {"template",
                     {{"name", "info_kirim"},
                      {"language", {{"code", "id"}}},
                      {"components",
                       {{{"type", "body"}, {"parameters", {word("Rina"), word("JX")}}}}}}}})
              .status == 200);
}

TEST_CASE("templates: a review may reject, or wait until it is decided by hand")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"reviews", "reject"}});
    std::string const id = body_of(create(lab, draft()))["id"];
    CHECK(value_of(lab.pass(6s).at(0))["event"] == "REJECTED");
    CHECK(body_of(lab.call("GET", "/v26.0/" + id, {},
                           {{"fields", "rejected_reason"}}))["rejected_reason"] ==
          "INCORRECT_CATEGORY");
    lab.control("POST", "/sim/config", {{"reviews", "wait"}});
    std::string const other = body_of(create(lab, draft({{"name", "lain"}})))["id"];
    CHECK(lab.pass(24h).empty());
    CHECK(lab.control("POST", "/sim/templates/" + other, {{"decision", "APPROVED"}}).status == 200);
    CHECK(value_of(lab.pass(1s).at(0))["event"] == "APPROVED");
    CHECK(lab.control("POST", "/sim/templates/" + other, {{"decision", "MAYBE"}}).status == 422);
    CHECK(lab.control("POST", "/sim/config", {{"reviews", "perhaps"}}).status == 422);
}

TEST_CASE("templates: what breaks a rule is refused with its cause")
{
    CHECK(cause_with(body_of_text("Halo {{1}}, sudah dikirim", {"Rina"})) == 0);
    CHECK(cause_with(body_of_text(std::string(1'025, 'a'))) == 2388040);
    CHECK(cause_with(body_of_text("{{1}} sudah dikirim", {"Rina"})) == 2388299);
    CHECK(cause_with(body_of_text("Untuk {{1}} {{2}} semua yang baik", {"a", "b"})) == 2388072);
    CHECK(cause_with(body_of_text("A {{1}} {{2}}{{3}} b", {"a", "b", "c"})) == 2388072);
    CHECK(cause_with(body_of_text("A-{{1}}-{{2}} b", {"a", "b"})) == 2388293);
    CHECK(cause_with(body_of_text("Halo {{2}}, sudah dikirim", {"Rina"})) == 2388072);
    CHECK(cause_with(body_of_text("Halo {{1}}, sudah dikirim")) == 2388072);
    CHECK(cause_with({{"type", "FOOTER"}, {"text", "Toko {{1}}"}}) == 2388073);
    CHECK(cause_with({{"type", "FOOTER"}, {"text", std::string(61, 'a')}}) == 2388040);
    CHECK(cause_with({{"type", "HEADER"}, {"format", "TEXT"}, {"text", std::string(61, 'a')}}) ==
          2388040);
    CHECK(cause_with({{"type", "HEADER"}, {"format", "IMAGE"}}) == 2388047);
    CHECK(cause_with({{"type", "HEADER"},
                      {"format", "IMAGE"},
                      {"example", {{"header_handle", Json::array({"4::aW"})}}}}) == 0);
    CHECK(cause_with({{"type", "SIDEBAR"}}) == 2388047);
}

TEST_CASE("templates: buttons are counted, measured and kept in order")
{
    auto const buttons = [](Json list) {
        return cause_with({{"type", "BUTTONS"}, {"buttons", std::move(list)}});
    };
    Json const quick{{"type", "QUICK_REPLY"}, {"text", "Ya"}};
    Json const link{{"type", "URL"}, {"text", "Lacak"}, {"url", "https://x.test/a"}};
    CHECK(buttons({quick, quick, link}) == 0);
    CHECK(buttons({quick, link, quick}) == 2388047);
    CHECK(buttons({link, link, link}) == 2388047);
    CHECK(buttons(Json::array({{{"type", "QUICK_REPLY"}, {"text", std::string(26, 'a')}}})) ==
          2388040);
    auto variable = link;
    variable["url"] = "https://x.test/{{1}}/a";
    CHECK(buttons(Json::array({variable})) == 2388047);
    variable["url"] = "https://x.test/{{1}}";
    CHECK(buttons(Json::array({variable})) == 2388047);
    variable["example"] = Json::array({"JX77"});
    CHECK(buttons(Json::array({variable})) == 0);
    CHECK(buttons(Json::array()) == 2388047);
}

TEST_CASE("templates: names, languages and lifetimes have their own rules")
{
    Lab lab;
    CHECK(create(lab, draft({{"name", "Info Kirim"}})).status == 400);
    CHECK(create(lab, draft({{"language", "tlh"}})).status == 400);
    CHECK(create(lab, draft({{"category", "GOSSIP"}})).status == 400);
    CHECK(create(lab, draft({{"message_send_ttl_seconds", 43'201}})).status == 400);
    auto const taken = create(lab, draft({{"name", "order_shipped"}}));
    CHECK(cause(taken) == 2388024);
    CHECK(body_of(taken)["error"]["error_user_msg"] ==
          "There is a template of this name in this language.");
    CHECK(create(lab, draft({{"message_send_ttl_seconds", 43'200}})).status == 200);
}

TEST_CASE("templates: a deleted name rests for thirty days, a disabled one stays")
{
    Lab lab;
    auto const remove = [&](std::string name) {
        return lab.call("DELETE", Templates, {}, {{"name", std::move(name)}});
    };
    CHECK(remove("order_shipped").status == 200);
    CHECK(remove("order_shipped").status == 400);
    CHECK(cause(create(lab, draft({{"name", "order_shipped"}}))) == 2388023);
    lab.control("POST", "/sim/clock", {{"advance_s", 30 * 86'400}});
    CHECK(cause(create(lab, draft({{"name", "order_shipped"}}))) == 0);
    CHECK(remove("old_promotion").status == 400);
    // One language of several.
    auto const one = body_of(
        lab.call("GET", Templates, {}, {{"name", "invoice_ready"}, {"language", "id"}}));
    CHECK(lab.call("DELETE", Templates, {},
                   {{"name", "invoice_ready"}, {"hsm_id", one["data"][0]["id"].get<std::string>()}})
              .status == 200);
    CHECK(body_of(lab.call("GET", Templates, {}, {{"name", "invoice_ready"}}))["data"].size() == 1);
}

TEST_CASE("templates: an approved one is changed once a day and reviewed again")
{
    Lab lab;
    std::string const id = body_of(
        lab.call("GET", Templates, {},
                 {{"name", "continue_conversation"}, {"language", "id"}}))["data"][0]["id"];
    auto const edit = [&](std::string text) {
        return lab.call("POST", "/v26.0/" + id,
                        {{"components", Json::array({body_of_text(std::move(text))})}});
    };
    CHECK(lab.call("POST", "/v26.0/" + id, {{"category", "MARKETING"}}).status == 400);
    CHECK(cause(edit(std::string(1'025, 'a'))) == 2388040);
    CHECK(edit("Boleh kita lanjutkan di sini?").status == 200);
    CHECK(status_of(lab, id) == "PENDING");
    CHECK(edit("Lagi").status == 400);
    lab.pass(1min);
    CHECK(status_of(lab, id) == "APPROVED");
    CHECK(edit("Boleh kita lanjutkan?").status == 400);
    lab.control("POST", "/sim/clock", {{"advance_s", 86'400}});
    CHECK(edit("Boleh kita lanjutkan?").status == 200);
}

TEST_CASE("templates: paused ones go on, others are archived, the library gives ready ones")
{
    Lab lab;
    std::string const id = body_of(lab.call(
        "GET", Templates, {}, {{"name", "new_arrivals"}, {"language", "id"}}))["data"][0]["id"];
    CHECK(body_of(lab.call("POST", "/v26.0/" + id + "/unpause"))["success"] == true);
    CHECK(status_of(lab, id) == "APPROVED");
    CHECK(body_of(lab.call("POST", "/v26.0/" + id + "/unpause"))["success"] == false);
    CHECK(lab.call("POST", Templates + "/archive", {{"hsm_ids", id}}).status == 200);
    CHECK(status_of(lab, id) == "ARCHIVED");
    CHECK(lab.call("POST", Templates + "/archive", {{"hsm_ids", "1"}}).status == 400);
    auto const library = body_of(lab.call("GET", "/v26.0/message_template_library", {},
                                          {{"search", "appointment"}, {"language", "ms"}}));
    REQUIRE(library["data"].size() == 1);
    auto const taken = body_of(create(lab, {{"name", "janji"},
                                            {"language", "ms"},
                                            {"library_template_name", "appointment_reminder"}}));
    CHECK(taken["status"] == "APPROVED");
}

TEST_CASE("limits: management calls of an account are counted by the hour")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"management_limit", true}});
    lab.call("POST", "/v26.0/440022330055662/deregister");
    for (int i = 0; i < 200; ++i)
        REQUIRE(lab.call("GET", Templates, {}, {{"limit", "1"}}).status == 200);
    CHECK(body_of(lab.call("GET", Templates))["error"]["code"] == 80007);
    lab.control("POST", "/sim/clock", {{"advance_s", 3'600}});
    CHECK(lab.call("GET", Templates).status == 200);
}

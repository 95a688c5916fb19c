#include <doctest/doctest.h>

#include <set>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

Json body_in(simulator::Delivery const& delivery)
{
    return base::parse_json(delivery.body, base::WebhookJson).value();
}

std::string field_of(simulator::Delivery const& delivery)
{
    return body_in(delivery)["entry"][0]["changes"][0]["field"];
}

// The webhooks that an event makes.
std::vector<simulator::Delivery> event(Lab& lab, Json const& what)
{
    auto const answer = lab.control("POST", "/sim/events", what);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 201);
    return lab.pass(1s);
}

Json value_after(Lab& lab, Json const& what) { return value_of(event(lab, what).at(0)); }

}  // namespace

TEST_CASE("events: what is about the account carries a time, no number, and goes to the app")
{
    Lab lab;
    auto const answer = lab.call(
        "POST", "/v26.0/330011220044551/subscribed_apps",
        {{"override_callback_uri", "http://127.0.0.1:2/own"}, {"verify_token", "t"}});
    lab.core.verified(*answer.verification, 200, answer.verification->challenge);
    auto const all = event(lab, {{"kind", "account_ban"}});
    REQUIRE(all.size() == 1);
    CHECK(all[0].url == "http://127.0.0.1:1/hook");
    auto const entry = body_in(all[0])["entry"][0];
    CHECK(entry["id"] == "330011220044551");
    CHECK(entry["time"] == 1795000000);
    CHECK(entry["changes"][0]["field"] == "account_update");
    CHECK(entry["changes"][0]["value"]["ban_info"]["waba_ban_state"] == "DISABLE");
    CHECK_FALSE(entry["changes"][0]["value"].contains("metadata"));
}

TEST_CASE("events: every kind of the table leaves under its field, with its words in place")
{
    Lab lab;
    std::set<std::string> fields;
    for (auto const* const kind : {"template_status",
                                   "template_quality",
                                   "template_category",
                                   "template_category_soon",
                                   "template_components",
                                   "phone_quality",
                                   "phone_name",
                                   "capability",
                                   "review",
                                   "alert",
                                   "security",
                                   "account_restriction",
                                   "account_violation",
                                   "account_ban",
                                   "account_deleted",
                                   "account_offboarded",
                                   "account_reconnected",
                                   "partner_added",
                                   "partner_removed",
                                   "app_installed",
                                   "app_uninstalled",
                                   "price_tier",
                                   "username",
                                   "flow_status",
                                   "unknown_field",
                                   "preferences",
                                   "conversion",
                                   "app_error",
                                   "history_declined"}) {
        auto const all = event(lab, {{"kind", kind}});
        REQUIRE(all.size() == 1);
        CHECK(all[0].body.find("\"$") == std::string::npos);
        fields.insert(field_of(all[0]));
    }
    CHECK(fields.size() == 18);
    CHECK(lab.control("POST", "/sim/events", {{"kind", "rumour"}}).status == 422);
}

TEST_CASE("events: a value of ours is laid over the usual one, and a template follows it")
{
    Lab lab;
    auto const value = value_after(lab, {{"kind", "template_status"},
                                         {"template", "order_shipped"},
                                         {"language", "id"},
                                         {"value", {{"event", "PAUSED"}, {"reason", "NONE"}}}});
    CHECK(value["event"] == "PAUSED");
    CHECK(value["message_template_id"] == 990077880011001);
    CHECK(value["message_template_language"] == "id");
    auto const refused = lab.send(
        {{"to", "+628123450001"},
         {"type", "template"},
         {"template", {{"name", "order_shipped"}, {"language", {{"code", "id"}}}}}});
    CHECK(body_of(refused)["error"]["code"] == 132015);
}

TEST_CASE("events: who stops marketing gets no more of it")
{
    Lab lab;
    auto const value = value_after(lab, {{"kind", "preferences"}, {"customer", "628123450001"}});
    CHECK(value["user_preferences"][0]["wa_id"] == "628123450001");
    CHECK(value["user_preferences"][0]["timestamp"] == 1795000000);
    lab.send({{"to", "+628123450001"},
              {"type", "template"},
              {"template", {{"name", "our_catalogue"}, {"language", {{"code", "en"}}}}}});
    CHECK(value_of(lab.pass(1s).at(0))["statuses"][0]["errors"][0]["code"] == 131050);
    // A person without a phone is named by id alone.
    auto const lia = value_after(
        lab, {{"kind", "preferences"}, {"customer", "BR.90417733520068812455"}});
    CHECK_FALSE(lia["user_preferences"][0].contains("wa_id"));
}

TEST_CASE("events: history comes in three phases, then the file of its placeholder")
{
    Lab lab;
    auto const all = event(lab, {{"kind", "history"}});
    REQUIRE(all.size() == 4);
    int total = 0;
    for (auto const& one : all) {
        CHECK(field_of(one) == "history");
        auto const value = value_of(one);
        if (!value.contains("history"))
            continue;
        auto const chunk = value["history"][0];
        total += int(chunk["threads"].size());
        if (chunk["metadata"]["phase"] == 2)
            CHECK(chunk["metadata"]["progress"] == 100);
    }
    CHECK(total == 21);
    auto const last = value_of(all.back())["messages"][0];
    auto const first = value_of(all.front())["history"][0]["threads"][0]["messages"].back();
    CHECK(first["type"] == "media_placeholder");
    CHECK(last["id"] == first["id"]);
    CHECK(last["type"] == "image");
    CHECK(value_after(lab, {{"kind", "history_declined"}})["history"][0]["errors"][0]["code"] ==
          2593109);
}

TEST_CASE("events: contacts, echoes and standby come under their own fields")
{
    Lab lab;
    auto const contacts = event(lab, {{"kind", "state_sync"}}).at(0);
    CHECK(field_of(contacts) == "smb_app_state_sync");
    CHECK(value_of(contacts)["state_sync"][0]["contact"]["full_name"] == "Rina Wulandari");
    auto const echo = event(lab, {{"kind", "echo"}, {"text", "Siap kak"}}).at(0);
    CHECK(field_of(echo) == "smb_message_echoes");
    CHECK(value_of(echo)["message_echoes"][0]["from"] == "6281200007700");
    CHECK(value_of(echo)["message_echoes"][0]["to"] == "628123450001");
    auto const chat = body_of(lab.control("GET", "/sim/customers/628123450001/messages"));
    CHECK(chat["messages"][0]["text"] == "Siap kak");
    for (auto const& [what, key] : std::map<std::string, std::string>{
             {"message", "messages"}, {"echo", "message_echoes"}, {"status", "statuses"}}) {
        auto const one = event(lab, {{"kind", "standby"}, {"what", what}}).at(0);
        CHECK(field_of(one) == "standby");
        CHECK(value_of(one)["standby"].contains(key));
        CHECK_FALSE(value_of(one).contains("messages"));
    }
}

TEST_CASE("events: a person who moves is told by both ids, with a number or without")
{
    Lab lab;
    auto const moved = value_after(lab, {{"kind", "number_change"}, {"phone", "+628123459999"}});
    CHECK_FALSE(moved.contains("contacts"));
    CHECK(moved["messages"][0]["from"] == "628123450001");
    auto const system = moved["messages"][0]["system"];
    CHECK(system["type"] == "user_changed_number");
    CHECK(system["wa_id"] == "628123459999");
    CHECK(system["previous_user_id"] == "ID.48210077351964420011");
    CHECK(lab.say("628123459999", {{"text", "Ini nomor baru"}}).status == 201);
    lab.pass(1s);
    auto const unseen = value_after(
        lab, {{"kind", "number_change"}, {"customer", "BR.90417733520068812455"}});
    CHECK(unseen["messages"][0]["system"]["type"] == "user_changed_user_id");
    CHECK_FALSE(unseen["messages"][0].contains("from"));
    CHECK_FALSE(unseen["messages"][0]["system"].contains("wa_id"));
}

TEST_CASE("events: a thousand updates leave in one POST, and three megabytes in another")
{
    Lab lab;
    auto const many = event(lab, {{"kind", "batch"}});
    REQUIRE(many.size() == 1);
    auto const changes = body_in(many[0])["entry"][0]["changes"];
    CHECK(changes.size() == 1'000);
    CHECK(changes[999]["value"]["messages"][0]["text"]["body"] == "1000/1000");
    auto const large = event(lab, {{"kind", "large"}});
    CHECK(large.at(0).body.size() > 2'900'000);
    CHECK(large.at(0).body.size() <= 3'145'728);
    CHECK(value_of(event(lab, {{"kind", "unknown_property"}}).at(0))["weather"] == "rain");
}

TEST_CASE("events: a phone kept private and a person of old are told with less")
{
    Lab lab;
    lab.control("PATCH", "/sim/customers/628123450001", {{"hidden", true}, {"username", "@rina"}});
    lab.say("628123450001", {{"text", "Halo"}});
    auto const hidden = value_of(lab.pass(1s).at(0));
    CHECK_FALSE(hidden["messages"][0].contains("from"));
    CHECK_FALSE(hidden["contacts"][0].contains("wa_id"));
    CHECK(hidden["contacts"][0]["profile"]["username"] == "@rina");
    lab.control("PATCH", "/sim/customers/60123450002", {{"legacy", true}});
    lab.say("60123450002", {{"text", "Halo"}});
    auto const old = value_of(lab.pass(1s).at(0));
    CHECK_FALSE(old["messages"][0].contains("from_user_id"));
    CHECK_FALSE(old["contacts"][0].contains("user_id"));
}

TEST_CASE("events: what is not supported says of what kind and why")
{
    Lab lab;
    auto const sent = [&](Json const& what) {
        REQUIRE(lab.say("628123450001", what).status == 201);
        return value_of(lab.pass(1s).at(0))["messages"][0];
    };
    auto const gone = sent({{"type", "unsupported"}, {"code", 131060}, {"unsupported", ""}});
    CHECK(gone["type"] == "unsupported");
    CHECK_FALSE(gone.contains("unsupported"));
    CHECK(gone["errors"][0]["code"] == 131060);
    CHECK(sent({{"type", "unsupported"}, {"unsupported", "gif"}})["unsupported"]["type"] == "gif");
}

TEST_CASE("events: members of a group write to all of it")
{
    Lab lab;
    auto const group = body_of(lab.control(
        "POST", "/sim/groups",
        {{"name", "Pelanggan"}, {"members", {"628123450001", "BR.90417733520068812455"}}}));
    std::string const id = group["id"];
    auto const say = [&](std::string who) {
        return lab.control("POST", "/sim/groups/" + id + "/messages",
                           {{"customer", std::move(who)}, {"text", "Halo semua"}});
    };
    REQUIRE(say("628123450001").status == 201);
    REQUIRE(say("BR.90417733520068812455").status == 201);
    CHECK(say("60123450002").status == 422);
    auto const all = lab.pass(1s);
    CHECK(value_of(all.at(0))["messages"][0]["group_id"] == id);
    CHECK(value_of(all.at(0))["messages"][0]["from"] == "628123450001");
    CHECK_FALSE(value_of(all.at(1))["messages"][0].contains("from"));
    lab.send({{"recipient_type", "group"}, {"to", id}, {"text", {{"body", "Hai"}}}});
    CHECK(story(lab.pass(1s)).starts_with("sent"));
}

TEST_CASE("events: a webhook of the log is sent once more, byte for byte")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"lose_p", 1}});
    lab.say("628123450001", {{"text", "Halo"}});
    CHECK(lab.pass(1s).empty());
    auto const log = body_of(lab.control("GET", "/sim/webhooks"))["data"];
    auto const n = std::to_string(log[0]["n"].get<int>());
    CHECK(lab.control("POST", "/sim/webhooks/" + n + "/resend", {{"delay_ms", 500}}).status == 202);
    CHECK(lab.pass(499ms).empty());
    auto const again = lab.pass(1s);
    REQUIRE(again.size() == 1);
    CHECK(again[0].body == log[0]["body"]);
    CHECK(again[0].signature.starts_with("sha256="));
    CHECK(lab.control("POST", "/sim/webhooks/999/resend").status == 404);
}

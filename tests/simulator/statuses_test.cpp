#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

Json text(std::string body)
{
    return {{"to", "+628123450001"},
            {"text", {{"body", std::move(body)}}},
            {"biz_opaque_callback_data", "ob:1"}};
}

}  // namespace

TEST_CASE("statuses: sent, delivered and read follow within the usual times")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"skip_delivered_p", 0.0}});
    lab.say("628123450001", {{"text", "Masih buka?"}});
    CHECK(story(lab.pass(100ms)) == "in:text");
    lab.send(text("Buka kak"));
    CHECK(lab.pass(149ms).empty());
    CHECK(story(lab.pass(251ms)) == "sent");
    CHECK(story(lab.pass(2000ms)) == "delivered");
    CHECK(story(lab.pass(20s)) == "read");
}

TEST_CASE("statuses: speed scales the waits, and nought takes them away")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"skip_delivered_p", 0.0}, {"speed", 100.0}});
    lab.say("628123450001", {{"text", "Halo"}});
    lab.send(text("Hai"));
    CHECK(story(lab.pass(224ms)) == "in:text sent delivered read");
    lab.control("POST", "/sim/config", {{"speed", 0}});
    lab.send(text("Hai lagi"));
    CHECK(story(lab.pass(0ms)) == "sent delivered read");
}

TEST_CASE("statuses: they carry the person, our own data and a price once")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"skip_delivered_p", 0.0}, {"speed", 0}});
    lab.say("628123450001", {{"text", "Halo"}});
    auto const id = body_of(lab.send(text("Hai")))["messages"][0]["id"];
    auto const all = lab.pass(0ms);
    REQUIRE(all.size() == 4);
    auto const sent = value_of(all[1]);
    CHECK(sent["metadata"]["phone_number_id"] == "440022330055662");
    CHECK(sent["statuses"][0]["id"] == id);
    CHECK(sent["statuses"][0]["recipient_id"] == "628123450001");
    CHECK(sent["statuses"][0]["recipient_user_id"] == "ID.48210077351964420011");
    CHECK(sent["statuses"][0]["biz_opaque_callback_data"] == "ob:1");
    CHECK_FALSE(sent["statuses"][0].contains("pricing"));
    CHECK(value_of(all[2])["statuses"][0]["pricing"]["type"] == "free_customer_service");
    CHECK_FALSE(value_of(all[3])["statuses"][0].contains("pricing"));
}

TEST_CASE("statuses: free text costs after the month's free ones")
{
    Lab lab;
    lab.control("POST", "/sim/config",
                {{"speed", 0}, {"free_service", 1}, {"skip_delivered_p", 0.0}});
    lab.say("628123450001", {{"text", "Halo"}});
    lab.send(text("satu"));
    lab.pass(0ms);
    lab.send(text("dua"));
    auto const all = lab.pass(0ms);
    CHECK(value_of(all[1])["statuses"][0]["pricing"]["type"] == "regular");
}

TEST_CASE("statuses: a person without a phone is named by id, the username only when it arrived")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"speed", 0}, {"skip_delivered_p", 0.0}});
    lab.say("BR.90417733520068812455", {{"text", "Oi"}});
    lab.send({{"recipient", "BR.90417733520068812455"}, {"text", {{"body", "Oi!"}}}});
    auto const all = lab.pass(0ms);
    auto const in = value_of(all[0]);
    CHECK_FALSE(in["messages"][0].contains("from"));
    CHECK(in["messages"][0]["from_user_id"] == "BR.90417733520068812455");
    CHECK_FALSE(in["contacts"][0].contains("wa_id"));
    CHECK(in["contacts"][0]["profile"]["username"] == "@lia.doces");
    CHECK_FALSE(value_of(all[1])["statuses"][0].contains("recipient_id"));
    CHECK_FALSE(value_of(all[1])["contacts"][0]["profile"].contains("username"));
    CHECK(value_of(all[2])["contacts"][0]["profile"]["username"] == "@lia.doces");
}

TEST_CASE("statuses: free text after 24 hours fails late, or at once when asked to")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Halo"}});
    lab.pass(1s);
    lab.control("POST", "/sim/clock", {{"advance_s", 86'400}});
    CHECK(lab.send(text("Halo?")).status == 200);
    auto const all = lab.pass(1s);
    REQUIRE(story(all) == "failed");
    auto const failed = value_of(all[0]);
    CHECK(failed["statuses"][0]["errors"][0]["code"] == 131047);
    CHECK_FALSE(failed.contains("contacts"));
    CHECK_FALSE(failed["statuses"][0].contains("recipient_user_id"));
    lab.control("POST", "/sim/config", {{"window_sync", true}});
    CHECK(body_of(lab.send(text("Halo?")))["error"]["code"] == 131047);
}

TEST_CASE("statuses: a phone that is off gets its messages when it comes back")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"skip_delivered_p", 0.0}});
    lab.say("628123450001", {{"text", "Halo"}});
    lab.control("PATCH", "/sim/customers/628123450001", {{"offline", true}});
    lab.send(text("Hai"));
    CHECK(story(lab.pass(10min)) == "in:text sent");
    lab.control("PATCH", "/sim/customers/628123450001", {{"offline", false}});
    CHECK(story(lab.pass(1min)) == "delivered read");
}

TEST_CASE("statuses: without read receipts it stays delivered, and a block stays sent")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Halo"}});
    lab.control("PATCH", "/sim/customers/628123450001", {{"receipts", false}});
    lab.send(text("Hai"));
    CHECK(story(lab.pass(10min)) == "in:text sent delivered");
    lab.control("PATCH", "/sim/customers/628123450001", {{"blocks", true}});
    lab.send(text("Hai"));
    CHECK(story(lab.pass(10min)) == "sent");
}

TEST_CASE("statuses: while a phone page is open its person reads by hand")
{
    Lab lab;
    lab.core.set_pages(1);
    lab.say("628123450001", {{"text", "Halo"}});
    lab.send(text("Hai"));
    CHECK(story(lab.pass(10min)) == "in:text sent delivered");
    lab.control("POST", "/sim/customers/628123450001/read");
    CHECK(story(lab.pass(0ms)) == "read");
    lab.control("POST", "/sim/customers/628123450001/read");
    CHECK(lab.pass(1min).empty());
}

TEST_CASE("statuses: the same seed tells the same story, another one another")
{
    auto const run = [](std::uint64_t seed) {
        Lab lab({.seed = seed});
        lab.control("POST", "/sim/config", {{"duplicate_p", 0.3}, {"shuffle", true}});
        lab.say("628123450001", {{"text", "Halo"}});
        for (int i = 0; i < 5; ++i)
            lab.send(text("Hai"));
        std::string all;
        for (auto const& one : lab.pass(1min))
            all += one.body + one.signature;
        return all;
    };
    CHECK(run(4) == run(4));
    CHECK(run(4) != run(5));
}

TEST_CASE("statuses: what was under way goes on after a restart")
{
    std::string kept;
    {
        Lab lab;
        lab.say("628123450001", {{"text", "Halo"}});
        lab.pass(0ms);
        lab.send(text("Hai"));
        lab.pass(500ms);
        lab.say("60123450002", {{"text", "Belum sampai"}});
        kept = lab.core.snapshot();
    }
    Lab lab({.seed = 2});
    REQUIRE(lab.core.restore(kept).ok());
    lab.control("POST", "/sim/config", {{"skip_delivered_p", 0.0}});
    auto const all = lab.pass(1min);
    CHECK(story(all) == "in:text delivered read");
    CHECK(value_of(all[1])["statuses"][0]["biz_opaque_callback_data"] == "ob:1");
    CHECK_FALSE(lab.core.restore("{}").ok());
}

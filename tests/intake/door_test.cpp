#include "intake/door.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <future>

#include "conversations/inbox.hpp"
#include "conversations/receive.hpp"
#include "conversations/thread.hpp"
#include "crypto/hmac.hpp"
#include "intake/events.hpp"
#include "intake/store.hpp"
#include "intake/understand.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

namespace {

std::string text_body(std::string const& wamid,
                      std::string const& phone_number_id = tests::PhoneNumberId)
{
    return R"({"object":"whatsapp_business_account","entry":[{"id":"330011220044551","changes":[{"field":)"
           R"("messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":)"
           R"("6281200007700","phone_number_id":")" +
           phone_number_id +
           R"("},"contacts":[{"profile":{"name":"Rina"},"wa_id":"628123450001","user_id":)"
           R"("ID.48210077351964420011"}],"messages":[{"from":"628123450001","from_user_id":)"
           R"("ID.48210077351964420011","id":")" +
           wamid + R"(","timestamp":"1795247000","type":"text","text":{"body":"Halo"}}]}}]}]})";
}

std::string body_of(std::string const& messages)
{
    return R"({"object":"whatsapp_business_account","entry":[{"id":"330011220044551","changes":[{"field":)"
           R"("messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":)"
           R"("6281200007700","phone_number_id":")" +
           std::string(tests::PhoneNumberId) + R"("},"messages":[)" + messages + "]}}]}]}";
}

std::string message_of(std::string const& wamid, int at, std::string const& type,
                       std::string const& object)
{
    return R"({"from":"628123450001","from_user_id":"ID.48210077351964420011","id":")" + wamid +
           R"(","timestamp":")" + std::to_string(1795247000 + at) + R"(","type":")" + type +
           R"(",")" + type + R"(":)" + object + "}";
}

class OneHouse final : public intake::Directory {
public:
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());

    std::optional<intake::Target> by_key(std::string_view, std::string_view key) override
    {
        if (key != "k")
            return std::nullopt;
        return intake::Target{world.workspace(), channel};
    }
    std::optional<intake::Target> by_account(std::string_view, std::string_view account) override
    {
        if (account != tests::PhoneNumberId)
            return std::nullopt;
        return intake::Target{world.workspace(), channel};
    }
};

struct House {
    OneHouse here;
    intake::Door door{here, here.world.world()};
    conversations::MessageDeliveries deliveries;
    intake::Understanding understanding{deliveries};

    int deliver(std::string const& body, std::optional<std::string> signature = {},
                std::string key = "k")
    {
        auto const signed_with = signature.value_or(
            "sha256=" + base::to_hex(crypto::hmac_sha256(tests::AppSecret, body)));
        channels::Webhook call;
        call.method = "POST";
        call.body = body;
        call.header = [&](std::string_view name) -> std::optional<std::string_view> {
            if (name == "X-Hub-Signature-256")
                return signed_with;
            return std::nullopt;
        };
        std::promise<int> answered;
        door.deliver("whatsapp", key, call,
                     [&](int status, std::string) { answered.set_value(status); });
        return answered.get_future().get();
    }
    void understand()
    {
        while (understanding.turn(*here.world.workspace()) == std::chrono::milliseconds(0)) {}
    }
    std::vector<intake::EventView> events()
    {
        auto desk = here.world.desk();
        return intake::list_events(desk, {})->data;
    }
    std::size_t conversations_seen()
    {
        auto desk = here.world.desk();
        return conversations::list(desk, {})->data.size();
    }
};

}  // namespace

TEST_CASE("intake: a signed delivery is kept before it is answered, and understood after")
{
    House house;
    CHECK(house.deliver(text_body("wamid.1")) == 200);
    REQUIRE(house.events().size() == 1);
    CHECK(house.events()[0].state == intake::EventState::waiting);
    CHECK(house.conversations_seen() == 0);
    house.understand();
    CHECK(house.events()[0].state == intake::EventState::done);
    CHECK(house.conversations_seen() == 1);
}

TEST_CASE("intake: what was kept while the clock was ahead does not wait for that time (R8)")
{
    House house;
    CHECK(house.deliver(text_body("wamid.1")) == 200);
    house.here.world.clock.jump(-std::chrono::hours(72));
    house.understand();
    CHECK(house.events()[0].state == intake::EventState::done);
}

TEST_CASE("intake: without the right signature nothing is kept")
{
    House house;
    auto const body = text_body("wamid.1");
    CHECK(house.deliver(body, "") == 401);
    CHECK(house.deliver(body, "sha256=00") == 401);
    CHECK(house.deliver(body + " ", "sha256=" + base::to_hex(crypto::hmac_sha256(tests::AppSecret,
                                                                                 body))) == 401);
    CHECK(house.deliver(
              body, "sha1=" + base::to_hex(crypto::hmac_sha256(tests::AppSecret, body))) == 401);
    CHECK(house.events().empty());
    CHECK(house.door.counts().bad_signature == 4);
}

TEST_CASE("intake: the same bytes again are answered 200 and have one effect")
{
    House house;
    for (int i = 0; i < 20; ++i)
        CHECK(house.deliver(text_body("wamid.1")) == 200);
    house.understand();
    CHECK(house.events().size() == 1);
    CHECK(house.conversations_seen() == 1);
    CHECK(house.door.counts().repeated == 19);
}

TEST_CASE("intake: what is for somebody else is answered 200 and not kept")
{
    House house;
    CHECK(house.deliver(text_body("wamid.1", "999")) == 200);
    CHECK(house.events().empty());
    CHECK(house.door.counts().foreign == 1);
    CHECK(house.deliver(text_body("wamid.1"), {}, "unknown") == 404);
}

TEST_CASE("intake: news of another account of the same app are kept by that account's channel")
{
    House house;
    auto& workspace = *house.here.world.workspace();
    auto const other = tests::add_channel(workspace, "440022330055999");
    REQUIRE(workspace.write([&](db::Writer& tx) {
        tx.run(R"sql(UPDATE channel SET parent = '330011220044999' WHERE id = ?1)sql", other);
    }));
    std::string const body =
        R"({"object":"whatsapp_business_account","entry":[{"id":"330011220044999","time":1795247000,)"
        R"("changes":[{"field":"account_update","value":{"event":"ACCOUNT_DELETED"}}]}]})";
    CHECK(house.deliver(body) == 200);
    auto const kept = workspace.read()->all<base::ChannelId>(R"sql(
        SELECT channel_id FROM raw_event
    )sql");
    CHECK(kept == std::vector{other});
}

TEST_CASE("intake: signed bytes that are no JSON are kept as dead, and can be replayed")
{
    House house;
    CHECK(house.deliver("{\"object\":") == 200);
    house.understand();
    REQUIRE(house.events().size() == 1);
    CHECK(house.events()[0].state == intake::EventState::dead);
    CHECK(house.events()[0].error.has_value());
    auto desk = house.here.world.desk();
    auto const replayed = intake::replay_event(desk, {house.events()[0].id});
    REQUIRE(replayed.ok());
    CHECK(replayed->state == intake::EventState::waiting);
    house.understand();
    CHECK(house.events()[0].state == intake::EventState::dead);
}

TEST_CASE("intake: one unreadable part does not keep the others from being taken")
{
    House house;
    auto body = text_body("wamid.1");
    auto const at = body.find(R"("messages":[)") + 12;
    body.insert(at, R"({"no":"id"},)");
    CHECK(house.deliver(body) == 200);
    house.understand();
    CHECK(house.conversations_seen() == 1);
    CHECK(house.events()[0].state == intake::EventState::dead);
}

TEST_CASE("intake: taking a delivery twice changes nothing")
{
    House house;
    CHECK(house.deliver(text_body("wamid.1")) == 200);
    house.understand();
    auto desk = house.here.world.desk();
    REQUIRE(intake::replay_event(desk, {house.events()[0].id}).ok());
    house.understand();
    CHECK(conversations::list(desk, {})->data[0].unread == 1);
}

TEST_CASE("intake: signs, edits and deletions reach the message they are about")
{
    House house;
    house.deliver(body_of(
        message_of("wamid.1", 0, "text", R"({"body":"jam empat"})") + "," +
        message_of("wamid.2", 1, "reaction", R"({"message_id":"wamid.1","emoji":"🙏"})") + "," +
        message_of("wamid.3", 2, "edit",
                   R"({"original_message_id":"wamid.1","message":{"type":"text","text":{"body":)"
                   R"("jam lima"}}})") +
        "," + message_of("wamid.4", 3, "revoke", R"({"original_message_id":"wamid.1"})")));
    house.understand();
    CHECK(house.events()[0].state == intake::EventState::done);

    auto desk = house.here.world.desk();
    auto const rows = conversations::list(desk, {});
    REQUIRE(rows->data.size() == 1);
    conversations::ListMessages in;
    in.conversation = rows->data[0].id;
    auto const thread = conversations::list_messages(desk, in);
    REQUIRE(thread->data.size() == 1);
    auto const& message = thread->data[0];
    CHECK(message.text == "jam lima");
    CHECK(message.edited_at.has_value());
    CHECK(message.revoked_at.has_value());
    REQUIRE(message.reactions.size() == 1);
    CHECK(message.reactions[0].emoji == "🙏");
}

TEST_CASE("intake: a delivery is done only when each of its writes is")
{
    House house;
    std::string messages;
    for (int i = 0; i < 40; ++i)
        messages += (i ? "," : "") +
                    message_of("wamid." + std::to_string(i), i, "text",
                               i == 3 ? R"({"body":"strange"})" : R"({"body":"Halo"})");
    CHECK(house.deliver(body_of(messages)) == 200);
    auto const workspace = house.here.world.workspace();
    auto const run = [&](char const* script) {
        workspace->writer().between(
            [&](db::Connection& connection) { connection.run_script(script); });
    };
    auto const unread = [&] {
        auto desk = house.here.world.desk();
        auto const rows = conversations::list(desk, {});
        return rows->data.empty() ? 0 : rows->data[0].unread;
    };
    // SQLite itself fails, which is no part's fault.
    run(R"sql(
        CREATE TEMP TRIGGER fails BEFORE INSERT ON message WHEN NEW.body = 'strange'
        BEGIN SELECT abs(-9223372036854775808); END
    )sql");
    CHECK(house.understanding.turn(*workspace) > house.here.world.clock.monotonic());
    CHECK(house.events()[0].state == intake::EventState::waiting);
    CHECK(unread() == 24);
    run("DROP TRIGGER fails");
    house.understand();
    CHECK(house.events()[0].state == intake::EventState::done);
    CHECK(unread() == 40);
}

TEST_CASE("intake: a part that breaks a rule of the file costs no other part")
{
    House house;
    CHECK(house.deliver(body_of(message_of("wamid.1", 0, "text", R"({"body":"Halo"})") + "," +
                                message_of("wamid.2", 1, "text", R"({"body":"strange"})") + "," +
                                message_of("wamid.3", 2, "text", R"({"body":"Halo"})"))) == 200);
    auto const workspace = house.here.world.workspace();
    workspace->writer().between([](db::Connection& connection) {
        connection.run_script(R"sql(
            CREATE TEMP TRIGGER refuses BEFORE INSERT ON message WHEN NEW.body = 'strange'
            BEGIN SELECT RAISE(ABORT, 'no'); END
        )sql");
    });
    house.understand();
    auto desk = house.here.world.desk();
    CHECK(conversations::list(desk, {})->data.at(0).unread == 2);
    CHECK(house.events()[0].state == intake::EventState::waiting);
}

TEST_CASE("intake: a turn is bounded by what the deliveries hold, and nothing is left out")
{
    House house;
    for (int delivery = 0; delivery < 5; ++delivery) {
        std::string messages;
        for (int i = 0; i < 900; ++i)
            messages += (i ? "," : "") + message_of("wamid." + std::to_string(delivery * 900 + i),
                                                    i, "text", R"({"body":"Halo"})");
        CHECK(house.deliver(body_of(messages)) == 200);
    }
    auto const done = [&] {
        auto const events = house.events();
        return std::ranges::count(events, intake::EventState::done, &intake::EventView::state);
    };
    CHECK(house.understanding.turn(*house.here.world.workspace()) == std::chrono::milliseconds(0));
    CHECK(done() == 3);
    house.understand();
    CHECK(done() == 5);
    auto desk = house.here.world.desk();
    CHECK(conversations::list(desk, {})->data.at(0).unread == 4500);
}

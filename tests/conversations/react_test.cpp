#include "conversations/react.hpp"

#include <doctest/doctest.h>

#include "conversations/amend.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/receive.hpp"
#include "conversations/thread.hpp"
#include "outbox/dispatcher.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using conversations::Message;
using conversations::Side;
using conversations::Status;

namespace {

struct House {
    tests::TestWorld world;
    std::shared_ptr<workspace::Workspace> workspace = world.workspace();
    base::ChannelId channel = tests::add_channel(*workspace);
    base::ConversationId customer = tests::add_conversation(*workspace, channel, 1);
    conversations::MessageDeliveries deliveries;
    outbox::Dispatcher dispatcher{world.world(), world.http, deliveries, 0};
    base::MessageId asked;

    House()
    {
        world.http.otherwise([this](net::HttpRequest const&) {
            return net::HttpReply{200, {}, tests::accepted("wamid.OUT" + std::to_string(++taken))};
        });
        REQUIRE(workspace
                    ->write([&](db::Writer& tx) {
                        conversations::store::NewMessage in;
                        in.conversation = customer;
                        in.channel = channel;
                        in.text = "Masih ada?";
                        in.external_id = "wamid.IN1";
                        in.author_kind = conversations::AuthorKind::contact;
                        in.at = in.created_at = world.clock.now();
                        asked = *conversations::store::add(tx, in);
                        conversations::store::wrote(
                            tx, customer, in.at, {.message = asked, .at = in.at, .text = in.text});
                    })
                    .ok());
    }
    base::Result<Message> react(std::string emoji)
    {
        auto desk = world.desk();
        return conversations::react(desk, {asked, std::move(emoji)});
    }
    void turn()
    {
        dispatcher.turn(*workspace);
        dispatcher.wait_idle();
    }
    // What stands below the message: emoji, state, reason.
    std::string shown()
    {
        auto desk = world.desk();
        conversations::store::Naming const naming{workspace->id(), desk.people};
        auto const message = conversations::store::message(*workspace->read(), asked, naming);
        std::string out;
        for (auto const& one : message->reactions) {
            out += one.emoji + " " + std::string(one.status ? base::word_of(*one.status) : "-");
            if (one.error)
                out += " " + one.error->code.text;
        }
        return out;
    }
    conversations::Reception status(channels::DeliveryStatus status, std::string external,
                                    std::optional<std::string> attempt = {}, int code = 0)
    {
        channels::StatusUpdate in;
        in.external_id = std::move(external);
        in.status = status;
        in.at = world.clock.now();
        in.attempt_id = std::move(attempt);
        if (code)
            in.problem = channels::Problem{.code = "recipient_unreachable", .provider_code = code};
        auto got = conversations::Reception::known;
        REQUIRE(workspace
                    ->write([&](db::Writer& tx) {
                        got = conversations::receive(*workspace, tx, deliveries, channel, in);
                    })
                    .ok());
        return got;
    }
    int count(char const* what)
    {
        auto const db = workspace->read();
        if (std::string_view(what) == "orphan")
            return db->one<int>(R"sql(SELECT count(*) FROM orphan)sql");
        return db->one<int>(R"sql(SELECT count(*) FROM send)sql");
    }
    std::vector<std::string> said() const
    {
        std::vector<std::string> out;
        for (auto const& request : world.http.requests()) {
            auto const json = base::parse_json(request.body);
            auto const& sign = base::object_at(*json, "reaction");
            out.push_back(base::text_at(sign, "message_id").value_or("?") + " " +
                          base::text_at(sign, "emoji").value_or("?"));
        }
        return out;
    }

    int taken = 0;
};

}  // namespace

TEST_CASE("react: a sign goes out like a message, and its state is shown")
{
    House house;
    REQUIRE(house.react("👍").ok());
    CHECK(house.shown() == "👍 queued");
    house.turn();
    CHECK(house.shown() == "👍 sent");
    CHECK(house.said() == std::vector<std::string>{"wamid.IN1 👍"});
    // It is no answer: the customer still waits.
    auto const waits = house.workspace->read()->one<std::optional<base::Instant>>(R"sql(
        SELECT waiting_since FROM conversation
    )sql");
    CHECK(waits.has_value());
    // The same again is nothing new.
    REQUIRE(house.react("👍").ok());
    house.turn();
    CHECK(house.said().size() == 1);
}

TEST_CASE("react: a newer sign takes the place of one that waits, and an empty one takes it away")
{
    House house;
    REQUIRE(house.react("👍").ok());
    REQUIRE(house.react("❤️").ok());
    CHECK(house.count("send") == 1);
    house.turn();
    REQUIRE(house.react("").ok());
    CHECK(house.shown() == "");
    house.turn();
    CHECK(house.said() == std::vector<std::string>{"wamid.IN1 ❤️", "wamid.IN1 "});
    // One that nobody has seen yet needs no taking away.
    REQUIRE(house.react("🙏").ok());
    house.turn();
    CHECK(house.said().size() == 3);
}

TEST_CASE("react: one that never left is taken away without a call")
{
    House house;
    REQUIRE(house.react("👍").ok());
    REQUIRE(house.react("").ok());
    CHECK(house.count("send") == 0);
    house.turn();
    CHECK(house.said().empty());
    CHECK(house.shown() == "");
}

TEST_CASE("react: a failure is shown, and so is a sign that could not be taken away")
{
    House house;
    house.world.http.then(400, tests::refused(131026));
    REQUIRE(house.react("👍").ok());
    house.turn();
    CHECK(house.shown() == "👍 failed recipient_unreachable");
    REQUIRE(house.react("👍").ok());
    house.turn();
    CHECK(house.shown() == "👍 sent");
    house.world.http.then(400, tests::refused(131026));
    REQUIRE(house.react("").ok());
    house.turn();
    CHECK(house.shown() == "👍 failed recipient_unreachable");
}

TEST_CASE("react: what the provider says of a sign is about the sign, and is kept for nothing else")
{
    House house;
    REQUIRE(house.react("👍").ok());
    house.turn();
    auto const attempt = house.workspace->read()->one<std::string>(R"sql(
        SELECT attempt FROM send
    )sql");
    CHECK(house.status(channels::DeliveryStatus::sent, "wamid.OUT1", attempt) ==
          conversations::Reception::known);
    CHECK(house.status(channels::DeliveryStatus::sent, "wamid.OUT1") ==
          conversations::Reception::known);
    CHECK(house.count("orphan") == 0);
    CHECK(house.status(channels::DeliveryStatus::failed, "wamid.OUT1", attempt, 131026) ==
          conversations::Reception::taken);
    CHECK(house.shown() == "👍 failed recipient_unreachable");
}

TEST_CASE("react: an answer that was lost is settled by the status")
{
    House house;
    house.world.http.then_fail(net::NetFailure::Stage::no_answer);
    REQUIRE(house.react("👍").ok());
    house.turn();
    CHECK(house.shown() == "👍 sending");
    auto const attempt = house.workspace->read()->one<std::string>(R"sql(
        SELECT attempt FROM send
    )sql");
    house.status(channels::DeliveryStatus::sent, "wamid.LATE", attempt);
    CHECK(house.shown() == "👍 sent");
    house.world.advance(1h);
    house.turn();
    CHECK(house.said().size() == 1);
}

TEST_CASE("react: an older sign that ends late says nothing of the newer one")
{
    House house;
    house.world.http.then_fail(net::NetFailure::Stage::no_answer);
    REQUIRE(house.react("👍").ok());
    house.turn();
    REQUIRE(house.react("🎉").ok());
    CHECK(house.shown() == "🎉 queued");
    house.world.advance(11min);
    house.turn();  // the first is given up, the second goes
    house.turn();
    CHECK(house.shown() == "🎉 sent");
    CHECK(house.said() == std::vector<std::string>{"wamid.IN1 👍", "wamid.IN1 🎉"});
}

TEST_CASE("react: only to what the customer has, in the window, with a sign")
{
    House house;
    CHECK(house.react("hello").error().code == "invalid_input");
    auto desk = house.world.desk();
    auto const ours = tests::add_message(*house.workspace, house.customer, "belum");
    CHECK(conversations::react(desk, {ours, "👍"}).error().code == "not_sent");
    CHECK(conversations::react(desk, {base::MessageId{99}, "👍"}).error().code == "not_found");
    house.world.clock.advance(25h);
    CHECK(house.react("👍").error().code == "window_closed");
    house.world.clock.advance(31 * 24h);
    CHECK(house.react("👍").error().code == "message_gone");
}

#include "changes/hub.hpp"

#include <doctest/doctest.h>

#include "support/world.hpp"

using namespace std::chrono_literals;
using changes::Kind;

namespace {

class Ear final : public changes::Listener {
public:
    bool send(std::shared_ptr<std::string const> bytes) override
    {
        if (deaf)
            return false;
        if (room > 0)
            --room;
        heard += *bytes;
        return true;
    }
    bool full() const override { return room == 0; }
    bool allowed() override { return may; }
    base::UserId user() const override { return {1}; }
    void close() override { closed = true; }
    changes::StreamOwner owner() const override { return {whose, 2}; }
    bool gone() const override { return deaf; }

    bool phones() const override { return whole; }

    std::string heard, whose;
    bool whole = false;
    int room = -1;  // how much more it reads; below 0: everything
    bool deaf = false, may = true, closed = false;
};

changes::Voice plain()
{
    changes::Voice voice;
    voice.change = [](workspace::Workspace&, db::Reader const&, changes::Change const& c,
                      bool phones) {
        return std::optional((phones ? "<" : "[") + std::to_string(c.seq) + "]");
    };
    voice.counts = [](workspace::Workspace&, db::Reader const&, base::UserId) {
        return std::string("c");
    };
    voice.hello = [](std::int64_t newest) { return "hello" + std::to_string(newest); };
    voice.reset = [](std::int64_t newest) { return "reset" + std::to_string(newest); };
    voice.presence = [](workspace::Workspace&, base::ConversationId conversation,
                        changes::Presence::People const& people) {
        return "(" + conversation.text() + ":" + std::to_string(people.size()) + ")";
    };
    voice.bye = "bye";
    voice.taken = "taken";
    return voice;
}

struct House {
    tests::TestWorld world;
    changes::Hub hub{plain()};

    void note(Kind kind, std::int64_t entity)
    {
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        changes::note(*world.workspace(), tx, kind, {7}, entity, world.clock.now());
                    })
                    .ok());
    }
    std::shared_ptr<Ear> join(std::optional<std::int64_t> after = {}, std::string whose = {})
    {
        auto ear = std::make_shared<Ear>();
        ear->whose = std::move(whose);
        hub.join(world.workspace(), after, ear);
        return ear;
    }
};

}  // namespace

TEST_CASE("hub: a listener hears what happens after it came")
{
    House house;
    house.note(Kind::message_created, 1);
    auto const ear = house.join();
    CHECK(ear->heard == "hello1c");
    house.note(Kind::message_created, 2);
    house.hub.turn(*house.world.workspace());
    CHECK(ear->heard == "hello1c[2]c");
}

TEST_CASE("hub: each listener is told phone numbers as they may see them")
{
    House house;
    auto const masked = house.join();
    auto const whole = std::make_shared<Ear>();
    whole->whole = true;
    house.hub.join(house.world.workspace(), {}, whole);
    house.note(Kind::message_created, 1);
    house.hub.turn(*house.world.workspace());
    CHECK(masked->heard == "hello0c[1]c");
    CHECK(whole->heard == "hello0c<1]c");
}

TEST_CASE("hub: a listener that was away hears what it missed, once")
{
    House house;
    for (int i = 1; i <= 4; ++i)
        house.note(Kind::message_created, i);
    auto const ear = house.join(2);
    CHECK(ear->heard == "hello2[3][4]c");
    house.hub.turn(*house.world.workspace());
    CHECK(ear->heard == "hello2[3][4]c");
}

TEST_CASE("hub: of many updates of one thing the last is enough")
{
    House house;
    house.note(Kind::message_created, 1);
    for (int i = 0; i < 5; ++i)
        house.note(Kind::message_updated, 1);
    auto const ear = house.join(0);
    CHECK(ear->heard == "hello0[1][6]c");
}

TEST_CASE("hub: who is too far behind, or ahead, starts anew")
{
    House house;
    for (int i = 0; i < changes::Hub::CatchUp + 5; ++i)
        house.note(Kind::message_created, i);
    CHECK(house.join(1)->heard == "hello1reset505c");
    CHECK(house.join(99'999)->heard == "hello505reset505c");
}

TEST_CASE("hub: who reads slowly hears the rest later, of many updates the last, and nothing twice")
{
    House house;
    auto const slow = house.join();
    auto const good = house.join();
    slow->room = 2;
    for (int i = 1; i <= 4; ++i)
        house.note(Kind::message_created, i);
    for (int i = 0; i < 3; ++i)
        house.note(Kind::message_updated, 4);
    auto const next = house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "hello0c[1][2]");
    CHECK(good->heard == "hello0c[1][2][3][4][7]c");
    REQUIRE(next);
    CHECK(*next - house.world.clock.monotonic() <= 50ms);

    house.note(Kind::message_created, 5);
    house.note(Kind::message_updated, 4);
    house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "hello0c[1][2]");
    slow->room = 2;
    house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "hello0c[1][2][3][4]");
    slow->room = -1;
    house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "hello0c[1][2][3][4][8][9]c");
    house.note(Kind::message_created, 6);
    house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "hello0c[1][2][3][4][8][9]c[10]");
    CHECK(house.hub.listeners(*house.world.workspace()) == 2);
}

TEST_CASE("hub: what somebody who came back cannot take at once is not lost")
{
    House house;
    for (int i = 1; i <= 6; ++i)
        house.note(Kind::message_created, i);
    auto const ear = std::make_shared<Ear>();
    ear->room = 3;
    house.hub.join(house.world.workspace(), 0, ear);
    CHECK(ear->heard.starts_with("hello0[1][2]"));
    ear->room = -1;
    house.hub.turn(*house.world.workspace());
    CHECK(ear->heard.find("[6]") != std::string::npos);
    CHECK(ear->heard.find("[3]") != std::string::npos);
    CHECK(ear->heard.find("[3]") == ear->heard.rfind("[3]"));
}

TEST_CASE("hub: who stays too far behind starts anew, once in a while")
{
    House house;
    auto const slow = house.join();
    auto const fall_behind = [&] {
        slow->room = 0;
        for (int i = 0; i < changes::Hub::CatchUp + 5; ++i)
            house.note(Kind::message_created, i);
        house.hub.turn(*house.world.workspace());
        slow->room = -1;
        slow->heard.clear();
        house.hub.turn(*house.world.workspace());
    };
    fall_behind();
    CHECK(slow->heard == "reset505c");
    fall_behind();
    CHECK(slow->heard.empty());
    house.world.clock.advance(5s);
    house.hub.turn(*house.world.workspace());
    CHECK(slow->heard == "reset1010c");
}

TEST_CASE("hub: who may no longer listen is told and closed within a second")
{
    House house;
    auto const ear = house.join();
    ear->may = false;
    house.world.clock.advance(1s);
    house.hub.turn(*house.world.workspace());
    CHECK(ear->closed);
    CHECK(ear->heard.ends_with("bye"));
    CHECK(house.hub.listeners(*house.world.workspace()) == 0);
}

TEST_CASE("hub: one deaf listener does not keep the others from hearing")
{
    House house;
    auto const deaf = house.join();
    auto const good = house.join();
    deaf->deaf = true;
    house.note(Kind::message_created, 1);
    house.hub.turn(*house.world.workspace());
    CHECK(good->heard.find("[1]") != std::string::npos);
    CHECK(house.hub.listeners(*house.world.workspace()) == 1);
}

TEST_CASE("hub: a workspace that closes says goodbye, and who comes too late is closed")
{
    House house;
    auto const ear = house.join();
    auto const workspace = house.world.workspace();
    workspace->begin_closing();
    house.hub.forget(*workspace);
    CHECK(ear->heard == "hello0cbye");
    CHECK(ear->closed);
    auto const late = house.join();
    CHECK(late->heard.empty());
    CHECK(late->closed);
    CHECK(house.hub.listeners(*workspace) == 0);
}

TEST_CASE("hub: one stream too many of an owner ends the oldest, and nobody else's")
{
    House house;
    auto const first = house.join({}, "session:1");
    auto const other = house.join({}, "session:2");
    auto const second = house.join({}, "session:1");
    CHECK_FALSE(first->closed);
    auto const third = house.join({}, "session:1");
    CHECK(first->closed);
    CHECK(first->heard.ends_with("taken"));
    CHECK_FALSE(second->closed);
    CHECK(third->heard == "hello0c");
    CHECK_FALSE(other->closed);
    // One that is gone leaves room, and whoever has no owner is not counted.
    third->deaf = true;
    auto const fourth = house.join({}, "session:1");
    CHECK_FALSE(second->closed);
    CHECK_FALSE(fourth->closed);
    for (int i = 0; i < 5; ++i)
        CHECK_FALSE(house.join()->closed);
}

TEST_CASE(
    "hub: who comes to a conversation and leaves it is told at once, and who falls silent later")
{
    House house;
    auto const ear = house.join();
    auto& workspace = *house.world.workspace();
    house.hub.be(workspace, {1}, "page", changes::Presence::Spot{{7}, changes::Doing::looking});
    CHECK(ear->heard == "hello0c(7:1)");
    house.hub.be(workspace, {2}, "other", changes::Presence::Spot{{7}, changes::Doing::looking});
    house.hub.be(workspace, {1}, "page", std::nullopt);
    CHECK(ear->heard == "hello0c(7:1)(7:2)(7:1)");
    house.world.clock.advance(51s);
    house.hub.turn(workspace);
    CHECK(ear->heard == "hello0c(7:1)(7:2)(7:1)(7:0)");
    CHECK(house.hub.present(workspace).empty());
}

TEST_CASE("hub: who has enough to read is not told who is there, and stays")
{
    House house;
    auto const ear = house.join();
    ear->room = 0;
    auto& workspace = *house.world.workspace();
    house.hub.be(workspace, {1}, "page", changes::Presence::Spot{{7}, changes::Doing::looking});
    CHECK(ear->heard == "hello0c");
    CHECK(house.hub.listeners(workspace) == 1);
}

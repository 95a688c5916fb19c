#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "contacts/segments/find.hpp"
#include "contacts/use.hpp"
#include "conversations/inbox.hpp"
#include "conversations/receive.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;

namespace {

channels::Person person(std::optional<std::string> user_id, std::optional<std::string> phone,
                        std::optional<std::string> name = {})
{
    channels::Person p;
    p.user_id = user_id;
    p.phone = phone;
    p.profile_name = name;
    p.external_id = user_id ? *user_id : phone.value_or("");
    return p;
}

channels::Person const Old = person("ID.1000", "628123450001", "Rina");
channels::Person const New = person("ID.2000", "628123459999", "Rina");
channels::Person const Newest = person("ID.3000", "628123457777", "Rina");

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    base::Instant start = world.clock.now();

    template <class Happening>
    conversations::Reception take(Happening const& what)
    {
        return *world.workspace()->write([&](db::Writer& tx) {
            if constexpr (std::is_same_v<Happening, channels::InboundMessage>)
                return conversations::receive(*world.workspace(), tx, channel, what, "{}");
            else
                return conversations::receive(*world.workspace(), tx, channel, what);
        });
    }
    void writes(std::string id, channels::Person const& from, std::chrono::seconds after)
    {
        channels::InboundMessage m;
        m.external_id = std::move(id);
        m.from = from;
        m.at = start + after;
        m.text = "pesan";
        take(m);
    }
    conversations::Reception moves(std::string id, channels::Person before, channels::Person now,
                                   std::chrono::seconds after)
    {
        before.profile_name.reset();
        now.profile_name.reset();
        return take(channels::PersonChange{std::move(id), before, now, start + after});
    }
    std::vector<conversations::Conversation> all()
    {
        auto desk = world.desk();
        return conversations::list(desk, {})->data;
    }
    std::vector<conversations::Message> thread()
    {
        REQUIRE(all().size() == 1);
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = all().front().id;
        return conversations::list_messages(desk, in)->data;
    }
    std::vector<conversations::EventView> lines()
    {
        std::vector<conversations::EventView> out;
        for (auto const& one : thread())
            if (one.event)
                out.push_back(*one.event);
        return out;
    }
    contacts::Contact contact()
    {
        auto desk = world.desk();
        contacts::FindContact who;
        who.contact = all().front().contact.id;
        return *contacts::find(desk, who);
    }
    std::size_t people()
    {
        auto desk = world.desk();
        return contacts::list(desk, {})->data.size();
    }
};

}  // namespace

TEST_CASE("moves: the person goes by the new number, the conversation goes on with a line in it")
{
    House house;
    house.writes("wamid.1", Old, 0s);
    CHECK(house.moves("wamid.S", Old, New, 10s) == conversations::Reception::taken);
    house.writes("wamid.2", New, 20s);

    auto const thread = house.thread();
    REQUIRE(thread.size() == 3);
    auto const& line = thread[1];
    CHECK(line.direction == conversations::Direction::event);
    CHECK(line.kind == conversations::MessageKind::event);
    REQUIRE(line.event);
    CHECK(line.event->type == conversations::EventType::number_changed);
    CHECK(line.event->old_phone == "628123450001");
    CHECK(line.event->new_phone == "628123459999");
    CHECK(house.all().front().unread == 2);
    auto const contact = house.contact();
    CHECK(contact.phone == "628123459999");
    REQUIRE(contact.identities.size() == 1);
    CHECK(contact.identities[0].external_id == "ID.2000");
}

TEST_CASE("moves: told twice, also under another id, it is one line")
{
    House house;
    house.writes("wamid.1", Old, 0s);
    house.moves("wamid.S", Old, New, 10s);
    CHECK(house.moves("wamid.S", Old, New, 10s) == conversations::Reception::known);
    house.moves("wamid.S2", Old, New, 10s);
    CHECK(house.lines().size() == 1);
}

TEST_CASE("moves: told before anybody wrote, it is read when they do, under either name")
{
    for (auto const& who : {Old, New}) {
        House house;
        CHECK(house.moves("wamid.S", Old, New, 10s) == conversations::Reception::orphan);
        CHECK(house.all().empty());
        house.writes("wamid.1", who, who == Old ? 5s : 15s);
        REQUIRE(house.lines().size() == 1);
        CHECK(house.lines()[0].new_phone == "628123459999");
        CHECK(house.contact().phone == "628123459999");
        CHECK(house.contact().identities[0].external_id == "ID.2000");
    }
}

TEST_CASE("moves: who was met under both names becomes one person with one conversation")
{
    House house;
    house.writes("wamid.1", Old, 0s);
    house.writes("wamid.2", New, 20s);
    CHECK(house.all().size() == 2);
    house.take(channels::Reaction{"wamid.2", New, "👍", house.start + 21s, {}});
    house.moves("wamid.S", Old, New, 10s);

    REQUIRE(house.all().size() == 1);
    auto const row = house.all().front();
    CHECK(row.unread == 2);
    CHECK(row.waiting_since == house.start);
    CHECK(row.window.ends_at == house.start + 20s + 24h);
    auto const thread = house.thread();
    REQUIRE(thread.size() == 3);
    for (auto const& one : thread)
        if (one.direction == conversations::Direction::in)
            CHECK(one.author.id->value == row.contact.id.value);
    CHECK(house.people() == 1);
    CHECK(house.contact().identities.size() == 1);
}

TEST_CASE("moves: of two conversations the more urgent one says how urgent")
{
    using conversations::Priority;
    for (auto const& [of_new, of_old] :
         {std::pair{Priority::low, Priority::urgent}, std::pair{Priority::high, Priority::none}}) {
        House house;
        house.writes("wamid.1", Old, 0s);
        house.writes("wamid.2", New, 20s);
        auto desk = house.world.desk();
        conversations::ChangeConversation in;
        in.conversation = house.all().front().id;
        in.priority = of_new;
        CHECK(conversations::change(desk, in).ok());
        in.conversation = house.all().back().id;
        in.priority = of_old;
        CHECK(conversations::change(desk, in).ok());
        house.moves("wamid.S", Old, New, 10s);
        REQUIRE(house.all().size() == 1);
        CHECK(house.all().front().priority == std::max(of_new, of_old));
    }
}

TEST_CASE("moves: a person without a phone before and after")
{
    House house;
    auto const before = person("BR.1", std::nullopt, "Lia");
    auto const now = person("BR.2", std::nullopt, "Lia");
    house.writes("wamid.1", before, 0s);
    house.moves("wamid.S", before, now, 10s);
    house.writes("wamid.2", now, 20s);
    REQUIRE(house.lines().size() == 1);
    CHECK(!house.lines()[0].old_phone);
    CHECK(!house.lines()[0].new_phone);
    CHECK(house.thread().size() == 3);
}

TEST_CASE("moves: a number that was left is somebody else's when it writes again")
{
    House house;
    auto const before = person(std::nullopt, "628111", "Rina");
    house.writes("wamid.1", before, 0s);
    house.moves("wamid.S", before, person(std::nullopt, "628222"), 10s);
    // Rina's own late words, then a stranger with her old number.
    house.writes("wamid.2", before, 5s);
    CHECK(house.all().size() == 1);
    house.writes("wamid.3", person(std::nullopt, "628111", "Budi"), 90s);
    CHECK(house.all().size() == 2);
}

TEST_CASE("moves: new keys are a line and nothing else")
{
    House house;
    house.writes("wamid.1", Old, 0s);
    house.moves("wamid.S", Old, {}, 10s);
    REQUIRE(house.lines().size() == 1);
    CHECK(house.lines()[0].type == conversations::EventType::keys_changed);
    CHECK(house.contact().identities[0].external_id == "ID.1000");
}

TEST_CASE("moves: two moves and words between them end alike in every order")
{
    std::mt19937 chance(20261122);
    for (int round = 0; round < 80; ++round) {
        CAPTURE(round);
        House house;
        std::vector<std::function<void()>> happenings{
            [&] { house.writes("wamid.1", Old, 0s); },
            [&] { house.moves("wamid.S1", Old, New, 10s); },
            [&] { house.writes("wamid.2", New, 20s); },
            [&] { house.moves("wamid.S2", New, Newest, 30s); },
            [&] { house.writes("wamid.3", Newest, 40s); },
        };
        for (int again = 0; again < 3; ++again)
            happenings.push_back(happenings[chance() % 5]);
        std::ranges::shuffle(happenings, chance);
        for (auto const& happening : happenings)
            happening();

        REQUIRE(house.all().size() == 1);
        CHECK(house.thread().size() == 5);
        CHECK(house.lines().size() == 2);
        CHECK(house.people() == 1);
        auto const contact = house.contact();
        REQUIRE(contact.identities.size() == 1);
        CHECK(contact.identities[0].external_id == "ID.3000");
        CHECK(contact.identities[0].phone == "628123457777");
        CHECK(contact.phone == "628123457777");
        CHECK(house.all().front().unread == 3);
    }
}

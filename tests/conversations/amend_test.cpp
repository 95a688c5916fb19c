#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "contacts/use.hpp"
#include "conversations/inbox.hpp"
#include "conversations/receive.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;

namespace {

channels::Person rina()
{
    channels::Person person;
    person.external_id = "ID.48210077351964420011";
    person.user_id = person.external_id;
    person.phone = "628123450001";
    person.profile_name = "Rina";
    return person;
}

channels::InboundMessage wrote(std::string id, std::string text, base::Instant at)
{
    channels::InboundMessage m;
    m.external_id = std::move(id);
    m.from = rina();
    m.at = at;
    m.text = std::move(text);
    return m;
}

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
    void reacts(std::string emoji, std::chrono::seconds after)
    {
        take(channels::Reaction{"wamid.1", rina(), std::move(emoji), start + after, {}});
    }
    void edits(std::string text, std::chrono::seconds after)
    {
        take(channels::Edit{wrote("wamid.1", std::move(text), start + after)});
    }
    void takes_back(std::chrono::seconds after)
    {
        take(channels::Revoke{"wamid.1", rina(), start + after, {}});
    }
    conversations::Conversation only()
    {
        auto desk = world.desk();
        auto const page = conversations::list(desk, {});
        REQUIRE(page->data.size() == 1);
        return page->data.front();
    }
    conversations::Message message()
    {
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = only().id;
        auto const page = conversations::list_messages(desk, in);
        REQUIRE(page->data.size() == 1);
        return page->data.front();
    }
    std::vector<std::string> wordings()
    {
        auto desk = world.desk();
        conversations::ListVersions in;
        in.message = message().id;
        std::vector<std::string> out;
        auto const page = conversations::versions(desk, in);
        for (auto const& one : page->data)
            out.push_back(one.text);
        return out;
    }
    std::vector<std::string> found(std::string words)
    {
        auto desk = world.desk();
        conversations::Search in;
        in.q = std::move(words);
        std::vector<std::string> out;
        auto const page = conversations::search(desk, in);
        for (auto const& hit : page->data)
            out.push_back(hit.message.text);
        return out;
    }
};

}  // namespace

TEST_CASE("amend: a sign is put on, replaced and taken away again")
{
    House house;
    house.take(wrote("wamid.1", "Terima kasih", house.start));
    house.reacts("👍", 1s);
    house.reacts("❤️", 2s);
    REQUIRE(house.message().reactions.size() == 1);
    CHECK(house.message().reactions[0].emoji == "❤️");
    CHECK(house.message().reactions[0].side == conversations::Side::contact);
    house.reacts("", 3s);
    CHECK(house.message().reactions.empty());
    CHECK(house.only().unread == 1);
}

TEST_CASE("amend: an older sign that comes late does not come back")
{
    House house;
    house.take(wrote("wamid.1", "Terima kasih", house.start));
    house.reacts("", 3s);
    house.reacts("👍", 1s);
    CHECK(house.message().reactions.empty());
}

TEST_CASE("amend: of two early signs of one second the same one stays, in whatever order they come")
{
    for (auto const& [one, other] : {std::pair{"👍", ""}, std::pair{"", "👍"}}) {
        House house;
        house.reacts(one, 1s);
        house.reacts(other, 1s);
        house.take(wrote("wamid.1", "Terima kasih", house.start));
        CHECK(house.message().reactions.empty());
    }
}

TEST_CASE("amend: an edit changes what is read, listed and found, and keeps what was written")
{
    House house;
    house.take(wrote("wamid.1", "jam empat", house.start));
    house.edits("jam lima", 5s);
    CHECK(house.message().text == "jam lima");
    CHECK(house.message().edited_at == house.start + 5s);
    CHECK(house.only().last_message->preview == "jam lima");
    CHECK(house.found("lima") == std::vector<std::string>{"jam lima"});
    CHECK(house.found("empat").empty());
    CHECK(house.wordings() == std::vector<std::string>{"jam empat", "jam lima"});
    CHECK(house.only().unread == 1);
}

TEST_CASE("amend: what was taken back says so, and the list no longer repeats it")
{
    House house;
    house.take(wrote("wamid.1", "salah kirim", house.start));
    house.takes_back(9s);
    CHECK(house.message().revoked_at == house.start + 9s);
    CHECK(house.message().text == "salah kirim");
    CHECK(house.only().last_message->preview.empty());
}

TEST_CASE("amend: what comes before its message waits for it")
{
    House house;
    CHECK(house.take(channels::Reaction{"wamid.1", rina(), "🙏", house.start + 4s, {}}) ==
          conversations::Reception::orphan);
    house.edits("jam lima", 5s);
    house.takes_back(9s);
    house.take(wrote("wamid.1", "jam empat", house.start));
    auto const message = house.message();
    CHECK(message.text == "jam lima");
    CHECK(message.revoked_at == house.start + 9s);
    REQUIRE(message.reactions.size() == 1);
    CHECK(message.reactions[0].emoji == "🙏");
    CHECK(house.wordings() == std::vector<std::string>{"jam empat", "jam lima"});
}

TEST_CASE("amend: whatever the order and however often, the end is the same")
{
    std::mt19937 chance(20261122);
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        House house;
        std::vector<std::function<void()>> happenings{
            [&] { house.take(wrote("wamid.1", "satu", house.start)); },
            [&] { house.edits("dua", 1s); },
            [&] { house.edits("tiga", 2s); },
            [&] { house.edits("dua lagi", 2s); },
            [&] { house.reacts("👍", 1s); },
            [&] { house.reacts("", 2s); },
            [&] { house.reacts("❤️", 3s); },
            [&] { house.takes_back(6s); },
        };
        for (int again = 0; again < 4; ++again)
            happenings.push_back(happenings[chance() % 8]);
        std::ranges::shuffle(happenings, chance);
        for (auto const& happening : happenings)
            happening();
        auto const message = house.message();
        CHECK(message.text == "tiga");
        CHECK(message.edited_at == house.start + 2s);
        CHECK(message.revoked_at == house.start + 6s);
        REQUIRE(message.reactions.size() == 1);
        CHECK(message.reactions[0].emoji == "❤️");
        CHECK(house.only().last_message->preview.empty());
    }
}

TEST_CASE("amend: a place, cards, a choice, a form and an order are shown as they were sent")
{
    House house;
    auto in = wrote("wamid.1", "Gudang 2", house.start);
    in.kind = channels::InboundKind::location;
    in.content.location = channels::Location{-6.2088, 106.8456, "Gudang 2", "Jl. Contoh 5", {}};
    in.content.order = channels::Order{"880066770099112", {{"SKU-9", 2, "75000", "IDR"}}};
    in.content.form = channels::Form{"flow", {{"nama", "Rina"}}};
    in.content.choice = channels::Choice{channels::ChoiceKind::list, "ship_fast", "Kilat",
                                         "1 hari"};
    in.content.contacts = {channels::ContactCard{.name = "Budi", .phones = {{"+62 811", "CELL"}}}};
    in.content.forwarded = channels::Forwarded::often;
    house.take(in);
    auto const message = house.message();
    CHECK(message.kind == conversations::MessageKind::location);
    REQUIRE(message.content);
    CHECK(*message.content == in.content);
}

TEST_CASE("amend: a customer's own card, given when asked, makes the hidden number known")
{
    House house;
    auto in = wrote("wamid.1", "Rina", house.start);
    in.from.phone.reset();
    in.kind = channels::InboundKind::contacts;
    in.content.contacts = {channels::ContactCard{
        .name = "Rina", .phones = {{"+62 812-345-0001", std::nullopt}}, .own = true}};
    house.take(in);
    auto desk = house.world.desk();
    contacts::FindContact who;
    who.contact = house.only().contact.id;
    auto const contact = contacts::find(desk, who);
    REQUIRE(contact->identities.size() == 1);
    CHECK(contact->identities[0].phone == "628123450001");
}

#include "contacts/consent/consent.hpp"

#include "contacts/notes/note.hpp"
#include "contacts/store.hpp"
#include "conversations/house.hpp"

using namespace std::chrono_literals;
using contacts::Decision;
using contacts::Marketing;

namespace {

struct Shop : tests::Inbox {
    Shop()
    {
        take(text("wamid.1", tests::rina(), 0s));
        who = contact().id;
        world.clock.advance(24h);
    }
    base::Result<contacts::Consent> record(Decision decision, std::optional<base::Instant> at = {},
                                           contacts::Purpose purpose = contacts::Purpose::marketing)
    {
        auto desk = world.desk();
        return contacts::record_consent(desk, {who, channels::Kind::whatsapp, purpose, decision,
                                               contacts::Source::form, "form 12", at});
    }
    std::vector<contacts::Consent> all()
    {
        auto desk = world.desk();
        return contacts::list_consents(desk, {who})->data;
    }
    Marketing marketing() { return contact().identities[0].marketing; }

    base::ContactId who;
};

}  // namespace

TEST_CASE("consent: the newest decision counts for sends, whatever order they are recorded in")
{
    Shop shop;
    auto const now = shop.world.clock.now();
    REQUIRE(shop.record(Decision::given, now - 2h).ok());
    CHECK(shop.marketing() == Marketing::allowed);
    REQUIRE(shop.record(Decision::withdrawn, now - 1h).ok());
    CHECK(shop.marketing() == Marketing::stopped);
    REQUIRE(shop.record(Decision::given, now - 90min).ok());
    CHECK(shop.marketing() == Marketing::stopped);
    auto const all = shop.all();
    REQUIRE(all.size() == 3);
    CHECK(all[0].decision == Decision::withdrawn);
    CHECK(all[0].proof == "form 12");
    CHECK(all[2].at == now - 2h);
}

TEST_CASE("consent: what is agreed for one purpose says nothing of another")
{
    Shop shop;
    REQUIRE(shop.record(Decision::withdrawn, {}, contacts::Purpose::updates).ok());
    CHECK(shop.marketing() == Marketing::unknown);
}

TEST_CASE("consent: what the provider tells is on record as well, and the future is not")
{
    Shop shop;
    channels::Preference stop;
    stop.external_id = "pref.1";
    stop.who = tests::rina();
    stop.stopped = true;
    stop.at = shop.world.clock.now();
    shop.take(stop);
    auto const all = shop.all();
    REQUIRE(all.size() == 1);
    CHECK(all[0].source == contacts::Source::channel);
    CHECK(all[0].decision == Decision::withdrawn);
    auto const early = shop.record(Decision::given, shop.world.clock.now() + 1h);
    CHECK(early.error().fields[0].field == "at");
    CHECK(shop.all().size() == 1);
}

TEST_CASE("consent: a row never changes")
{
    Shop shop;
    REQUIRE(shop.record(Decision::given).ok());
    CHECK_THROWS(shop.world.workspace()->write(
        [&](db::Writer& tx) { tx.run("UPDATE consent SET decision = 'withdrawn'"); }));
    CHECK(shop.all()[0].decision == Decision::given);
}

TEST_CASE("notes: pinned ones come first, then the newest; words that change say so")
{
    Shop shop;
    auto desk = shop.world.desk();
    auto const first = contacts::write_note(desk, {shop.who, "Likes blue", false});
    REQUIRE(first.ok());
    REQUIRE(contacts::write_note(desk, {shop.who, "Pays late", false}).ok());
    REQUIRE(contacts::edit_note(desk, {first->id, {}, true}).ok());
    auto notes = contacts::list_notes(desk, {shop.who})->data;
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].text == "Likes blue");
    CHECK(!notes[0].edited_at);
    CHECK(contacts::edit_note(desk, {first->id, "Likes green", {}})->edited_at);
    REQUIRE(contacts::remove_note(desk, {first->id}).ok());
    CHECK(contacts::edit_note(desk, {first->id, "x", {}}).error().code == "not_found");
    CHECK(contacts::list_notes(desk, {{4711}}).error().code == "not_found");
    notes = contacts::list_notes(desk, {shop.who})->data;
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "Pays late");
}

TEST_CASE("notes: a hundred are the most, and those of a person who is two come together")
{
    Shop shop;
    auto desk = shop.world.desk();
    for (int i = 0; i < 100; ++i)
        REQUIRE(contacts::write_note(desk, {shop.who, "note " + std::to_string(i), false}).ok());
    CHECK(contacts::write_note(desk, {shop.who, "one more", false}).error().code ==
          "too_many_notes");
    auto const moved = shop.world.workspace()->write([&](db::Writer& tx) {
        auto const other = contacts::store::add_contact(tx, "Rina B", {}, shop.start, false);
        contacts::store::absorb_contact(tx, other, shop.who);
        return base::Result(other);
    });
    REQUIRE(moved.ok());
    CHECK(contacts::list_notes(desk, {*moved})->data.size() == 100);
}

#include "contacts/segments/segment.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "contacts/fields/field.hpp"
#include "contacts/segments/find.hpp"
#include "contacts/store.hpp"
#include "conversations/house.hpp"
#include "conversations/labels.hpp"

using namespace std::chrono_literals;
using contacts::About;
using contacts::Condition;
using contacts::Contact;
using contacts::ContactSort;
using contacts::How;

namespace {

constexpr ContactSort Sorts[] = {ContactSort::newest, ContactSort::name, ContactSort::last_seen};

Condition where(About about, How how, std::string value = {}, contacts::FieldId field = {})
{
    Condition c;
    c.about = about;
    c.how = how;
    if (!value.empty())
        c.value = std::move(value);
    if (field)
        c.field = field;
    return c;
}

struct Crowd : tests::Inbox {
    base::LabelId vip, late;
    contacts::FieldId town, points, born;

    Crowd()
    {
        auto desk = world.desk();
        vip = conversations::add_label(desk, {"VIP", contacts::Colour::green})->id;
        late = conversations::add_label(desk, {"Late", contacts::Colour::red})->id;
        town = contacts::add_field(desk, {"Town", contacts::FieldKind::text, {}})->id;
        points = contacts::add_field(desk, {"Points", contacts::FieldKind::number, {}})->id;
        born = contacts::add_field(desk, {"Born", contacts::FieldKind::date, {}})->id;
    }
    base::ContactId add(db::Writer const& tx, int i, std::string const& name, base::Instant seen)
    {
        auto const phone = "62812" + std::to_string(1'000'000 + i);
        auto const id = contacts::store::add_contact(
            tx, name, i % 4 ? std::optional(phone) : std::nullopt, seen, false);
        contacts::store::add_identity(tx, {{}, id, phone, phone, {}, name}, channel, seen);
        contacts::store::index(tx, id);
        return id;
    }
    contacts::SearchContacts asked(std::vector<Condition> conditions, ContactSort sort, int limit)
    {
        contacts::SearchContacts in;
        in.conditions = std::move(conditions);
        in.sort = sort;
        in.limit = limit;
        return in;
    }
    // Page by page.
    std::vector<Contact> all(contacts::SearchContacts in)
    {
        auto desk = world.desk();
        std::vector<Contact> found;
        for (int pages = 0; pages < 2000; ++pages) {
            auto page = contacts::search(desk, in);
            REQUIRE(page.ok());
            std::ranges::move(page->data, std::back_inserter(found));
            if (!page->next)
                break;
            CHECK(std::int64_t(page->data.size()) == *in.limit);
            in.cursor = page->next;
        }
        return found;
    }
    std::int64_t count(std::vector<Condition> conditions)
    {
        auto desk = world.desk();
        return contacts::count(desk, {std::move(conditions)})->count;
    }
};

// The same conditions as somebody would check them by hand.
struct ByHand {
    Crowd& crowd;
    base::Instant now;

    std::optional<std::string> value(Contact const& c, contacts::FieldId field) const
    {
        for (auto const& one : c.values)
            if (one.field == field)
                return one.text;
        return std::nullopt;
    }
    bool holds(Contact const& c, Condition const& k) const
    {
        auto const days = [&](base::Instant at) {
            auto const edge = now - std::chrono::hours(24 * std::stol(*k.value));
            return k.how == How::within_days ? at >= edge : at <= edge;
        };
        auto const yes = [&](bool is) {
            return k.how == How::is || k.how == How::is_set ? is : !is;
        };
        switch (k.about) {
        case About::label:
            return yes(std::ranges::any_of(c.labels,
                                           [&](auto const& l) { return l.id.text() == *k.value; }));
        case About::language: return yes(c.language && *c.language == *k.value);
        case About::channel:
            return yes(std::ranges::any_of(
                c.identities, [&](auto const& i) { return i.channel.id.text() == *k.value; }));
        case About::last_seen: return days(c.last_seen_at.value_or(base::Instant{}));
        case About::created: return days(c.created_at);
        case About::phone: return yes(c.phone.has_value());
        case About::email: return yes(c.email.has_value());
        case About::marketing: return yes(false);
        case About::field: break;
        }
        auto const has = value(c, *k.field);
        if (k.how == How::is_set || k.how == How::not_set)
            return yes(has.has_value());
        if (k.how == How::is || k.how == How::is_not)
            return yes(has == k.value);
        if (!has)
            return false;
        if (k.how == How::less || k.how == How::more)
            return k.how == How::less ? std::stod(*has) < std::stod(*k.value)
                                      : std::stod(*has) > std::stod(*k.value);
        return k.how == How::before ? *has < *k.value : *has >= *k.value;
    }
};

}  // namespace

TEST_CASE("segments: pages, members and counts are what checking everybody by hand gives")
{
    Crowd crowd;
    std::mt19937 chance(4711);
    auto const pick = [&](int n) { return int(chance() % unsigned(n)); };
    auto const now = crowd.world.clock.now();
    char const* const Names[] = {"Ana", "ana", "Budi", "Çelik", "أمل", "Zed", "zoë", ""};
    char const* const Towns[] = {"Bandung", "Recife", "Kota Bharu"};
    REQUIRE(crowd.world.workspace()
                ->write([&](db::Writer& tx) {
                    for (int i = 0; i < 120; ++i)
                        crowd.add(tx, i, Names[pick(8)],
                                  now - std::chrono::hours(pick(60) * 24 + 1));
                })
                .ok());
    auto desk = crowd.world.desk();
    for (auto const& one : crowd.all(crowd.asked({}, ContactSort::newest, 100))) {
        contacts::EditContact in;
        in.contact = one.id;
        in.labels.emplace();
        if (pick(3) == 0)
            in.labels->push_back(crowd.vip);
        if (pick(2) == 0)
            in.labels->push_back(crowd.late);
        if (pick(2) == 0)
            in.language = pick(2) ? "id" : "pt-BR";
        if (pick(5) == 0)
            in.email = "a@example.com";
        in.values.emplace();
        if (pick(2) == 0)
            in.values->push_back({crowd.town, Towns[pick(3)]});
        if (pick(2) == 0)
            in.values->push_back({crowd.points, std::to_string(pick(9) - 4)});
        if (pick(2) == 0)
            in.values->push_back({crowd.born, "20" + std::to_string(10 + pick(9)) + "-0" +
                                                  std::to_string(1 + pick(9)) + "-11"});
        REQUIRE(contacts::edit(desk, in).ok());
    }
    auto const people = crowd.all(crowd.asked({}, ContactSort::newest, 100));
    REQUIRE(people.size() == 120);

    std::vector<Condition> const known{
        where(About::label, How::is, crowd.vip.text()),
        where(About::label, How::is_not, crowd.vip.text()),
        where(About::label, How::is, crowd.late.text()),
        where(About::language, How::is, "id"),
        where(About::language, How::is_not, "pt-BR"),
        where(About::channel, How::is, crowd.channel.text()),
        where(About::channel, How::is_not, crowd.channel.text()),
        where(About::last_seen, How::within_days, "30"),
        where(About::last_seen, How::over_days, "10"),
        where(About::created, How::within_days, "20"),
        where(About::phone, How::is_set),
        where(About::phone, How::not_set),
        where(About::email, How::is_set),
        where(About::marketing, How::is, "stopped"),
        where(About::marketing, How::is_not, "stopped"),
        where(About::field, How::is, "Recife", crowd.town),
        where(About::field, How::is_not, "Recife", crowd.town),
        where(About::field, How::is_set, "", crowd.born),
        where(About::field, How::not_set, "", crowd.born),
        where(About::field, How::less, "1", crowd.points),
        where(About::field, How::more, "-1", crowd.points),
        where(About::field, How::is, "2", crowd.points),
        where(About::field, How::before, "2014-05-11", crowd.born),
        where(About::field, How::after, "2014-05-11", crowd.born),
        where(About::field, How::before, "2010-01-10", crowd.born),
    };
    ByHand const hand{crowd, now};
    for (std::size_t round = 0; round < 150; ++round) {
        std::vector<Condition> conditions;
        if (round < known.size())
            conditions.push_back(known[round]);
        else
            for (int i = pick(4); i >= 0; --i)
                conditions.push_back(known[std::size_t(pick(int(known.size())))]);
        std::set<std::int64_t> wanted;
        for (auto const& one : people)
            if (std::ranges::all_of(conditions, [&](auto const& k) { return hand.holds(one, k); }))
                wanted.insert(one.id.value);
        CHECK(crowd.count(conditions) == std::int64_t(wanted.size()));
        auto const found = crowd.all(crowd.asked(conditions, Sorts[round % 3], 7));
        std::set<std::int64_t> got;
        for (auto const& one : found)
            CHECK(got.insert(one.id.value).second);
        CHECK_MESSAGE(got == wanted, "round ", round);
    }
}

TEST_CASE(
    "contacts: each order holds everybody once, and ties are broken the same way on every page")
{
    Crowd crowd;
    auto const now = crowd.world.clock.now();
    REQUIRE(crowd.world.workspace()
                ->write([&](db::Writer& tx) {
                    for (int i = 0; i < 23; ++i)
                        crowd.add(tx, i, i % 2 ? "Ana" : "budi", now - std::chrono::hours(i % 3));
                })
                .ok());
    for (auto const sort : Sorts) {
        auto const found = crowd.all(crowd.asked({}, sort, 5));
        REQUIRE(found.size() == 23);
        CHECK(std::ranges::is_sorted(found, [&](Contact const& a, Contact const& b) {
            switch (sort) {
            case ContactSort::newest: return a.id > b.id;
            case ContactSort::name: return std::pair(a.name, a.id) < std::pair(b.name, b.id);
            case ContactSort::last_seen:
                return std::pair(*a.last_seen_at, a.id) > std::pair(*b.last_seen_at, b.id);
            }
            return false;
        }));
    }
}

TEST_CASE(
    "segments: two wide conditions that hardly meet are found whole, and so is who stands last")
{
    Crowd crowd;
    auto const now = crowd.world.clock.now();
    constexpr int People = 6000;
    REQUIRE(crowd.world.workspace()
                ->write([&](db::Writer& tx) {
                    for (int i = 0; i < People; ++i) {
                        auto const id = crowd.add(tx, i, "Customer " + std::to_string(i), now);
                        contacts::store::set_labels(tx, id,
                                                    {i < People / 2 ? crowd.vip : crowd.late});
                        if (i == 17 || i == 2999)
                            contacts::store::set_labels(tx, id, {crowd.vip, crowd.late});
                    }
                })
                .ok());
    auto const vip = where(About::label, How::is, crowd.vip.text());
    auto const late = where(About::label, How::is, crowd.late.text());
    CHECK(crowd.count({vip, late}) == 2);
    CHECK(crowd.count({vip}) == 3000);
    CHECK(crowd.count({}) == People);
    for (auto const sort : Sorts) {
        auto const both = crowd.all(crowd.asked({vip, late}, sort, 50));
        CHECK(both.size() == 2);
        auto const half = crowd.all(crowd.asked({vip}, sort, 100));
        CHECK(half.size() == 3000);
    }
}

TEST_CASE("segments: a group is no person, whatever is known of it")
{
    Crowd crowd;
    auto const now = crowd.world.clock.now();
    REQUIRE(crowd.world.workspace()
                ->write([&](db::Writer& tx) {
                    auto const id = crowd.add(tx, 1, "Panitia", now);
                    auto const identity = contacts::store::identity_by_phone(tx, crowd.channel,
                                                                             "628121000001");
                    contacts::store::make_group(tx, id, identity->id);
                    contacts::Contact known;
                    known.id = id;
                    known.name = "Panitia";
                    known.email = "panitia@example.com";
                    known.phone = "628121000001";
                    known.language = "id";
                    contacts::store::save_contact(tx, known, true, now);
                })
                .ok());
    for (auto const& one :
         {where(About::email, How::is_set), where(About::phone, How::is_set),
          where(About::language, How::is, "id"), where(About::language, How::is_not, "ar"),
          where(About::channel, How::is, crowd.channel.text())}) {
        CHECK(crowd.count({one}) == 0);
        CHECK(crowd.all(crowd.asked({one}, ContactSort::name, 5)).empty());
    }
}

TEST_CASE("contacts: words are looked for among those who pass, page by page")
{
    Crowd crowd;
    auto const now = crowd.world.clock.now();
    REQUIRE(crowd.world.workspace()
                ->write([&](db::Writer& tx) {
                    for (int i = 0; i < 600; ++i) {
                        auto const id = crowd.add(tx, i, i % 2 ? "Melati" : "Kenanga", now);
                        if (i % 10 == 1)
                            contacts::store::set_labels(tx, id, {crowd.vip});
                    }
                })
                .ok());
    auto in = crowd.asked({where(About::label, How::is, crowd.vip.text())}, ContactSort::name, 25);
    for (auto const* const words : {"melati", "me", "M"}) {
        in.q = words;
        CHECK(crowd.all(in).size() == 60);
    }
    in.q = "kenanga";
    CHECK(crowd.all(in).empty());
}

TEST_CASE("segments: a condition that makes no sense is refused where it stands")
{
    Crowd crowd;
    auto desk = crowd.world.desk();
    auto const why = [&](Condition const& bad) {
        auto const made = contacts::add_segment(desk,
                                                {"x", {where(About::phone, How::is_set), bad}});
        return made ? std::string("fine")
                    : made.error().fields[0].field + ":" + made.error().fields[0].code;
    };
    CHECK(why(where(About::label, How::before, "1")) == "conditions[1].op:not_allowed");
    CHECK(why(where(About::label, How::is, "vip")) == "conditions[1].value:bad_format");
    CHECK(why(where(About::language, How::is)) == "conditions[1].value:required");
    CHECK(why(where(About::last_seen, How::within_days, "-3")) == "conditions[1].value:bad_format");
    CHECK(why(where(About::last_seen, How::before, "soon")) == "conditions[1].value:not_a_time");
    CHECK(why(where(About::marketing, How::is, "unknown")) == "conditions[1].value:not_allowed");
    CHECK(why(where(About::field, How::is, "x")) == "conditions[1].field_id:required");
    CHECK(why(where(About::field, How::more, "x", crowd.town)) == "conditions[1].op:not_allowed");
    CHECK(why(where(About::field, How::more, "x", crowd.points)) ==
          "conditions[1].value:bad_format");
    CHECK(why(where(About::field, How::before, "x", crowd.born)) ==
          "conditions[1].value:bad_format");
}

TEST_CASE("segments: saved, renamed and forgotten; of a field that is gone nobody passes")
{
    Crowd crowd;
    crowd.take(crowd.text("wamid.1", tests::rina(), 0s));
    auto desk = crowd.world.desk();
    auto const saved = contacts::add_segment(
        desk, {"In Recife", {where(About::field, How::is, "Recife", crowd.town)}});
    REQUIRE(saved.ok());
    CHECK(contacts::add_segment(desk, {"in recife", saved->conditions}).error().code ==
          "segment_exists");
    REQUIRE(contacts::edit_segment(desk, {saved->id, "Recife", {}}).ok());
    auto const all = contacts::list_segments(desk, {})->data;
    REQUIRE(all.size() == 1);
    CHECK(all[0].name == "Recife");
    REQUIRE(all[0].conditions.size() == 1);
    CHECK(all[0].conditions[0].value == "Recife");
    CHECK(all[0].conditions[0].field == crowd.town);

    REQUIRE(contacts::remove_field(desk, {crowd.town}).ok());
    CHECK(crowd.count(all[0].conditions) == 0);
    CHECK(crowd.count({where(About::field, How::not_set, "", crowd.town)}) == 1);
    REQUIRE(contacts::remove_segment(desk, {saved->id}).ok());
    CHECK(contacts::remove_segment(desk, {saved->id}).error().code == "not_found");
}

#include "contacts/segments/find.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "base/phone.hpp"
#include "base/text.hpp"
#include "base/whole_number.hpp"
#include "contacts/refuse.hpp"
#include "contacts/segments/find_store.hpp"
#include "contacts/store.hpp"
#include "db/match.hpp"

namespace contacts {

using Ids = std::vector<std::int64_t>;
using store::Place;
using Places = std::vector<Place>;

namespace {

constexpr int PageRows = 50;
// Fewer people than these are gone through one by one.
constexpr std::int64_t Few = 2000;
// What is walked along an order before the sets are made, and how much at a time.
constexpr int Patience = 2000;
constexpr int Stride = 250;
constexpr auto Last = std::numeric_limits<std::int64_t>::max();

Place beginning_of(ContactSort sort)
{
    return sort == ContactSort::name ? Place{} : Place{Last, {}, Last};
}

// Of the order by name only the id: a name may be a phone number, and a cursor is never masked.
std::string cursor_of(ContactSort sort, Place const& last)
{
    auto const id = std::to_string(last.id);
    return sort == ContactSort::last_seen ? std::to_string(last.at) + "." + id : id;
}

base::Result<Place> place_of(db::Reader const& db, ContactSort sort,
                             std::optional<std::string> const& cursor)
{
    if (!cursor)
        return beginning_of(sort);
    std::string_view const text = *cursor;
    auto const dot = text.find('.');
    auto const id = base::whole_number(dot == text.npos ? text : text.substr(dot + 1));
    auto const at = base::whole_number(text.substr(0, dot));
    if (!id || !at || (sort == ContactSort::last_seen) != (dot != text.npos))
        return wrong("cursor", "bad_format");
    if (sort != ContactSort::name)
        return Place{*id, {}, *at};
    auto const known = store::places_of(db, {*id});
    return known.empty() ? base::Result<Place>(wrong("cursor", "not_found")) : known.front();
}

// As the indexes of the orders compare: of letters, only those of ASCII are alike in both cases.
bool comes_before(ContactSort sort, Place const& a, Place const& b)
{
    switch (sort) {
    case ContactSort::newest: return a.id > b.id;
    case ContactSort::last_seen: return a.at != b.at ? a.at > b.at : a.id > b.id;
    case ContactSort::name: break;
    }
    auto const order = base::lower_ascii(a.name).compare(base::lower_ascii(b.name));
    return order != 0 ? order < 0 : a.id < b.id;
}

Ids minus(Ids const& all, Ids const& without)
{
    Ids left;
    std::ranges::set_difference(all, without, std::back_inserter(left));
    return left;
}

// Those of the ids that pass every test; rising in, rising out.
Ids passing(db::Reader const& db, std::vector<Test> const& tests, Ids ids)
{
    for (auto const& test : tests) {
        if (ids.empty())
            break;
        auto const inside = store::among(db, test, ids);
        ids = test.negated ? minus(ids, inside) : inside;
    }
    return ids;
}

Ids whole(db::Reader const& db, Test const& test, std::int64_t limit)
{
    auto ids = store::within(db, test, limit);
    if (!std::ranges::is_sorted(ids))
        std::ranges::sort(ids);
    return ids;
}

// The people of a test that few pass; nothing when all of the tests let many through.
std::optional<Ids> rarest(db::Reader const& db, std::vector<Test> const& tests)
{
    std::optional<Ids> best;
    for (auto const& test : tests) {
        if (test.negated)
            continue;
        auto ids = whole(db, test, Few);
        if (std::int64_t(ids.size()) < Few && (!best || ids.size() < best->size()))
            best = std::move(ids);
    }
    return best;
}

// The page behind a place, out of people known by number.
Places page_of(db::Reader const& db, Ids const& ids, ContactSort sort, Place const& after, int rows)
{
    auto places = store::places_of(db, ids);
    auto const before = [&](Place const& a, Place const& b) { return comes_before(sort, a, b); };
    std::erase_if(places, [&](Place const& one) { return !before(after, one); });
    auto const end = places.begin() + std::min<std::ptrdiff_t>(rows, std::ptrdiff_t(places.size()));
    std::ranges::partial_sort(places, end, before);
    places.erase(end, places.end());
    return places;
}

using Walk = std::function<Places(Place const& after, int limit)>;

// Along an order until the page is full. Nothing when `patience` rows did not fill it.
std::optional<Places> along(db::Reader const& db, Walk const& walk, std::vector<Test> const& tests,
                            Place after, int rows, std::int64_t patience)
{
    Places page;
    auto const stride = tests.empty() ? rows : Stride;
    for (std::int64_t walked = 0; walked < patience; walked += stride) {
        auto const steps = walk(after, stride);
        Ids ids;
        for (auto const& step : steps)
            ids.push_back(step.id);
        std::ranges::sort(ids);
        auto const good = passing(db, tests, std::move(ids));
        for (auto const& step : steps)
            if (int(page.size()) < rows && std::ranges::binary_search(good, step.id))
                page.push_back(step);
        if (int(page.size()) == rows || int(steps.size()) < stride)
            return page;
        after = steps.back();
    }
    return std::nullopt;
}

Walk walk_of(db::Reader const& db, ContactSort sort)
{
    switch (sort) {
    case ContactSort::name:
        return [&db](Place const& after, int n) { return store::by_name(db, after, {}, n); };
    case ContactSort::last_seen:
        return [&db](Place const& after, int n) { return store::by_seen(db, after, n); };
    case ContactSort::newest: break;
    }
    return [&db](Place const& after, int n) { return store::by_age(db, after, n); };
}

Places found(db::Reader const& db, std::vector<Test> const& tests, ContactSort sort,
             Place const& after, int rows)
{
    auto const all = tests.empty() ? Last : std::int64_t(Patience);
    if (auto const few = rarest(db, tests))
        return page_of(db, passing(db, tests, *few), sort, after, rows);
    if (auto page = along(db, walk_of(db, sort), tests, after, rows, all))
        return std::move(*page);
    return page_of(db, members(db, tests), sort, after, rows);
}

// Whoever sees no numbers does not find people by them: not by words, and not by what a field holds.
// A segment shows them its number masked.
base::Result<std::vector<Test>> tests_for(workspace::Desk& desk, db::Reader const& db,
                                          std::vector<Condition> const& conditions)
{
    auto const asks_by_number = [](Condition const& c) {
        auto const value = c.value.value_or("");
        return c.about == About::field && (base::is_phone(value) || base::is_masked_phone(value));
    };
    if (!desk.asker.phones && std::ranges::any_of(conditions, asks_by_number))
        return std::vector{Test{}};
    return tests_of(db, conditions, desk.now());
}

}  // namespace

Ids members(db::Reader const& db, std::vector<Test> const& tests)
{
    std::optional<Ids> left;
    for (auto const& test : tests) {
        if (test.negated)
            continue;
        auto const ids = whole(db, test, Last);
        if (!left) {
            left = ids;
            continue;
        }
        Ids both;
        std::ranges::set_intersection(*left, ids, std::back_inserter(both));
        left = std::move(both);
    }
    if (!left) {
        left = store::everybody(db);
        std::ranges::sort(*left);
    }
    for (auto const& test : tests)
        if (test.negated)
            left = minus(*left, whole(db, test, Last));
    return *std::move(left);
}

base::Result<base::Page<Contact>> search(workspace::Desk& desk, SearchContacts const& in)
{
    auto const reader = desk.workspace->read();
    auto const asked = in.q.value_or("");
    auto const words = std::string(base::trim(asked));
    if (!desk.asker.phones && std::ranges::count_if(words, base::is_digit) > 3)
        return base::Page<Contact>{};
    // The index knows three letters and up; less is the beginning of a name.
    auto const short_words = !words.empty() && base::count_points(words) < 3;
    auto const sort = words.empty() ? in.sort.value_or(ContactSort::newest)
                    : short_words   ? ContactSort::name
                                    : ContactSort::newest;
    auto const after = TRY(place_of(*reader, sort, in.cursor));
    auto const tests = TRY(tests_for(desk, *reader, in.conditions));
    auto const limit = int(in.limit.value_or(PageRows));

    Places places;
    if (words.empty()) {
        places = found(*reader, tests, sort, after, limit + 1);
    } else {
        auto const match = db::match_phrase(words);
        auto const walk = [&](Place const& from, int n) {
            return short_words ? store::by_name(*reader, from, words, n)
                               : store::matching(*reader, match, from, n);
        };
        places = *along(*reader, walk, tests, after, limit + 1, Last);
    }
    base::Page<Contact> page;
    if (int(places.size()) > limit) {
        places.pop_back();
        page.next = cursor_of(sort, places.back());
    }
    Ids ids;
    for (auto const& place : places)
        ids.push_back(place.id);
    page.data = store::people(*reader, ids);
    return page;
}

base::Result<base::Page<Contact>> list(workspace::Desk& desk, ListContacts const& in)
{
    return search(desk, {in.q, {}, in.sort, in.cursor, in.limit});
}

base::Result<ContactCount> count(workspace::Desk& desk, CountContacts const& in)
{
    auto const reader = desk.workspace->read();
    auto const tests = TRY(tests_for(desk, *reader, in.conditions));
    if (tests.empty())
        return ContactCount{store::count_everybody(*reader)};
    return ContactCount{std::int64_t(members(*reader, tests).size())};
}

}  // namespace contacts

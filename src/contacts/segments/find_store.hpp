#pragma once

#include <string>
#include <vector>

#include "contacts/segments/condition.hpp"
#include "db/reader.hpp"

// Walks of people in an order, and who of them passes a test. Groups are not people.
namespace contacts::store {

// Where somebody stands in a list; `name` or `at` only in the order that needs it.
struct Place {
    std::int64_t id = 0;
    std::string name;
    std::int64_t at = 0;

    static constexpr auto row() { return std::tuple{&Place::id, &Place::name, &Place::at}; }
};

// The next `limit` behind a place; each costs one walk of so many rows of an index.
std::vector<Place> by_age(db::Reader const&, Place const& after, int limit);
// `beginning`: only names that begin so, case ignored; empty for all.
std::vector<Place> by_name(db::Reader const&, Place const& after, std::string const& beginning,
                           int limit);
std::vector<Place> by_seen(db::Reader const&, Place const& after, int limit);
// Newest first; `match` as db::match_phrase makes it.
std::vector<Place> matching(db::Reader const&, std::string const& match, Place const& after,
                            int limit);

// The places of these, in no order.
std::vector<Place> places_of(db::Reader const&, std::vector<std::int64_t> const& ids);

// Whom the index of a test knows in its range, whatever `negated` says: at most `limit`, rising, each
// once when fewer. Costs one index row each.
std::vector<std::int64_t> within(db::Reader const&, Test const&, std::int64_t limit);
// Those of `ids` (rising) that are in its range, rising. Costs a look or two for each.
std::vector<std::int64_t> among(db::Reader const&, Test const&,
                                std::vector<std::int64_t> const& ids);
// Everybody, rising.
std::vector<std::int64_t> everybody(db::Reader const&);
std::int64_t count_everybody(db::Reader const&);

}  // namespace contacts::store

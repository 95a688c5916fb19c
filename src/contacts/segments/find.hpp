#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "contacts/contact.hpp"
#include "contacts/segments/condition.hpp"
#include "workspace/desk.hpp"

// Lists of people: in an order, by words, by conditions.
//
// What a page costs, at any number of people: without conditions a walk of its own rows along the
// index of its order. With conditions, the people of the rarest one when they are fewer than 2,000;
// else a walk along the order, in which each row costs a look for each condition, until the page is
// full, and after 2,000 rows that did not fill it the sets of all conditions and their intersection: an
// index row for everybody who fulfils any of them, which at 200,000 people is a tenth of a second.
namespace contacts {

enum class ContactSort { newest, name, last_seen };
constexpr auto words_of(ContactSort)
{
    using namespace std::literals;
    return std::array{std::pair{ContactSort::newest, "newest"sv},
                      std::pair{ContactSort::name, "name"sv},
                      std::pair{ContactSort::last_seen, "last_seen"sv}};
}
constexpr auto schema_name(ContactSort) { return "ContactSort"; }

struct ListContacts {
    static constexpr auto about =
        "People, newest first unless said; with q those whose name, phone, "
        "e-mail or user name holds the words, always newest first.";
    std::optional<std::string> q;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;
    std::optional<ContactSort> sort;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            query("q", &ListContacts::q, "Part of a name, phone, e-mail or user name.",
                  {.max = 100}),
            query("cursor", &ListContacts::cursor, "From `next` of the page before.", {.max = 40}),
            query("limit", &ListContacts::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
            query("sort", &ListContacts::sort, "In which order."),
        };
    }
};
base::Result<base::Page<Contact>> list(workspace::Desk& desk, ListContacts const& in);

struct SearchContacts {
    static constexpr auto about = "People of whom every condition holds; else as listContacts.";
    std::optional<std::string> q;
    std::vector<Condition> conditions;
    std::optional<ContactSort> sort;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("q", &SearchContacts::q, "Part of a name, phone, e-mail or user name.",
                 {.max = 100}),
            body("conditions", &SearchContacts::conditions, "", {.max = MostConditions}),
            body("sort", &SearchContacts::sort, "In which order."),
            body("cursor", &SearchContacts::cursor, "From `next` of the page before.", {.max = 40}),
            body("limit", &SearchContacts::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};
base::Result<base::Page<Contact>> search(workspace::Desk& desk, SearchContacts const& in);

struct ContactCount {
    static constexpr auto schema = "ContactCount";
    std::int64_t count = 0;
    static constexpr auto fields()
    {
        return std::tuple{base::body("count", &ContactCount::count, "Exactly.")};
    }
};

struct CountContacts {
    static constexpr auto about = "How many people there are of whom every condition holds.";
    std::vector<Condition> conditions;

    static constexpr auto fields()
    {
        return std::tuple{
            base::body("conditions", &CountContacts::conditions, "", {.max = MostConditions})};
    }
};
base::Result<ContactCount> count(workspace::Desk& desk, CountContacts const& in);

// Everybody of whom all of it holds, rising: an index row for everybody who fulfils any of them.
std::vector<std::int64_t> members(db::Reader const& db, std::vector<Test> const& tests);

}  // namespace contacts

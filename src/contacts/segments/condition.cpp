#include "contacts/segments/condition.hpp"

#include <chrono>
#include <cmath>
#include <limits>

#include "base/whole_number.hpp"
#include "contacts/contact.hpp"
#include "contacts/fields/field_store.hpp"
#include "contacts/fields/value.hpp"
#include "contacts/refuse.hpp"

namespace contacts {

namespace {

constexpr std::int64_t LongestDays = 36'500;
// Behind every text of the index.
constexpr char LastText[] = "\U0010FFFF";

base::Result<std::int64_t> whole(Condition const& c, std::int64_t most)
{
    auto const text = c.value.value_or("");
    auto const value = base::whole_number(text);
    if (!value || *value < 0 || *value > most)
        return wrong("value", text.empty() ? "required" : "bad_format");
    return *value;
}

base::Result<void> only(Condition const& c, std::initializer_list<How> allowed)
{
    for (auto const how : allowed)
        if (how == c.how)
            return {};
    return wrong("op", "not_allowed");
}

base::Result<Test> in_time(Condition const& c, Test::Kind kind, base::Instant now)
{
    TRY(only(c, {How::before, How::after, How::within_days, How::over_days}));
    Test test;
    test.kind = kind;
    test.to = std::numeric_limits<std::int64_t>::max();
    if (c.how == How::within_days || c.how == How::over_days) {
        auto const days = TRY(whole(c, LongestDays));
        auto const edge = (now - std::chrono::hours(24 * days)).ms;
        (c.how == How::within_days ? test.from : test.to) = edge;
        return test;
    }
    auto const at = base::from_rfc3339(c.value.value_or(""));
    if (!at)
        return wrong("value", c.value ? "not_a_time" : "required");
    (c.how == How::after ? test.from : test.to) = c.how == How::after ? at->ms : at->ms - 1;
    return test;
}

base::Result<Test> by_id(Condition const& c, Test::Kind kind)
{
    TRY(only(c, {How::is, How::is_not}));
    Test test;
    test.kind = kind;
    test.id = TRY(whole(c, std::numeric_limits<std::int64_t>::max()));
    test.negated = c.how == How::is_not;
    return test;
}

base::Result<Test> by_word(Condition const& c, Test::Kind kind)
{
    TRY(only(c, {How::is, How::is_not}));
    if (c.value.value_or("").empty())
        return wrong("value", "required");
    if (kind == Test::Kind::marketing && *c.value != "allowed" && *c.value != "stopped")
        return wrong("value", "not_allowed");
    Test test;
    test.kind = kind;
    test.from_text = *c.value;
    test.negated = c.how == How::is_not;
    return test;
}

base::Result<Test> by_presence(Condition const& c, Test::Kind kind)
{
    TRY(only(c, {How::is_set, How::not_set}));
    Test test;
    test.kind = kind;
    test.negated = c.how == How::not_set;
    return test;
}

base::Result<Test> in_number(Condition const& c, Test test)
{
    auto const number = number_of(c.value.value_or(""));
    if (!number)
        return wrong("value", c.value ? "bad_format" : "required");
    constexpr auto Infinite = std::numeric_limits<double>::infinity();
    test.kind = Test::Kind::number;
    test.least = c.how == How::more ? std::nextafter(*number, Infinite) : -Infinite;
    test.most = c.how == How::less ? std::nextafter(*number, -Infinite) : Infinite;
    if (c.how == How::is || c.how == How::is_not)
        test.least = test.most = *number;
    return test;
}

base::Result<Test> in_days(Condition const& c, Test test)
{
    if (!is_day(c.value.value_or("")))
        return wrong("value", c.value ? "bad_format" : "required");
    // A day before is at most the text just below it: days are ten letters, all of them digits.
    test.to_text = c.how == How::before ? c.value->substr(0, 9) + char(c.value->back() - 1) + "~"
                                        : LastText;
    test.from_text = c.how == How::after ? *c.value : "";
    return test;
}

base::Result<Test> by_field(db::Reader const& db, Condition const& c)
{
    if (!c.field)
        return wrong("field_id", "required");
    Test test;
    test.kind = Test::Kind::text;
    test.id = c.field->value;
    test.negated = c.how == How::is_not || c.how == How::not_set;
    auto const field = store::field(db, *c.field);
    if (!field) {
        test.kind = Test::Kind::nobody;
        return test;
    }
    auto const number = field->kind == FieldKind::number;
    auto const date = field->kind == FieldKind::date;
    if (c.how == How::is_set || c.how == How::not_set) {
        test.to_text = LastText;
        return test;
    }
    if (number) {
        TRY(only(c, {How::is, How::is_not, How::less, How::more}));
        return in_number(c, test);
    }
    if (date && (c.how == How::before || c.how == How::after))
        return in_days(c, test);
    TRY(only(c, {How::is, How::is_not}));
    if (c.value.value_or("").empty())
        return wrong("value", "required");
    test.from_text = test.to_text = *c.value;
    return test;
}

base::Result<Test> test_of(db::Reader const& db, Condition const& c, base::Instant now)
{
    switch (c.about) {
    case About::label: return by_id(c, Test::Kind::label);
    case About::channel: return by_id(c, Test::Kind::channel);
    case About::language: return by_word(c, Test::Kind::language);
    case About::marketing: return by_word(c, Test::Kind::marketing);
    case About::last_seen: return in_time(c, Test::Kind::seen, now);
    case About::created: return in_time(c, Test::Kind::created, now);
    case About::email: return by_presence(c, Test::Kind::email);
    case About::phone: return by_presence(c, Test::Kind::phone);
    case About::field: break;
    }
    return by_field(db, c);
}

}  // namespace

base::Result<std::vector<Test>> tests_of(db::Reader const& db,
                                         std::vector<Condition> const& conditions,
                                         base::Instant now)
{
    std::vector<Test> tests;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        auto test = test_of(db, conditions[i], now);
        if (!test) {
            auto error = test.error();
            for (auto& field : error.fields)
                field.field = "conditions[" + std::to_string(i) + "]." + field.field;
            return error;
        }
        tests.push_back(std::move(*test));
    }
    return tests;
}

}  // namespace contacts

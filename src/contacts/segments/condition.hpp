#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "contacts/ids.hpp"
#include "db/reader.hpp"

// What narrows a list of people: a few conditions that all hold.
namespace contacts {

enum class About { label, language, channel, last_seen, created, email, phone, marketing, field };
constexpr auto words_of(About)
{
    using namespace std::literals;
    return std::array{
        std::pair{About::label, "label"sv},     std::pair{About::language, "language"sv},
        std::pair{About::channel, "channel"sv}, std::pair{About::last_seen, "last_seen"sv},
        std::pair{About::created, "created"sv}, std::pair{About::email, "email"sv},
        std::pair{About::phone, "phone"sv},     std::pair{About::marketing, "marketing"sv},
        std::pair{About::field, "field"sv}};
}
constexpr auto schema_name(About) { return "ContactConditionField"; }

enum class How { is, is_not, is_set, not_set, before, after, within_days, over_days, less, more };
constexpr auto words_of(How)
{
    using namespace std::literals;
    return std::array{std::pair{How::is, "is"sv},
                      std::pair{How::is_not, "is_not"sv},
                      std::pair{How::is_set, "set"sv},
                      std::pair{How::not_set, "not_set"sv},
                      std::pair{How::before, "before"sv},
                      std::pair{How::after, "after"sv},
                      std::pair{How::within_days, "within_days"sv},
                      std::pair{How::over_days, "over_days"sv},
                      std::pair{How::less, "less"sv},
                      std::pair{How::more, "more"sv}};
}
constexpr auto schema_name(How) { return "ContactConditionOp"; }

struct Condition {
    static constexpr auto schema = "ContactCondition";
    static constexpr auto input_schema = "ContactConditionInput";

    About about = About::label;
    std::optional<FieldId> field;
    How how = How::is;
    std::optional<std::string> value;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("field", &Condition::about, "What of the person."),
            body("field_id", &Condition::field, "Of a field of the workspace's own: which."),
            body(
                "op", &Condition::how,
                "label, language, channel and marketing: is, is_not. last_seen and created: before, "
                "after, within_days, over_days. email and phone: set, not_set. field: is, is_not, "
                "set, not_set; of numbers less and more, of dates before and after. after includes the "
                "time or day itself."),
            body(
                "value", &Condition::value,
                "An id, a language, a decision, a time, a number of days, or what the field holds.",
                {.max = 1000}),
        };
    }
};

inline constexpr std::int64_t MostConditions = 10;

// A condition as the indexes answer it: who lies in a range of one of them, or who does not.
struct Test {
    enum class Kind {
        nobody,  // of a field that is gone
        label,
        language,
        channel,
        seen,
        created,
        email,
        phone,
        marketing,
        text,
        number,
    };
    Kind kind = Kind::nobody;
    bool negated = false;
    std::int64_t id = 0;  // of a label, channel or field
    std::int64_t from = 0, to = 0;
    std::string from_text, to_text;
    double least = 0, most = 0;
};

// Refuses `invalid_input` about conditions[i].op or .value. `now` is what days are counted from.
base::Result<std::vector<Test>> tests_of(db::Reader const& db,
                                         std::vector<Condition> const& conditions,
                                         base::Instant now);

}  // namespace contacts

#include "contacts/fields/value.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/text.hpp"
#include "base/whole_number.hpp"

namespace contacts {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t MostPoints = 1000;
constexpr double LargestNumber = 1e15;

// The code alone: whose field it was is known above.
Error refused(char const* code) { return Error{Fault::invalid, code}; }

base::Result<std::string> written_number(std::string_view typed)
{
    auto const number = number_of(typed);
    if (!number)
        return refused("bad_format");
    char text[32];
    auto const [end, fault] = std::to_chars(std::begin(text), std::end(text), *number,
                                            std::chars_format::fixed);
    if (fault != std::errc())
        return refused("too_long");
    return std::string(text, end);
}

bool is_link(std::string_view text)
{
    auto const rest = base::starts_with_no_case(text, "https://") ? text.substr(8)
                    : base::starts_with_no_case(text, "http://")  ? text.substr(7)
                                                                  : std::string_view();
    return !rest.empty() && rest.front() != '/' && rest.find(' ') == rest.npos;
}

}  // namespace

std::optional<double> number_of(std::string_view text)
{
    double value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value,
                                              std::chars_format::fixed);
    if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value) ||
        std::abs(value) > LargestNumber)
        return std::nullopt;
    return value == 0 ? 0 : value;
}

bool is_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    auto const year = base::whole_number(text.substr(0, 4));
    auto const month = base::whole_number(text.substr(5, 2));
    auto const day = base::whole_number(text.substr(8, 2));
    return year && month && day && *year > 0 && *month > 0 && *day > 0 &&
           std::chrono::year_month_day(std::chrono::year(int(*year)),
                                       std::chrono::month(unsigned(*month)),
                                       std::chrono::day(unsigned(*day)))
               .ok();
}

base::Result<std::string> value_of(Field const& field, std::string_view typed)
{
    std::string text(base::trim(typed));
    if (base::count_points(text) > MostPoints)
        return refused("too_long");
    switch (field.kind) {
    case FieldKind::text: return text;
    case FieldKind::number: return written_number(text);
    case FieldKind::date: return is_day(text) ? base::Result(text) : refused("bad_format");
    case FieldKind::yes_no:
        return text == "yes" || text == "no" ? base::Result(text) : refused("not_allowed");
    case FieldKind::link: return is_link(text) ? base::Result(text) : refused("bad_format");
    case FieldKind::choice: break;
    }
    auto const known = std::ranges::find(field.choices, text);
    return known != field.choices.end() ? base::Result(text) : refused("not_allowed");
}

}  // namespace contacts

#include "contacts/fields/value.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/text.hpp"

namespace contacts {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t MostPoints = 1000;
constexpr double LargestNumber = 1e15;

Error wrong(char const* code) { return Error{Fault::invalid, code}; }

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

base::Result<std::string> written_number(std::string_view typed)
{
    auto const number = number_of(typed);
    if (!number)
        return wrong("bad_format");
    char text[32];
    auto const [end, fault] = std::to_chars(std::begin(text), std::end(text), *number,
                                            std::chars_format::fixed);
    if (fault != std::errc())
        return wrong("too_long");
    return std::string(text, end);
}

bool is_link(std::string_view text)
{
    auto const rest = base::starts_with_no_case(text, "https://")  ? text.substr(8)
                    : base::starts_with_no_case(text, "http://")   ? text.substr(7)
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
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    return year && month && day && *year > 0 &&
           std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(unsigned(*month)),
                                       std::chrono::day(unsigned(*day)))
               .ok();
}

base::Result<std::string> value_of(Field const& field, std::string_view typed)
{
    std::string text(base::trim(typed));
    if (base::count_points(text) > MostPoints)
        return wrong("too_long");
    switch (field.kind) {
    case FieldKind::text: return text;
    case FieldKind::number: return written_number(text);
    case FieldKind::date: return is_day(text) ? base::Result(text) : wrong("bad_format");
    case FieldKind::yes_no:
        return text == "yes" || text == "no" ? base::Result(text) : wrong("not_allowed");
    case FieldKind::link: return is_link(text) ? base::Result(text) : wrong("bad_format");
    case FieldKind::choice: break;
    }
    auto const known = std::ranges::find(field.choices, text);
    return known != field.choices.end() ? base::Result(text) : wrong("not_allowed");
}

}  // namespace contacts

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contacts/fields/field.hpp"

// What may stand in a field, and in which one way it is written. Pure.
namespace contacts {

// Refuses with the code of a wrong input field: bad_format, not_allowed, too_long. Numbers as
// JavaScript and JSON write them (at most 15 digits count), days as 2026-11-22, yes and no, links
// only over http and https.
base::Result<std::string> value_of(Field const& field, std::string_view typed);

// What a number's text sorts by.
std::optional<double> number_of(std::string_view text);
// Whether it is a day of the calendar, 2026-11-22.
bool is_day(std::string_view text);

}  // namespace contacts

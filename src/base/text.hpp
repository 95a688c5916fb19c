#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace base {

bool is_utf8(std::string_view text);
// Code points; each byte that is not part of one counts as one.
std::size_t count_points(std::string_view text);
// The first `points` code points, never cutting one in half.
std::string_view first_points(std::string_view text, std::size_t points);

// A body as people wrote it: NUL and control characters go, except newline and tab.
std::string clean_body(std::string_view text);
// A name or file name: one line, no control or bidirectional-override characters, trimmed.
std::string clean_name(std::string_view text);
// Replaces what is not UTF-8 with U+FFFD.
std::string to_utf8(std::string_view bytes);

std::string lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);
// Of a string that ends with the statement, what is left would point at nothing.
template <class Text>
    requires std::same_as<Text, std::string>
std::string_view trim(Text&&) = delete;
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_with_no_case(std::string_view text, std::string_view prefix);

// Lower-case hex.
std::string to_hex(std::string_view bytes);
// Empty when the text is not an even number of hex digits.
std::string from_hex(std::string_view text);

}  // namespace base

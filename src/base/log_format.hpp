#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "base/time.hpp"
#include "base/words.hpp"

namespace base {

// Lines for people, or one JSON object a line for what collects logs.
enum class LogFormat { text, json };
constexpr auto words_of(LogFormat)
{
    return std::array{std::pair{LogFormat::text, std::string_view("text")},
                      std::pair{LogFormat::json, std::string_view("json")}};
}
constexpr auto words_of(LogLevel)
{
    return std::array{std::pair{LogLevel::debug, std::string_view("debug")},
                      std::pair{LogLevel::info, std::string_view("info")},
                      std::pair{LogLevel::warning, std::string_view("warning")},
                      std::pair{LogLevel::error, std::string_view("error")}};
}

// For the whole process; at its start.
void set_log_format(LogFormat format);
// Whether a line of that level is written at all; for those whose words cost something.
bool is_logged(LogLevel level);

// The line that log() writes, with its newline. `request` is empty for none; a pair of that name
// goes before it.
std::string log_line(LogFormat format, Instant at, LogLevel level, std::string_view room,
                     std::string_view what, std::span<LogPair const> pairs,
                     std::string_view request);

}  // namespace base

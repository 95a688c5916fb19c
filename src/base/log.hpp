#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace base {

enum class LogLevel { debug, info, warning, error };

// One thing said in a log line. Text is escaped, so that a value can never start a line of its own.
struct LogPair {
    std::string_view key;
    std::string value;

    LogPair(std::string_view k, std::string_view v) : key(k), value(v) {}
    LogPair(std::string_view k, char const* v) : key(k), value(v) {}
    LogPair(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
    template <class Number>
        requires std::is_arithmetic_v<Number>
    LogPair(std::string_view k, Number v) : key(k), value(std::to_string(v))
    {
    }
};

// Writes one structured line to standard error:
//   2026-11-21T08:15:30.123Z info  intake: kept  event=17 channel=3
// Never pass tokens, message bodies or whole phone numbers; see redacted_phone. Any thread.
void log(LogLevel level, std::string_view room, std::string_view what,
         std::initializer_list<LogPair> pairs = {});

void set_log_level(LogLevel least);

// Keeps the last three digits: "…123".
std::string redacted_phone(std::string_view phone);

}  // namespace base

#include "base/log.hpp"

#include <unistd.h>

#include <atomic>

#include "base/world.hpp"

namespace base {

namespace {

std::atomic<LogLevel> g_least = LogLevel::info;

char const* name_of(LogLevel level)
{
    switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info ";
    case LogLevel::warning: return "warn ";
    case LogLevel::error: return "error";
    }
    return "?";
}

void append_escaped(std::string& out, std::string_view text)
{
    static constexpr char Digits[] = "0123456789abcdef";
    auto const plain = text.find_first_of(" \"=\\") == text.npos && !text.empty();
    if (!plain)
        out.push_back('"');
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out.append("\\x");
            out.push_back(Digits[byte >> 4]);
            out.push_back(Digits[byte & 15]);
        } else if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else {
            out.push_back(c);
        }
    }
    if (!plain)
        out.push_back('"');
}

}  // namespace

void set_log_level(LogLevel least) { g_least = least; }

void log(LogLevel level, std::string_view room, std::string_view what,
         std::initializer_list<LogPair> pairs)
{
    if (level < g_least)
        return;
    auto line = to_rfc3339(real_world().now());
    line.append(" ").append(name_of(level)).append(" ").append(room).append(": ").append(what);
    for (auto const& pair : pairs) {
        line.append(" ").append(pair.key).append("=");
        append_escaped(line, pair.value);
    }
    line.push_back('\n');
    // One write, so that lines of several threads do not mix. Nothing can be done when it fails.
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

std::string redacted_phone(std::string_view phone)
{
    return "…" + std::string(phone.size() > 3 ? phone.substr(phone.size() - 3) : phone);
}

}  // namespace base

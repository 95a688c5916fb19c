#include "base/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "base/json.hpp"
#include "base/log_format.hpp"
#include "base/log_scope.hpp"
#include "base/text.hpp"
#include "base/world.hpp"

namespace base {

namespace {

std::atomic<LogLevel> g_least = LogLevel::info;
std::atomic<LogFormat> g_format = LogFormat::text;
thread_local std::string_view t_request;

constexpr std::string_view Request = "request";

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

std::string text_line(Instant at, LogLevel level, std::string_view room, std::string_view what,
                      std::span<LogPair const> pairs, std::string_view request)
{
    auto line = to_rfc3339(at);
    line.append(" ").append(name_of(level)).append(" ").append(room).append(": ").append(what);
    auto const add = [&](std::string_view key, std::string_view value) {
        line.append(" ").append(key).append("=");
        append_escaped(line, value);
    };
    for (auto const& pair : pairs)
        add(pair.key, pair.value);
    if (!request.empty())
        add(Request, request);
    return line;
}

std::string json_line(Instant at, LogLevel level, std::string_view room, std::string_view what,
                      std::span<LogPair const> pairs, std::string_view request)
{
    Json line = {{"time", to_rfc3339(at)},
                 {"level", std::string(word_of(level))},
                 {"room", std::string(room)},
                 {"message", std::string(what)}};
    for (auto const& pair : pairs)
        line.emplace(std::string(pair.key), to_utf8(pair.value));
    if (!request.empty())
        line.emplace(std::string(Request), to_utf8(request));
    return to_text(line);
}

}  // namespace

LogScope::LogScope(std::string_view request) : m_before(t_request) { t_request = request; }
LogScope::~LogScope() { t_request = m_before; }
std::string_view LogScope::request() { return t_request; }

void set_log_level(LogLevel least) { g_least = least; }
void set_log_format(LogFormat format) { g_format = format; }
bool is_logged(LogLevel level) { return level >= g_least; }

std::string log_line(LogFormat format, Instant at, LogLevel level, std::string_view room,
                     std::string_view what, std::span<LogPair const> pairs,
                     std::string_view request)
{
    if (std::ranges::find(pairs, Request, &LogPair::key) != pairs.end())
        request = {};
    auto const write = format == LogFormat::json ? json_line : text_line;
    return write(at, level, room, what, pairs, request) + '\n';
}

void log(LogLevel level, std::string_view room, std::string_view what,
         std::initializer_list<LogPair> pairs)
{
    if (!is_logged(level))
        return;
    auto const line = log_line(g_format, real_world().now(), level, room, what, pairs, t_request);
    // One write, so that lines of several threads do not mix. Nothing can be done when it fails.
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

std::string redacted_phone(std::string_view phone)
{
    return "…" + std::string(phone.size() > 3 ? phone.substr(phone.size() - 3) : phone);
}

}  // namespace base

#include <array>
#include <string>

#include "base/hex.hpp"
#include "base/text.hpp"
#include "http/head.hpp"

namespace http {

namespace {

constexpr std::size_t MaxPairs = 100;

constexpr Turned BadTarget{400, "bad_target", "The path or query is not well formed."};

// Decodes once, refusing broken escapes, control bytes and, in a path, an escaped slash.
bool decode(std::string_view text, bool is_path, std::string& out)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto byte = text[at];
        if (byte == '%') {
            auto const high = at + 2 < text.size() ? base::hex_digit(text[at + 1]) : -1;
            auto const low = at + 2 < text.size() ? base::hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            byte = char(high * 16 + low);
            at += 2;
            if (is_path && (byte == '/' || byte == '\\'))
                return false;
        }
        auto const value = static_cast<unsigned char>(byte);
        if (value < 0x20 || value == 0x7F)
            return false;
        out.push_back(byte);
    }
    return base::is_utf8(out);
}

bool has_dot_segment(std::string_view path)
{
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        auto const segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..")
            return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

}  // namespace

std::optional<Turned> check_target(std::string_view target)
{
    if (!target.starts_with('/'))
        return Turned{400, "bad_target", "The target starts with a slash; no absolute form."};
    for (char const c : target)
        if (c <= 0x20 || c >= 0x7F || c == '#' || c == '\\')
            return BadTarget;
    auto const mark = target.find('?');
    std::string path;
    if (!decode(target.substr(0, mark), true, path) || has_dot_segment(path))
        return BadTarget;
    if (mark == target.npos)
        return std::nullopt;
    auto const query = target.substr(mark + 1);
    std::string decoded;
    if (!decode(query, false, decoded))
        return BadTarget;
    std::size_t pairs = 1;
    for (char const c : query)
        pairs += c == '&';
    if (pairs > MaxPairs)
        return Turned{400, "too_many_parameters", "At most 100 query parameters."};
    return std::nullopt;
}

}  // namespace http

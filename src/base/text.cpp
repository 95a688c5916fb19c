#include "base/text.hpp"

#include "base/hex.hpp"

namespace base {

namespace {

// Length of the code point that starts at `at`, or 0 when the bytes there are not valid UTF-8.
std::size_t point_length(std::string_view text, std::size_t at)
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    auto const tail = [&](std::size_t i) {
        return at + i < text.size() && (byte(i) & 0xC0) == 0x80;
    };
    auto const first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!tail(1) || !tail(2))
            return 0;
        if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F))
            return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!tail(1) || !tail(2) || !tail(3))
            return 0;
        if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F))
            return 0;
        return 4;
    }
    return 0;
}

// U+200E/F, U+202A..E, U+2066..9, U+061C: they reorder what is around them on screen.
bool is_bidi_control(std::string_view point)
{
    if (point == "\u061C")
        return true;
    if (point.size() != 3 || static_cast<unsigned char>(point[0]) != 0xE2)
        return false;
    auto const a = static_cast<unsigned char>(point[1]);
    auto const b = static_cast<unsigned char>(point[2]);
    return (a == 0x80 && (b == 0x8E || b == 0x8F || (b >= 0xAA && b <= 0xAE))) ||
           (a == 0x81 && b >= 0xA6 && b <= 0xA9);
}

}  // namespace

bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const length = point_length(text, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

std::size_t count_points(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        auto const length = point_length(text, at);
        at += length ? length : 1;
    }
    return count;
}

std::string_view first_points(std::string_view text, std::size_t points)
{
    std::size_t at = 0;
    for (; points > 0 && at < text.size(); --points) {
        auto const length = point_length(text, at);
        at += length ? length : 1;
    }
    return text.substr(0, at);
}

std::string clean_body(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\t')
            out.push_back(c);
    }
    return to_utf8(out);
}

std::string clean_name(std::string_view text)
{
    auto const valid = to_utf8(text);
    std::string out;
    out.reserve(valid.size());
    for (std::size_t at = 0; at < valid.size();) {
        auto const point = std::string_view(valid).substr(at, point_length(valid, at));
        at += point.size();
        auto const byte = static_cast<unsigned char>(point[0]);
        if (byte < 0x20 || byte == 0x7F)
            out.push_back(' ');
        else if (!is_bidi_control(point))
            out.append(point);
    }
    return std::string(trim(out));
}

std::string to_utf8(std::string_view bytes)
{
    if (is_utf8(bytes))
        return std::string(bytes);
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        auto const length = point_length(bytes, at);
        if (length == 0) {
            out.append("\uFFFD");
            ++at;
        } else {
            out.append(bytes.substr(at, length));
            at += length;
        }
    }
    return out;
}

std::string lower_ascii(std::string_view text)
{
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z')
            c = char(c - 'A' + 'a');
    return out;
}

std::string_view trim(std::string_view text)
{
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool starts_with_no_case(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() &&
           lower_ascii(text.substr(0, prefix.size())) == lower_ascii(prefix);
}

std::string to_hex(std::string_view bytes)
{
    static constexpr char Digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out.push_back(Digits[byte >> 4]);
        out.push_back(Digits[byte & 15]);
    }
    return out;
}

std::string from_hex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return {};
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto const high = hex_digit(text[i]);
        auto const low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return {};
        out.push_back(char(high * 16 + low));
    }
    return out;
}

}  // namespace base

#include "crypto/base32.hpp"

#include <cstdint>

namespace crypto {

namespace {

constexpr std::string_view Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

}  // namespace

std::string base32(std::string_view bytes)
{
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5)
            out.push_back(Alphabet[(held >> (bits - 5)) & 31]);
    }
    if (bits > 0)
        out.push_back(Alphabet[(held << (5 - bits)) & 31]);
    return out;
}

std::optional<std::string> from_base32(std::string_view text)
{
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const c : text) {
        auto const value = value_of(c);
        if (value < 0)
            return std::nullopt;
        held = held << 5 | std::uint32_t(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(char((held >> bits) & 0xFF));
        }
    }
    return out;
}

}  // namespace crypto

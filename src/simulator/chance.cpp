#include "simulator/chance.hpp"

namespace simulator {

namespace {

constexpr std::string_view Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

// SplitMix64 (Steele, Lea, Flood 2014): tiny, and equal seeds agree on every machine.
std::uint64_t SeededRandom::next()
{
    m_state += 0x9E3779B97F4A7C15ULL;
    auto z = m_state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

void SeededRandom::fill(std::span<std::uint8_t> out)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i % 8 == 0)
            word = next();
        out[i] = std::uint8_t(word >> (8 * (i % 8)));
    }
}

bool SeededRandom::happens(double probability)
{
    if (probability <= 0)
        return false;
    return double(next() >> 11) * 0x1.0p-53 < probability;
}

int SeededRandom::between(int from, int to)
{
    return from + int(number_below(std::uint64_t(to - from) + 1));
}

std::string SeededRandom::digits(int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out.push_back(char('0' + between(i == 0 ? 1 : 0, 9)));
    return out;
}

std::string base64(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const byte = [&](std::size_t k) {
            return i + k < bytes.size() ? std::uint32_t(static_cast<unsigned char>(bytes[i + k]))
                                        : 0;
        };
        auto const three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (int k = 0; k < 4; ++k)
            out.push_back(i + std::size_t(k) <= bytes.size() ? Alphabet[three >> (18 - 6 * k) & 63]
                                                             : '=');
    }
    return out;
}

std::string from_base64(std::string_view text)
{
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t held = 0;
    int bits = 0;
    for (char const c : text) {
        auto const at = Alphabet.find(c);
        if (at == std::string_view::npos)
            return {};
        held = held << 6 | std::uint32_t(at);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(char(held >> bits & 0xFF));
        }
    }
    return out;
}

}  // namespace simulator

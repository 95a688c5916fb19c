#pragma once

// Damaged copies of good input, the same in every run.

#include <cstdint>
#include <string>
#include <string_view>

namespace support {

class Mangler {
public:
    explicit Mangler(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15U | 1) {}

    // One to four changes: a byte replaced, taken out, doubled or put in, a stretch repeated.
    std::string mangle(std::string_view good)
    {
        static constexpr char Telling[] = "\r\n\t \0:;,/%?&=.-+0159afAFxX\x7F\xFF\"\\@#[]";
        std::string out(good);
        for (auto changes = 1 + below(4); changes > 0 && !out.empty(); --changes) {
            auto const at = below(out.size());
            auto const byte = Telling[below(sizeof Telling - 1)];
            switch (below(6)) {
            case 0: out[at] = byte; break;
            case 1: out.erase(at, 1); break;
            case 2: out.insert(at, 1, out[at]); break;
            case 3: out.insert(at, 1, byte); break;
            case 4: out.insert(at, out.substr(at, 1 + below(16))); break;
            default: out[at] = char(below(256));
            }
        }
        return out;
    }

    std::size_t below(std::size_t limit)
    {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 7;
        m_state ^= m_state << 17;
        return std::size_t(m_state >> 11) % limit;
    }

private:
    std::uint64_t m_state;
};

}  // namespace support

#pragma once

#include <cstdint>
#include <string>

namespace bench {

// The same numbers in every run.
class Chance {
public:
    std::uint64_t below(std::uint64_t n)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (m_state >> 33) % n;
    }

private:
    std::uint64_t m_state = 42;
};

// What the `number`th message says. One in 50,000 has a word of its own.
std::string sentence(Chance& chance, std::int64_t number);

}  // namespace bench

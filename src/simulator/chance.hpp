#pragma once

#include <string>

#include "base/world.hpp"

namespace simulator {

// Repeatable chance: the same seed gives the same run. Not for secrets. One thread at a time.
class SeededRandom final : public base::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}
    void fill(std::span<std::uint8_t> out) override;

    bool happens(double probability);
    // Uniform in [from, to].
    int between(int from, int to);
    std::string digits(int count);

private:
    std::uint64_t next();
    std::uint64_t m_state;
};

std::string base64(std::string_view bytes);
// Empty when the text is not base64.
std::string from_base64(std::string_view text);

}  // namespace simulator

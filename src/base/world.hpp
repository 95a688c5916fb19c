#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "base/time.hpp"

namespace base {

// Wall time and monotonic time. Everything outside base/ and app/ asks here, so that tests can move
// either one alone. Safe to call from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    // Never goes back; for time-outs and waits. The zero point means nothing.
    virtual std::chrono::milliseconds monotonic() const = 0;
};

// Chance. `fill` is cryptographically strong in the real world. Safe from any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    std::uint64_t number();
    // Uniform in [0, below). `below` must not be 0.
    std::uint64_t number_below(std::uint64_t below);
    std::string bytes(std::size_t count);
};

struct World {
    Clock& clock;
    Random& random;

    Instant now() const { return clock.now(); }
};

// The machine's own clock and kernel randomness; lives for the whole process.
World real_world();

}  // namespace base

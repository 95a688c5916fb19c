#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace base {

// Milliseconds since the Unix epoch, UTC. What `*_at` columns hold.
struct Instant {
    std::int64_t ms = 0;

    friend auto operator<=>(Instant, Instant) = default;
    friend Instant operator+(Instant at, std::chrono::milliseconds d)
    {
        return {at.ms + d.count()};
    }
    friend Instant operator-(Instant at, std::chrono::milliseconds d)
    {
        return {at.ms - d.count()};
    }
    friend std::chrono::milliseconds operator-(Instant a, Instant b)
    {
        return std::chrono::milliseconds(a.ms - b.ms);
    }
};

// RFC 3339 with milliseconds, e.g. 2026-11-21T08:15:30.123Z. What the API speaks. Times outside the
// years 0000 to 9999 are written as the nearest one inside, and refused (`not_a_time`) when read.
std::string to_rfc3339(Instant at);
Result<Instant> from_rfc3339(std::string_view text);

}  // namespace base

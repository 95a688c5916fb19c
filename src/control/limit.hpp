#pragma once

#include <chrono>

#include "base/time.hpp"

namespace control {

// How often something that can be guessed may go wrong, and how the wait grows after that.
struct LimitRule {
    int free;                              // failures without any wait
    std::chrono::milliseconds first_wait;  // after one more; doubles with each further one
    std::chrono::milliseconds longest_wait;
    std::chrono::milliseconds forget;  // in which as many as are free are forgotten, evenly
};

struct Attempts {
    int failures = 0;
    base::Instant first_at;
    base::Instant last_at;
    base::Instant blocked_until;
};

// How long the next try has to wait; zero when it may go ahead. A clock that was set back cannot
// make a wait longer than the rule's longest.
std::chrono::milliseconds wait_of(Attempts const& attempts, LimitRule const& rule,
                                  base::Instant now);

// The count after one more try. Tries are counted before their outcome is known, so that many at
// once cannot slip through; a success takes its own back.
Attempts counted(Attempts attempts, LimitRule const& rule, base::Instant now);

}  // namespace control

#include "control/limit.hpp"

#include <algorithm>

namespace control {

namespace {

// What is left of the count: old failures fade one by one, never while a wait runs.
int left_of(Attempts const& attempts, LimitRule const& rule, base::Instant now)
{
    auto const silent = now - std::max(attempts.last_at, attempts.blocked_until);
    if (silent <= std::chrono::milliseconds(0))
        return attempts.failures;
    auto const faded = silent / (rule.forget / rule.free);
    return int(std::max<std::int64_t>(attempts.failures - faded, 0));
}

}  // namespace

std::chrono::milliseconds wait_of(Attempts const& attempts, LimitRule const& rule,
                                  base::Instant now)
{
    if (attempts.failures <= rule.free)
        return {};
    auto const left = attempts.blocked_until - now;
    if (left <= std::chrono::milliseconds(0) || left > rule.longest_wait)
        return {};
    return left;
}

Attempts counted(Attempts attempts, LimitRule const& rule, base::Instant now)
{
    attempts.failures = left_of(attempts, rule, now);
    if (attempts.failures == 0)
        attempts = {.failures = 0, .first_at = now, .last_at = now, .blocked_until = {}};
    attempts.failures += 1;
    attempts.last_at = now;
    auto const over = attempts.failures - rule.free;
    if (over > 0) {
        auto const doublings = std::min(over - 1, 20);
        std::chrono::milliseconds const wait = rule.first_wait * (1LL << doublings);
        attempts.blocked_until = now + std::min(wait, rule.longest_wait);
    }
    return attempts;
}

}  // namespace control

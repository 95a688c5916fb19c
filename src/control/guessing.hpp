#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control/control.hpp"
#include "control/limit.hpp"

// What slows guessing down. Counts are kept in control.db, so a restart forgives nothing.
namespace control {

using namespace std::chrono_literals;

// One account: five tries, then half a minute, a minute ... up to fifteen minutes for each.
inline constexpr LimitRule AccountRule{5, 30s, 15min, 1h};
// One address, or /64: an office behind one router still gets in.
inline constexpr LimitRule AddressRule{30, 15s, 15min, 1h};
// Everybody together, against guessing spread over many addresses.
inline constexpr LimitRule EveryoneRule{1000, 1s, 30s, 10min};
// Second factor: five tries in fifteen minutes.
inline constexpr LimitRule SecondFactorRule{5, 15min, 15min, 15min};
// One-time links and codes of 256 bits: only to keep the log readable.
inline constexpr LimitRule LinkRule{30, 5s, 1min, 10min};

struct Tries {
    std::vector<std::pair<std::string, LimitRule>> buckets;

    void add(std::string bucket, LimitRule rule) { buckets.emplace_back(std::move(bucket), rule); }
};

// Refuses `too_many` with the longest wait, or counts one more try in each bucket.
base::Result<void> count_tries(Control& control, ControlWriter const& tx, Tries const& tries);
base::Result<void> count_tries(Control& control, Tries const& tries);
// The try was right: the account starts afresh, buckets shared with others get one back.
void forgive(ControlWriter const& tx, Tries const& tries);

}  // namespace control

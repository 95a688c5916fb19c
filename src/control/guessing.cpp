#include "control/guessing.hpp"

#include <algorithm>

#include "control/audit_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

Result<void> count_tries(Control& control, ControlWriter const& tx, Tries const& tries)
{
    auto const now = control.now();
    std::chrono::milliseconds wait{0};
    std::vector<Attempts> found;
    for (auto const& [bucket, rule] : tries.buckets) {
        found.push_back(store::find_attempts(tx, bucket));
        wait = std::max(wait, wait_of(found.back(), rule, now));
    }
    if (wait > 0ms) {
        Error error{Fault::too_many, "too_many", "Too many tries; wait."};
        error.retry_after_s = int((wait.count() + 999) / 1000);
        return error;
    }
    for (std::size_t i = 0; i < tries.buckets.size(); ++i) {
        auto const& [bucket, rule] = tries.buckets[i];
        store::put_attempts(tx, bucket, counted(found[i], rule, now));
    }
    return {};
}

Result<void> count_tries(Control& control, Tries const& tries)
{
    return control.write([&](ControlWriter const& tx) { return count_tries(control, tx, tries); });
}

void forgive(ControlWriter const& tx, Tries const& tries)
{
    for (auto const& [bucket, rule] : tries.buckets) {
        auto const shared = bucket.starts_with("sign_in/all") ||
                            bucket.starts_with("sign_in/address");
        if (shared)
            store::uncount_attempt(tx, bucket);
        else
            store::remove_attempts(tx, bucket);
    }
}

}  // namespace control

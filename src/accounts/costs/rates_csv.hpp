#pragma once

#include <string_view>
#include <vector>

#include "accounts/costs/cost_store.hpp"
#include "base/result.hpp"

namespace accounts {

struct ReadRates {
    std::vector<store::RateRow> rows;
    int skipped = 0;
};
// RFC 4180 with a line of names first; commas or semicolons. At most 5,000 rows. Refuses
// invalid_input, with line and column in the detail.
base::Result<ReadRates> read_rates(std::string_view csv);

}  // namespace accounts

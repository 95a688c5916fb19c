#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"

namespace channels {

// What a provider says it charged for one day and kind of message; words as in Pricing.
struct ReportedCost {
    base::Instant from = {};  // beginning of the provider's own day
    std::string country = {};
    std::string category = {};
    std::string type = {};
    std::int64_t messages = 0;
    double amount = 0;  // in `currency` of the report
};
struct CostReport {
    std::string currency = {};  // empty: not said
    std::vector<ReportedCost> costs = {};
};

// The words of a price in one spelling: lower case, letters, digits and underscores, at most 40;
// providers spell the same one in several ways.
std::string price_word(std::string_view text);

}  // namespace channels

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "workspace/desk.hpp"

// Prices somebody entered, to estimate what messages cost. None are shipped: providers change them.
namespace accounts {

struct Rate {
    static constexpr auto schema = "Rate";

    std::string market;
    std::string currency;
    std::string category;
    std::string rate;
    std::string effective_from;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("market", &Rate::market, "Two letters of a country; * for all others."),
            body("currency", &Rate::currency, "Three letters."),
            body("category", &Rate::category, "marketing, utility, authentication, service, ..."),
            body("rate", &Rate::rate, "Of one message, such as 0.0250."),
            body("effective_from", &Rate::effective_from, "First day, 2026-10-01."),
        };
    }
};

struct ListRates {
    static constexpr auto about = "The rates messages are estimated by.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<base::Page<Rate>> list_rates(workspace::Desk& desk, ListRates const& in);

struct ImportedRates {
    static constexpr auto schema = "ImportedRates";

    std::int64_t rates = 0;
    std::int64_t skipped = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("rates", &ImportedRates::rates, "How many there are now."),
            body("skipped", &ImportedRates::skipped, "Rows of higher volume tiers."),
        };
    }
};

struct ImportRates {
    static constexpr auto about = "Replace all rates with those of a CSV file.";
    std::string csv;

    static constexpr auto fields()
    {
        return std::tuple{base::body(
            "csv", &ImportRates::csv,
            "Columns by name: market, currency, category, rate, effective_from; tier_from and "
            "tier_to may be there, and only the first tier is taken. An empty file removes all.",
            {.max = 200'000, .lines = true})};
    }
};
// Refuses invalid_input with the first wrong line in the detail; nothing is changed then.
base::Result<ImportedRates> import_rates(workspace::Desk& desk, ImportRates const& in);

// Days since 1970-01-01 of 2026-11-21; nothing for what is no day of the calendar.
std::optional<std::int64_t> day_of(std::string_view text);
std::string day_text(std::int64_t day);

// Millionths of a currency's unit as a decimal number, with two decimals at least.
std::string amount_text(std::int64_t micros);

}  // namespace accounts

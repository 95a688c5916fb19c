#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "channels/event.hpp"
#include "workspace/desk.hpp"

// What messages cost: our own count of the prices the provider named, what that comes to by the rates
// somebody entered, and, when asked, what the provider itself reports. The three are kept apart: only
// the provider's bill is a fact.
namespace accounts {

struct Cost {
    static constexpr auto schema = "Cost";

    std::string day;
    std::string category;
    std::string type;
    std::string country;
    std::int64_t messages = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("day", &Cost::day, "2026-11-21; of the message, in UTC."),
            body("category", &Cost::category, "marketing, utility, authentication, service, ..."),
            body("type", &Cost::type, "regular is charged; free_customer_service and so on not."),
            body("country", &Cost::country, "Of the recipient, two letters; empty: not known."),
            body("messages", &Cost::messages, "How many, each counted once."),
        };
    }
};

struct CostEstimate {
    static constexpr auto schema = "CostEstimate";

    std::string currency;
    std::string amount;
    std::int64_t unpriced = 0;

    static constexpr auto fields()
    {
        using base::body;
        using E = CostEstimate;
        return std::tuple{
            body("currency", &E::currency, "Of the rates, such as IDR."),
            body("amount", &E::amount, "Of all charged messages that have a rate, such as 12.35."),
            body("unpriced", &E::unpriced, "Charged messages without a rate in this currency."),
        };
    }
};

struct ReportedCost {
    static constexpr auto schema = "ReportedCost";

    std::string day;
    std::string category;
    std::string type;
    std::string country;
    std::int64_t messages = 0;
    std::string amount;

    static constexpr auto fields()
    {
        using base::body;
        using R = ReportedCost;
        return std::tuple{
            body("day", &R::day, "Its beginning in the provider's time zone, in UTC."),
            body("category", &R::category, "As in our own count."),
            body("type", &R::type, "As in our own count."),
            body("country", &R::country, "As the provider names it."),
            body("messages", &R::messages, "How many."),
            body("amount", &R::amount, "What it cost."),
        };
    }
};

// What the provider says; or why it could not be read.
struct ReportedCosts {
    static constexpr auto schema = "ReportedCosts";

    std::string currency;
    std::string amount;
    std::vector<ReportedCost> days;
    std::optional<std::string> problem;
    std::string detail;

    static constexpr auto fields()
    {
        using base::body;
        using R = ReportedCosts;
        return std::tuple{
            body("currency", &R::currency, "Of the account; empty: not said."),
            body("amount", &R::amount, "Of all days."),
            body("days", &R::days, ""),
            body("problem", &R::problem, "The code of a refusal: there is nothing to show."),
            body("detail", &R::detail, "In the provider's words."),
        };
    }
};

struct Costs {
    static constexpr auto schema = "Costs";

    std::string from;
    std::string to;
    std::vector<Cost> days;
    std::vector<CostEstimate> estimates;
    std::optional<ReportedCosts> reported;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("from", &Costs::from, "First day."),
            body("to", &Costs::to, "Last day."),
            body("days", &Costs::days, "By day, category, type and country."),
            body("estimates", &Costs::estimates, "By the rates of /rates; one for each currency."),
            body("reported", &Costs::reported, "By the provider; only when asked for."),
        };
    }
};

struct ReadCosts {
    static constexpr auto about = "What a channel's messages cost, by day.";
    ChannelId channel;
    std::optional<std::string> from;
    std::optional<std::string> to;
    bool reported = false;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            base::path("channel_id", &ReadCosts::channel, "The channel."),
            query("from", &ReadCosts::from, "First day, 2026-11-01; else the month's first.",
                  {.max = 10}),
            query("to", &ReadCosts::to, "Last day, at most 400 days on; else today.", {.max = 10}),
            query("reported", &ReadCosts::reported, "Ask the provider too, which takes a moment."),
        };
    }
};
base::Result<Costs> read_costs(workspace::Desk& desk, ReadCosts const& in);

// One message was priced for the first time; `at` is its own time. In the caller's transaction.
void count_cost(db::Writer const& tx, ChannelId channel, base::Instant at,
                channels::Pricing const& pricing, std::string_view country);

}  // namespace accounts

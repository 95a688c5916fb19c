#include "accounts/costs/costs.hpp"

#include <cmath>
#include <map>
#include <set>

#include "accounts/account.hpp"
#include "accounts/costs/cost_store.hpp"
#include "accounts/costs/rates.hpp"
#include "accounts/number/number_call.hpp"
#include "accounts/store.hpp"
#include "base/text.hpp"
#include "channels/cost.hpp"

namespace accounts {

using base::Error;
using base::Fault;

namespace {

constexpr std::int64_t DayMs = 86'400'000;
constexpr std::int64_t MostDays = 400;
// 400 days of a busy shop in thirty countries.
constexpr int MostRows = 50'000;
constexpr std::string_view Charged = "regular";
constexpr std::string_view Elsewhere = "*";

std::int64_t day_at(base::Instant at) { return at.ms / DayMs - (at.ms % DayMs < 0); }

struct Days {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

base::Result<Days> days_of(ReadCosts const& in, base::Instant now)
{
    std::vector<base::FieldError> errors;
    auto const take = [&](std::optional<std::string> const& text, char const* name,
                          std::int64_t otherwise) {
        if (!text)
            return otherwise;
        auto const day = day_of(*text);
        if (!day)
            errors.push_back({name, "not_a_time"});
        return day.value_or(otherwise);
    };
    Days days;
    days.to = take(in.to, "to", day_at(now));
    days.from = take(in.from, "from", *day_of(day_text(days.to).substr(0, 8) + "01"));
    if (errors.empty() && days.from > days.to)
        errors.push_back({"from", "too_large"});
    if (errors.empty() && days.to - days.from >= MostDays)
        errors.push_back({"to", "too_large"});
    if (!errors.empty())
        return Error{Fault::invalid, "invalid_input", "Look at the named fields.",
                     std::move(errors)};
    return days;
}

// Rates by currency, market and category, each with what held from which day.
class Rates {
public:
    explicit Rates(std::vector<store::RateRow> const& rows)
    {
        for (auto const& row : rows) {
            m_currencies.insert(row.currency);
            m_rates[{row.currency, row.market, row.category}][row.effective_from] = row.micros;
        }
    }
    std::set<std::string> const& currencies() const { return m_currencies; }

    std::optional<std::int64_t> micros(std::string const& currency,
                                       store::CostRow const& cost) const
    {
        for (auto const& market : {cost.country, std::string(Elsewhere)}) {
            auto const found = m_rates.find({currency, market, cost.category});
            if (found == m_rates.end())
                continue;
            auto const after = found->second.upper_bound(cost.day);
            if (after != found->second.begin())
                return std::prev(after)->second;
        }
        return std::nullopt;
    }

private:
    std::set<std::string> m_currencies;
    std::map<std::tuple<std::string, std::string, std::string>,
             std::map<std::int64_t, std::int64_t>>
        m_rates;
};

std::vector<CostEstimate> estimate(Rates const& rates, std::vector<store::CostRow> const& costs)
{
    std::vector<CostEstimate> out;
    for (auto const& currency : rates.currencies()) {
        std::int64_t sum = 0;
        std::int64_t unpriced = 0;
        for (auto const& cost : costs) {
            if (cost.type != Charged)
                continue;
            if (auto const micros = rates.micros(currency, cost))
                sum += *micros * cost.messages;
            else
                unpriced += cost.messages;
        }
        out.push_back({currency, amount_text(sum), unpriced});
    }
    return out;
}

// Bounds keep a lying provider from overflowing.
std::int64_t micros_of(double amount)
{
    constexpr double Most = 1e9;
    if (!(amount > -Most && amount < Most))
        return 0;
    return std::llround(amount * 1e6);
}

ReportedCosts ask(workspace::Desk& desk, store::Row const& row, Days days)
{
    auto const profile = base::parse_json(row.profile);
    auto const phone = profile ? base::text_at(*profile, "display_phone").value_or("") : "";
    auto const told = with_number(
        desk, row.id,
        [&](channels::BusinessNumber const& number, channels::Account const& account,
            net::HttpClient& http) {
            return number.costs({days.from * DayMs}, {(days.to + 1) * DayMs}, phone, account, http);
        });
    ReportedCosts out;
    if (!told) {
        out.problem = told.error().code;
        out.detail = told.error().detail;
        return out;
    }
    out.currency = base::clean_name(told->currency);
    std::int64_t sum = 0;
    for (auto const& cost : told->costs) {
        auto const micros = micros_of(cost.amount);
        sum += micros;
        out.days.push_back({day_text(day_at(cost.from)), cost.category, cost.type,
                            base::clean_name(cost.country), cost.messages, amount_text(micros)});
    }
    out.amount = amount_text(sum);
    return out;
}

}  // namespace

base::Result<Costs> read_costs(workspace::Desk& desk, ReadCosts const& in)
{
    auto const days = TRY(days_of(in, desk.now()));
    auto const row = store::find(*desk.workspace->read(), in.channel);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    auto const counted = store::costs_of(*desk.workspace->read(), in.channel, days.from, days.to,
                                         MostRows);
    auto const rates = store::rates(*desk.workspace->read());

    Costs out;
    out.from = day_text(days.from);
    out.to = day_text(days.to);
    for (auto const& cost : counted)
        out.days.push_back(
            {day_text(cost.day), cost.category, cost.type, cost.country, cost.messages});
    out.estimates = estimate(Rates(rates), counted);
    if (in.reported)
        out.reported = ask(desk, *row, days);
    return out;
}

void count_cost(db::Writer const& tx, ChannelId channel, base::Instant at,
                channels::Pricing const& pricing, std::string_view country)
{
    store::add_cost(tx, channel,
                    {day_at(at), channels::price_word(pricing.category),
                     channels::price_word(pricing.type), std::string(country), 1});
}

}  // namespace accounts

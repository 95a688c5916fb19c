#include "accounts/costs/rates.hpp"

#include <charconv>
#include <chrono>

#include "accounts/costs/cost_store.hpp"
#include "accounts/costs/rates_csv.hpp"

namespace accounts {

namespace {

constexpr std::int64_t Micros = 1'000'000;

std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::int64_t> day_of(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    auto const y = number(text.substr(0, 4));
    auto const m = number(text.substr(5, 2));
    auto const d = number(text.substr(8, 2));
    if (!y || !m || !d || *y < 2000 || *y > 2200)
        return std::nullopt;
    year_month_day const date{year(*y), month(unsigned(*m)), day(unsigned(*d))};
    if (!date.ok())
        return std::nullopt;
    return sys_days(date).time_since_epoch().count();
}

std::string day_text(std::int64_t day)
{
    return base::to_rfc3339({day * 86'400'000}).substr(0, 10);
}

std::string amount_text(std::int64_t micros)
{
    auto const negative = micros < 0;
    auto const whole = std::uint64_t(negative ? -micros : micros);
    auto text = std::to_string(whole % Micros);
    text.insert(0, 6 - text.size(), '0');
    while (text.size() > 2 && text.back() == '0')
        text.pop_back();
    return (negative ? "-" : "") + std::to_string(whole / Micros) + "." + text;
}

base::Result<base::Page<Rate>> list_rates(workspace::Desk& desk, ListRates const&)
{
    base::Page<Rate> page;
    for (auto const& row : store::rates(*desk.workspace->read()))
        page.data.push_back({row.market, row.currency, row.category, amount_text(row.micros),
                             day_text(row.effective_from)});
    return page;
}

base::Result<ImportedRates> import_rates(workspace::Desk& desk, ImportRates const& in)
{
    auto const read = TRY(read_rates(in.csv));
    auto const kept = TRY(desk.workspace->write([&](db::Writer& tx) {
        store::remove_rates(tx);
        for (auto const& row : read.rows)
            store::put_rate(tx, row);
        return std::int64_t(store::rates(tx).size());
    }));
    return ImportedRates{kept, read.skipped};
}

}  // namespace accounts

#include "accounts/costs/rates_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "accounts/costs/rates.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "channels/cost.hpp"

namespace accounts {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t MostRows = 5000;
constexpr std::int64_t Micros = 1'000'000;
constexpr std::int64_t DearestUnits = 1'000'000;

using Cells = std::vector<std::string>;

Error wrong(int line, std::string_view column)
{
    return {Fault::invalid,
            "invalid_input",
            "Line " + std::to_string(line) + ": " + std::string(column),
            {{"csv", "bad_format"}}};
}

// Which cell holds which column.
struct Columns {
    static constexpr std::array<std::string_view, 5> Needed = {"market", "currency", "category",
                                                               "rate", "effective_from"};
    std::array<std::size_t, 5> needed{};
    std::optional<std::size_t> tier_from;

    static base::Result<Columns> find(Cells const& names)
    {
        Columns columns;
        auto const place = [&](std::string_view name) -> std::optional<std::size_t> {
            for (std::size_t i = 0; i < names.size(); ++i)
                if (base::lower_ascii(names[i]) == name)
                    return i;
            return std::nullopt;
        };
        for (std::size_t i = 0; i < Needed.size(); ++i) {
            auto const found = place(Needed[i]);
            if (!found)
                return wrong(1, Needed[i]);
            columns.needed[i] = *found;
        }
        columns.tier_from = place("tier_from");
        return columns;
    }
};

bool is_letters(std::string_view text, std::size_t count)
{
    return text.size() == count &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string upper(std::string_view text)
{
    std::string out(text);
    for (auto& c : out)
        if (c >= 'a' && c <= 'z')
            c = char(c - 'a' + 'A');
    return out;
}

// 0.0250 in millionths, without ever being a binary fraction.
std::optional<std::int64_t> micros_of(std::string_view text)
{
    auto const dot = text.find('.');
    auto const whole = text.substr(0, dot);
    auto const fraction = dot == text.npos ? std::string_view() : text.substr(dot + 1);
    if (whole.empty() || fraction.size() > 6 || (dot != text.npos && fraction.empty()))
        return std::nullopt;
    std::int64_t units = 0;
    std::int64_t parts = 0;
    auto const digits = std::string(fraction) + std::string(6 - fraction.size(), '0');
    auto const read = [](std::string_view from, std::int64_t& into) {
        auto const [end, fault] = std::from_chars(from.data(), from.data() + from.size(), into);
        return fault == std::errc() && end == from.data() + from.size() && from.front() != '-';
    };
    if (!read(whole, units) || !read(digits, parts) || units > DearestUnits)
        return std::nullopt;
    return units * Micros + parts;
}

bool is_first_tier(std::string_view from) { return from.empty() || from == "0" || from == "1"; }

}  // namespace

base::Result<ReadRates> read_rates(std::string_view csv)
{
    ReadRates out;
    base::CsvReader reader(csv);
    Cells cells;
    if (base::trim(csv).empty() || !reader.next(cells))
        return out;
    auto const columns = TRY(Columns::find(cells));
    while (reader.next(cells)) {
        if (cells.size() == 1 && cells.front().empty())
            continue;
        auto const cell = [&](std::size_t at) {
            return at < cells.size() ? std::string_view(cells[at]) : std::string_view();
        };
        if (columns.tier_from && !is_first_tier(cell(*columns.tier_from))) {
            ++out.skipped;
            continue;
        }
        auto const& [market, currency, category, rate, from] = columns.needed;
        store::RateRow row;
        row.market = upper(cell(market));
        row.currency = upper(cell(currency));
        row.category = channels::price_word(cell(category));
        auto const micros = micros_of(cell(rate));
        auto const day = day_of(cell(from));
        auto const line = reader.line();
        if (row.market != "*" && !is_letters(row.market, 2))
            return wrong(line, "market");
        if (!is_letters(row.currency, 3))
            return wrong(line, "currency");
        if (row.category.empty())
            return wrong(line, "category");
        if (!micros)
            return wrong(line, "rate");
        if (!day)
            return wrong(line, "effective_from");
        row.micros = *micros;
        row.effective_from = *day;
        out.rows.push_back(std::move(row));
        if (out.rows.size() > MostRows)
            return wrong(line, "more than 5000 rates");
    }
    return out;
}

}  // namespace accounts

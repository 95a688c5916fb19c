#include <algorithm>

#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr std::int64_t Day = 86'400;

// List rates in rupiah at 16,000 to the dollar (public copies of the cards of 2026-10-01).
struct Rate {
    std::string_view country;
    double marketing;
    double utility;
};
constexpr Rate Rates[] = {
    {"ID", 657.6, 400}, {"MY", 1'376, 224}, {"SA", 801.6, 171.2}, {"BR", 1'000, 108.8}};

double rate_of(std::string_view country, std::string_view category)
{
    auto const* rate = std::ranges::find(Rates, country, &Rate::country);
    if (rate == std::end(Rates))
        rate = std::begin(Rates);
    return category.find("marketing") != std::string_view::npos ? rate->marketing : rate->utility;
}

std::string upper(std::string text)
{
    for (auto& c : text)
        if (c >= 'a' && c <= 'z')
            c = char(c - 32);
    return text;
}

// The number in "…start(1795000000)…".
std::int64_t argument(std::string_view fields, std::string_view name)
{
    auto const at = fields.find(name);
    if (at == std::string_view::npos)
        return 0;
    auto const rest = fields.substr(at + name.size());
    return base::number_at(Json{{"n", rest.substr(0, rest.find(')'))}}, "n").value_or(0);
}

}  // namespace

void Core::count_price(Number const& number, Customer const& customer, Json const& pricing)
{
    auto const day = here().ms / 1000 / Day * Day;
    ++m_priced[{day, "+" + number.display_phone, customer.user_id.substr(0, 2),
                pricing.value("type", ""), pricing.value("category", "")}];
}

// One point for each day and each combination of the dimensions asked for (analytics page, read
// 2026-04). What is free costs nothing.
Json Core::pricing_analytics(Waba const& waba, std::string const& fields) const
{
    auto const from = argument(fields, ".start(");
    auto const to = argument(fields, ".end(");
    auto const wants = [&](char const* name) { return fields.find(name) != std::string::npos; };
    std::map<Priced, std::pair<std::int64_t, double>> points;
    for (auto const& [key, volume] : m_priced) {
        bool const ours = std::ranges::any_of(m_numbers, [&, &of = key](auto const& one) {
            return one.second.waba_id == waba.id && "+" + one.second.display_phone == of.phone;
        });
        if (!ours || key.day < from || (to > 0 && key.day >= to))
            continue;
        auto kept = key;
        if (!wants("PHONE"))
            kept.phone.clear();
        if (!wants("COUNTRY"))
            kept.country.clear();
        if (!wants("PRICING_TYPE"))
            kept.type.clear();
        if (!wants("PRICING_CATEGORY"))
            kept.category.clear();
        auto& point = points[kept];
        point.first += volume;
        if (key.type == "regular")
            point.second += double(volume) * rate_of(key.country, key.category);
    }
    auto data = Json::array();
    for (auto const& [key, sum] : points) {
        Json point{{"start", key.day},
                   {"end", key.day + Day},
                   {"volume", sum.first},
                   {"cost", sum.second}};
        std::pair<char const*, std::string> const dimensions[] = {
            {"phone_number", key.phone},
            {"country", key.country},
            {"pricing_type", upper(key.type)},
            {"pricing_category", upper(key.category)}};
        for (auto const& [name, text] : dimensions)
            if (!text.empty())
                point[name] = text;
        data.push_back(std::move(point));
    }
    return {{"data", Json::array({{{"data_points", std::move(data)}}})}};
}

}  // namespace simulator

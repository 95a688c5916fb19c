#include <algorithm>

#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;

struct Good {
    std::string_view name;
    int price;
};

constexpr Good Goods[] = {
    {"Kaos polos", 75'000},    {"Kemeja batik", 185'000}, {"Celana kain", 160'000},
    {"Rok plisket", 120'000},  {"Jaket denim", 240'000},  {"Kerudung voal", 55'000},
    {"Sandal kulit", 135'000}, {"Tas anyaman", 98'000},   {"Topi rajut", 45'000},
    {"Sarung tenun", 210'000}, {"Gelang manik", 25'000},  {"Selendang", 110'000},
};

}  // namespace

// SKU-1 to SKU-12, what a shop in the examples sells.
Catalog sample_catalog()
{
    Catalog catalog{.id = "880066770099112", .name = "Toko Rina", .products = {}};
    for (auto const& good : Goods) {
        auto const n = std::to_string(catalog.products.size() + 1);
        catalog.products.push_back({.id = "8800667711" + std::string(5 - n.size(), '0') + n,
                                    .retailer_id = "SKU-" + n,
                                    .name = std::string(good.name),
                                    .price = good.price,
                                    .currency = "IDR",
                                    .available = true});
    }
    return catalog;
}

Json to_json(Catalog const& catalog)
{
    auto products = Json::array();
    for (auto const& one : catalog.products)
        products.push_back({{"id", one.id},
                            {"retailer_id", one.retailer_id},
                            {"name", one.name},
                            {"price", one.price},
                            {"currency", one.currency},
                            {"available", one.available}});
    return {{"id", catalog.id}, {"name", catalog.name}, {"products", std::move(products)}};
}

// A catalogue nobody here knows is taken as it is named, like numbers and accounts, unless strict.
std::string Core::product_problem(std::string_view waba_id, std::string_view catalog_id,
                                  std::string_view product) const
{
    auto const waba = m_wabas.find(waba_id);
    auto const linked = waba == m_wabas.end() ? sample_catalog().id : waba->second.catalog_id;
    if (linked.empty())
        return "the account has no catalogue";
    auto const wanted = catalog_id.empty() ? std::string_view(linked) : catalog_id;
    auto const catalog = m_catalogs.find(wanted);
    if (catalog == m_catalogs.end() || wanted != linked)
        return m_options.strict || catalog != m_catalogs.end()
                 ? "the catalogue is not linked to the account"
                 : "";
    auto const known = std::ranges::any_of(
        catalog->second.products, [&](Product const& one) { return one.retailer_id == product; });
    return known ? "" : "no such product in the catalogue";
}

}  // namespace simulator

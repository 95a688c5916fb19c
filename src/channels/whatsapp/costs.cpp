#include <algorithm>

#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/number.hpp"
#include "channels/whatsapp/read.hpp"

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/analytics,
// "pricing_analytics" (2026-04).
namespace channels::whatsapp {

namespace {

using base::Json;

std::string digits_only(std::string_view text)
{
    std::string out;
    for (char const c : text)
        if (c >= '0' && c <= '9')
            out.push_back(c);
    return out;
}

}  // namespace

base::Result<CostReport> costs(base::Instant from, base::Instant to, std::string_view phone,
                               Account const& account, net::HttpClient& http)
{
    // Asked by phone, because the account may have other numbers; all of them come in the answer.
    auto const fields = "currency,pricing_analytics.start(" + std::to_string(from.ms / 1000) +
                        ").end(" + std::to_string(to.ms / 1000) +
                        ").granularity(DAILY).dimensions([\"PRICING_CATEGORY\",\"PRICING_TYPE\","
                        "\"COUNTRY\",\"PHONE\"])";
    auto const answer = TRY(ask(
        meta::graph_request("GET", meta::node(account.parent_id), account, {{"fields", fields}}),
        account, http));
    CostReport report;
    report.currency = base::text_at(answer, "currency").value_or("");
    auto const& analytics = base::object_at(answer, "pricing_analytics");
    for (auto const& part : base::array_at(analytics, "data"))
        for (auto const& point : base::array_at(part, "data_points")) {
            auto const number = digits_only(base::text_at(point, "phone_number").value_or(""));
            if (!number.empty() && !phone.empty() && number != phone)
                continue;
            ReportedCost cost;
            cost.from = time_at(point, "start").value_or(base::Instant{});
            cost.country = base::text_at(point, "country").value_or("");
            cost.category = price_word(base::text_at(point, "pricing_category").value_or(""));
            cost.type = price_word(base::text_at(point, "pricing_type").value_or(""));
            cost.messages = std::max<std::int64_t>(0, base::number_at(point, "volume").value_or(0));
            cost.amount = base::real_at(point, "cost").value_or(0);
            report.costs.push_back(std::move(cost));
        }
    return report;
}

}  // namespace channels::whatsapp

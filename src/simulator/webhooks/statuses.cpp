#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

int month_of(base::Instant at)
{
    using namespace std::chrono;
    year_month_day const date(floor<days>(sys_time<milliseconds>(milliseconds(at.ms))));
    return int(date.year()) * 12 + int(unsigned(date.month()));
}

std::string seconds_text(base::Instant at) { return std::to_string(at.ms / 1000); }

}  // namespace

// The first step of a message's life; each step plans the next.
void Core::plan(std::shared_ptr<Sent> const& sent, int failure)
{
    int const wait = m_chance.between(150, 400);
    schedule({.at = m_settings.early_status ? here() : here() + scaled(wait),
              .status = failure ? "failed" : "sent",
              .error = failure,
              .sent = sent});
}

void Core::happen(Due const& due)
{
    auto& sent = *due.sent;
    if (!sent.group_id.empty())
        return happen_in_group(due);
    auto* const customer = customer_by(sent.customer_id);
    auto const number = m_numbers.find(sent.number_id);
    bool const over = sent.state == "read" || sent.state == "failed";
    if (!customer || number == m_numbers.end() || (over && due.status != "played"))
        return;
    auto const at = here();
    auto const next = [&](char const* status, int from, int to) {
        schedule(
            {.at = at + scaled(m_chance.between(from, to)), .status = status, .sent = due.sent});
    };
    bool told = m_settings.statuses;
    if (due.status == "sent" && sent.type == "reaction") {
        // Nothing more is ever said about a reaction.
        react(*customer, sent.number_id, sent.reaction.first, "business", sent.reaction.second);
    } else if (due.status == "sent") {
        next("delivered", 400, 2000);
    } else if (due.status == "delivered") {
        if (customer->blocks)
            return;
        if (customer->offline) {
            m_parked[customer->id].push_back(due);
            return;
        }
        bool const by_itself = m_settings.reading == "auto" || customer->quiet ||
                               (m_settings.reading == "page" && m_pages == 0);
        if (customer->receipts && m_settings.reading != "never") {
            if (by_itself) {
                // An open chat is read without being delivered first.
                if (m_chance.happens(m_settings.skip_delivered_p)) {
                    told = false;
                    next("read", 0, 100);
                } else {
                    next("read", 2'000, 20'000);
                }
            }
            if (!customer->quiet)
                m_unread[customer->id].push_back(due.sent);
        }
        told = told && !m_chance.happens(m_settings.drop_delivered_p);
    } else if (due.status == "read" && sent.voice) {
        next("played", 500, 3'000);
    }
    sent.state = due.status;
    if (auto* const message = find_message(*customer, sent.number_id, sent.wamid)) {
        message->state = due.status;
        message->error = due.error;
        message->shown = message->shown || due.status == "delivered" || due.status == "read";
        tell_message(*customer, sent.number_id, *message);
    }
    if (!told)
        return;
    bool const priced_now = !sent.priced && due.status != "failed" &&
                            (due.status != "sent" || sent.type == "template" ||
                             m_settings.pricing_on_sent);
    if (priced_now) {
        sent.pricing = pricing_for(sent, number->second);
        sent.priced = true;
    }
    auto value = status_value(sent, due.status, due.error, *customer);
    if (priced_now)
        value["statuses"][0]["pricing"] = sent.pricing;
    update(number->second, customer->id, "statuses " + due.status, std::move(value));
}

// Since 2026-10-01: the first thousand free-form messages of a number in a month are free, all the
// rest is billed (pricing page, read 2026-09).
Json Core::pricing_for(Sent const& sent, Number& number)
{
    auto const month = month_of(here());
    if (number.free_month != month) {
        number.free_month = month;
        number.free_used = 0;
    }
    bool const free = sent.category == "service" && number.free_used < m_settings.free_service;
    if (sent.category == "service")
        ++number.free_used;
    Json pricing{{"billable", !free},
                 {"pricing_model", "PMP"},
                 {"type", free ? "free_customer_service" : "regular"},
                 {"category", sent.category}};
    if (auto const* const customer = customer_by(sent.customer_id))
        count_price(number, *customer, pricing);
    return pricing;
}

Json Core::status_value(Sent const& sent, std::string_view status, int error,
                        Customer const& customer) const
{
    bool const failed = status == "failed";
    Json one{{"id", sent.wamid}, {"status", status}, {"timestamp", seconds_text(here())}};
    if (sent.to_phone)
        one["recipient_id"] = customer.phone;
    // A failure tells no more about the person than the send did.
    if ((!failed || !sent.to_phone) && !customer.legacy)
        one["recipient_user_id"] = customer.user_id;
    if (!sent.opaque.empty())
        one["biz_opaque_callback_data"] = sent.opaque;
    if (failed)
        one["errors"] = Json::array({webhook_error(error)});
    Json value{{"statuses", Json::array({std::move(one)})}};
    if (!failed) {
        auto contact = contact_of(customer);
        if (status == "sent")
            contact["profile"].erase("username");
        value["contacts"] = Json::array({std::move(contact)});
    }
    return value;
}

}  // namespace simulator

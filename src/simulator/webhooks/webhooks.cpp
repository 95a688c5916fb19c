#include <algorithm>

#include "simulator/core.hpp"
#include "simulator/webhooks/signing.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

// Seconds between tries; the last one repeats until seven days have passed.
constexpr int RetryAfter[] = {0, 1, 5, 30, 120, 600, 3600};
constexpr auto GiveUpAfter = 7 * 24h;

}  // namespace

// A number's own address wins over the account's, which wins over the app's.
// What is about the account always goes to the app's, and to the account's only for want of one.
std::optional<Core::Address> Core::address_of(Number const& number, bool account) const
{
    if (account && !m_app_url.empty())
        return Address{m_app_url, m_app_secret};
    if (!number.callback_url.empty())
        return Address{number.callback_url, m_app_secret};
    auto const waba = m_wabas.find(number.waba_id);
    if (waba != m_wabas.end() && waba->second.subscribed && !waba->second.callback_url.empty())
        return Address{waba->second.callback_url, m_app_secret};
    if (!m_app_url.empty())
        return Address{m_app_url, m_app_secret};
    return std::nullopt;
}

std::optional<Core::Target> Core::target_of(std::string const& number_id) const
{
    std::scoped_lock const lock(m_mutex);
    auto const number = m_numbers.find(number_id);
    if (number == m_numbers.end())
        return std::nullopt;
    auto const address = address_of(number->second);
    if (!address)
        return std::nullopt;
    return Target{.url = address->url,
                  .app_secret = address->app_secret,
                  .waba_id = number->second.waba_id,
                  .display_phone = number->second.display_phone,
                  .escape = m_settings.escape};
}

Json Core::framed(Number const& number, Json value)
{
    value["messaging_product"] = "whatsapp";
    value["metadata"] = {{"display_phone_number", number.display_phone},
                         {"phone_number_id", number.id}};
    return value;
}

// About the account of a number, not about a person.
void Core::notify(Number const& number, std::string field, std::string about, Json value)
{
    if (!is_subscribed(field))
        return;
    auto const at = here() + scaled(m_settings.delay_ms);
    schedule({.at = at,
              .number_id = number.id,
              .lane = "account",
              .about = field + " " + about,
              .value = std::move(value),
              .field = field,
              .account = true});
}

// {delay_ms?}: a webhook of the log once more, whatever became of it.
Answer Core::resend(std::string_view n, Json const& body)
{
    auto const wanted = base::number_at(Json{{"n", n}}, "n").value_or(0);
    auto const found = std::ranges::find_if(
        m_webhooks, [&](auto const& one) { return std::int64_t(one.n) == wanted; });
    if (found == m_webhooks.end() || !found->whole || found->whole->url.empty())
        return json_answer({{"error", {{"code", "not_found"}}}}, 404);
    auto again = std::make_shared<Delivery>(*found->whole);
    again->attempt = 0;
    again->again = false;
    again->first_at = here();
    auto const wait = std::clamp<std::int64_t>(base::number_at(body, "delay_ms").value_or(0), 0,
                                               86'400'000);
    schedule({.at = here() + std::chrono::milliseconds(wait), .delivery = std::move(again)});
    return json_answer({{"success", true}}, 202);
}

void Core::update(Number const& number, std::string lane, std::string about, Json value,
                  std::vector<Delivery::Mark> marks, std::string field)
{
    if (!is_subscribed(field))
        return;
    value = framed(number, std::move(value));
    auto at = here() + scaled(m_settings.delay_ms);
    if (m_settings.shuffle)
        at = at + scaled(m_chance.between(0, 2'000));
    schedule({.at = at,
              .number_id = number.id,
              .lane = std::move(lane),
              .about = std::move(about),
              .value = std::move(value),
              .marks = std::move(marks),
              .field = std::move(field)});
}

// Meta writes ASCII only, with lower-case \u escapes and every slash escaped.
std::string Core::written(Json const& json) const
{
    if (!m_settings.escape)
        return base::to_text(json);
    auto const ascii = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    std::string out;
    out.reserve(ascii.size() + 16);
    for (char const c : ascii) {
        if (c == '/')
            out.push_back('\\');
        out.push_back(c);
    }
    return out;
}

// Puts updates of one number into one POST.
void Core::post(std::string const& number_id, std::vector<Due> updates, std::vector<Delivery>& out)
{
    auto const number = m_numbers.find(number_id);
    if (number == m_numbers.end())
        return;
    bool const account = updates.front().account;
    auto const address = address_of(number->second, account);
    Delivery delivery;
    delivery.lane = updates.front().lane;
    delivery.about = updates.front().about;
    delivery.first_at = here();
    auto changes = Json::array();
    if (m_settings.shuffle)
        for (std::size_t i = updates.size(); i > 1; --i)
            std::swap(updates[i - 1], updates[m_chance.number_below(i)]);
    for (auto& due : updates) {
        changes.push_back({{"field", due.field}, {"value", std::move(due.value)}});
        delivery.marks.insert(delivery.marks.end(), due.marks.begin(), due.marks.end());
    }
    if (updates.size() > 1)
        delivery.about += " and " + std::to_string(updates.size() - 1) + " more";
    auto const waba = number->second.waba_id.empty() ? m_options.waba_id : number->second.waba_id;
    Json entry{{"id", waba}, {"changes", std::move(changes)}};
    if (account)
        entry["time"] = here().ms / 1000;
    delivery.body = written(
        {{"object", "whatsapp_business_account"}, {"entry", Json::array({std::move(entry)})}});
    if (address) {
        delivery.url = address->url;
        auto const digest = hmac_hex(m_settings.wrong_signature ? "wrong" : address->app_secret,
                                     delivery.body);
        delivery.signature = "sha256=" + digest;
    }
    if (!address || m_chance.happens(m_settings.lose_p)) {
        note_webhook(delivery, 0);
        return;
    }
    delivery.again = m_settings.retry;
    if (m_chance.happens(m_settings.duplicate_p)) {
        auto second = delivery;
        second.again = false;
        out.push_back(std::move(second));
    }
    out.push_back(std::move(delivery));
}

void Core::delivered(Delivery const& delivery, int status)
{
    std::scoped_lock const lock(m_mutex);
    note_webhook(delivery, status);
    if (status == 200) {
        for (auto const& mark : delivery.marks) {
            auto* const customer = customer_by(mark.customer_id);
            auto* const message = customer ? find_message(*customer, mark.number_id, mark.wamid)
                                           : nullptr;
            if (message && message->state == "waiting") {
                message->state = "delivered";
                tell_message(*customer, mark.number_id, *message);
            }
        }
        return;
    }
    if (!delivery.again || here() - delivery.first_at > GiveUpAfter || m_due.size() > 200'000)
        return;
    auto later = std::make_shared<Delivery>(delivery);
    auto const step = std::min<std::size_t>(std::size_t(later->attempt++),
                                            std::size(RetryAfter) - 1);
    // Never a busy loop, however fast the clock runs.
    auto const wait = std::max<std::chrono::milliseconds>(scaled(RetryAfter[step] * 1'000),
                                                          step ? 200ms : 0ms);
    schedule({.at = here() + wait, .delivery = std::move(later)});
}

}  // namespace simulator

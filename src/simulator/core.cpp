#include "simulator/core.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "simulator/graph/templates.hpp"

namespace simulator {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t LoggedCalls = 500;
constexpr std::size_t ExcerptBytes = 2048;
constexpr std::size_t LargestKept = 256 << 10;

std::string excerpt(std::string_view body) { return base::to_utf8(body.substr(0, ExcerptBytes)); }

}  // namespace

Core::Core(Options options, base::World world)
    : m_options(std::move(options)),
      m_world(world),
      m_chance(m_options.seed ? *m_options.seed : world.random.number())
{
    m_settings.speed = m_options.speed;
    m_media_key = m_chance.bytes(32);
    reset();
}

// Back to how it started: one number, one account, the first customers, nothing said.
void Core::reset()
{
    auto const speed = m_settings.speed;
    m_settings = {};
    m_settings.speed = speed;
    m_offset = 0ms;
    m_numbers.clear();
    m_wabas.clear();
    m_media.clear();
    m_media_bytes = 0;
    m_customers.clear();
    m_by_id.clear();
    m_by_phone.clear();
    m_by_user_id.clear();
    m_parked.clear();
    m_unread.clear();
    m_written_by.clear();
    m_groups.clear();
    m_flows.clear();
    m_calls.clear();
    m_rules.clear();
    m_due = {};
    m_buckets.clear();
    m_requests.clear();
    m_webhooks.clear();
    m_revoked.clear();
    m_targets.clear();
    m_codes.clear();
    m_uploads.clear();
    m_app_fields.clear();
    m_app_domains.clear();
    m_app_url.clear();
    m_app_secret = m_options.app_secret;
    m_tokens = {m_options.access_token};
    m_templates = sample_templates();
    m_deleted_names.clear();
    m_priced.clear();
    auto const catalog = sample_catalog();
    m_catalogs = {{catalog.id, catalog}};
    m_wabas[m_options.waba_id] = {.id = m_options.waba_id,
                                  .name = m_options.business_name,
                                  .token = m_options.access_token,
                                  .catalog_id = catalog.id};
    m_numbers[m_options.phone_number_id] = {.id = m_options.phone_number_id,
                                            .waba_id = m_options.waba_id,
                                            .display_phone = m_options.display_phone,
                                            .verified_name = m_options.business_name,
                                            .token = m_options.access_token,
                                            .country_code = "62"};
    m_current_number = m_options.phone_number_id;
    first_customers();
    changed();
}

Answer Core::handle(Call const& call)
{
    std::scoped_lock const lock(m_mutex);
    auto const parts = call.segments();
    if (!parts.empty() && parts[0] == "sim" &&
        !(parts.size() == 3 && (parts[1] == "media" || parts[1] == "pictures")))
        return control(call);
    return graph(call);
}

base::Instant Core::now() const
{
    std::scoped_lock const lock(m_mutex);
    return here();
}

void Core::on_event(Listener listener)
{
    std::scoped_lock const lock(m_mutex);
    m_listener = std::move(listener);
}

void Core::on_wake(std::function<void()> wake)
{
    std::scoped_lock const lock(m_mutex);
    m_wake = std::move(wake);
}

void Core::set_pages(int count)
{
    std::scoped_lock const lock(m_mutex);
    m_pages = count;
}

std::string Core::current_number() const
{
    std::scoped_lock const lock(m_mutex);
    return m_current_number;
}

std::uint64_t Core::revision() const
{
    std::scoped_lock const lock(m_mutex);
    return m_revision;
}

std::optional<base::Instant> Core::next_due() const
{
    std::scoped_lock const lock(m_mutex);
    if (m_due.empty())
        return std::nullopt;
    return m_due.top().at;
}

std::vector<Delivery> Core::run_due()
{
    std::scoped_lock const lock(m_mutex);
    std::vector<Delivery> out;
    std::map<std::string, std::vector<Due>> updates;
    auto const now = here();
    // What happens now may make more due now: statuses without delay.
    while (!m_due.empty() && m_due.top().at <= now && out.size() < 5'000) {
        auto due = m_due.top();
        m_due.pop();
        if (due.delivery) {
            out.push_back(*due.delivery);
        } else if (!due.template_id.empty()) {
            review(due);
        } else if (due.sent) {
            happen(due);
        } else if (!due.call_id.empty()) {
            step_call(due);
        } else {
            auto const number_id = due.number_id;
            // What is about the account goes to another address.
            auto& waiting = updates[due.account ? number_id + " account" : number_id];
            waiting.push_back(std::move(due));
            if (int(waiting.size()) >= m_settings.batch)
                post(number_id, std::exchange(waiting, {}), out);
        }
    }
    for (auto& [_, waiting] : updates)
        if (!waiting.empty()) {
            auto const number_id = waiting.front().number_id;
            post(number_id, std::move(waiting), out);
        }
    return out;
}

std::chrono::milliseconds Core::scaled(int ms) const
{
    if (m_settings.speed <= 0)
        return 0ms;
    return std::chrono::milliseconds(std::llround(double(ms) / m_settings.speed));
}

// Real ones are opaque base64 too; the person inside only makes them look alike.
std::string Core::new_wamid(std::string_view person)
{
    std::string raw("\x1d\x18");
    raw += person;
    raw += '\x15';
    raw += m_chance.bytes(12);
    return "wamid." + base64(raw);
}

// Fifteen digits from a fixed range, never the same twice, though state may have been restored.
std::string Core::new_id(std::string_view prefix)
{
    auto number = std::to_string(++m_counter);
    number.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');
    return std::string(prefix) + m_chance.digits(3) + number;
}

void Core::schedule(Due due)
{
    due.order = ++m_order;
    bool const earlier = m_due.empty() || due.at < m_due.top().at;
    m_due.push(std::move(due));
    if (earlier && m_wake)
        m_wake();
}

void Core::tell(std::string_view name, base::Json const& data)
{
    changed();
    if (m_listener)
        m_listener(name, data);
}

void Core::note_request(Call const& call, Answer const& answer, std::string_view rule)
{
    bool const text = call.content_type.starts_with("application/json");
    m_requests.push_back({.n = ++m_request_count,
                          .at = here(),
                          .method = call.method,
                          .path = call.path,
                          .body = text ? excerpt(call.body) : "",
                          .rule = std::string(rule),
                          .status = answer.status,
                          .code = answer.code});
    if (m_requests.size() > LoggedCalls)
        m_requests.pop_front();
    // The page shows calls as they come, a load run does not go through it.
    if (m_pages > 0 && m_buckets["page"].take(here(), 20, 20) && m_listener)
        m_listener("request", to_json(m_requests.back()));
}

void Core::note_webhook(Delivery const& delivery, int status)
{
    m_webhooks.push_back({.n = ++m_webhook_count,
                          .at = here(),
                          .url = delivery.url,
                          .about = delivery.about,
                          .body = excerpt(delivery.body),
                          .status = status,
                          .attempt = delivery.attempt});
    if (delivery.body.size() <= LargestKept)
        m_webhooks.back().whole = std::make_shared<Delivery>(delivery);
    if (m_webhooks.size() > LoggedCalls)
        m_webhooks.pop_front();
    if (m_pages > 0 && m_buckets["page"].take(here(), 20, 20) && m_listener)
        m_listener("webhook", to_json(m_webhooks.back()));
}

base::Json Core::to_json(LoggedRequest const& one)
{
    return {{"n", one.n},           {"at", base::to_rfc3339(one.at)},
            {"method", one.method}, {"path", one.path},
            {"body", one.body},     {"rule", one.rule},
            {"status", one.status}, {"code", one.code}};
}

base::Json Core::to_json(LoggedWebhook const& one)
{
    return {{"n", one.n},
            {"at", base::to_rfc3339(one.at)},
            {"url", one.url},
            {"about", one.about},
            {"body", one.body},
            {"status", one.status},
            {"attempt", one.attempt}};
}

bool Core::Bucket::take(base::Instant now, double per_second, double most)
{
    tokens = at.ms == 0 ? most
                        : std::min(most, tokens + double((now - at).count()) / 1000 * per_second);
    at = now;
    if (tokens < 1)
        return false;
    tokens -= 1;
    return true;
}

}  // namespace simulator

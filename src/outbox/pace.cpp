#include "outbox/pace.hpp"

#include <algorithm>

#include "outbox/pace_store.hpp"

namespace outbox {

namespace {

std::string name_of(base::ChannelId channel) { return "channel." + channel.text(); }
std::string name_of(base::ConversationId conversation) { return "pair." + conversation.text(); }

double pairs_per_second(channels::Pace const& pace)
{
    return pace.pair_interval.count() > 0 ? 1000.0 / double(pace.pair_interval.count()) : 0;
}

}  // namespace

void Bucket::refill(Time now)
{
    if (now > m_at) {
        m_tokens = std::min(m_burst, m_tokens + m_per_second * double((now - m_at).count()) / 1000);
        m_at = now;
    }
}

int Bucket::available(Time now)
{
    if (now < m_held_until)
        return 0;
    if (m_per_second <= 0)
        return 1'000'000;
    refill(now);
    return int(m_tokens + 1e-9);
}

void Bucket::take(Time now)
{
    refill(now);
    m_tokens -= 1;
}

Bucket::Time Bucket::next(Time now)
{
    refill(now);
    auto at = std::max(now, m_held_until);
    if (m_per_second > 0 && m_tokens < 1)
        at = std::max(at, now + Time(std::int64_t((1 - m_tokens) * 1000 / m_per_second) + 1));
    return at;
}

void Bucket::hold(Time until) { m_held_until = std::max(m_held_until, until); }

void Bucket::set(double per_second, double burst)
{
    m_per_second = per_second;
    m_burst = burst;
    m_tokens = std::min(m_tokens, burst);
}

bool Bucket::is_full(Time now)
{
    refill(now);
    return now >= m_held_until && (m_per_second <= 0 || m_tokens >= m_burst);
}

double Bucket::tokens(Time now)
{
    refill(now);
    return m_tokens;
}

Bucket Paces::made(std::string const& name, double per_second, double burst, Bucket::Time now)
{
    auto tokens = burst;
    if (auto const kept = m_kept.find(name); kept != m_kept.end()) {
        auto const away = std::max<std::int64_t>(0, m_loaded_at.ms - kept->second.at.ms);
        tokens = std::min(burst, kept->second.tokens + per_second * double(away) / 1000);
        m_kept.erase(kept);
    }
    return {per_second, burst, tokens, now};
}

Bucket& Paces::of_channel(base::ChannelId channel, channels::Pace const& pace, Bucket::Time now)
{
    auto found = m_channels.find(channel);
    if (found == m_channels.end())
        found = m_channels
                    .emplace(channel, made(name_of(channel), pace.per_second, pace.burst, now))
                    .first;
    found->second.set(pace.per_second, pace.burst);
    return found->second;
}

Bucket& Paces::of_pair(base::ConversationId conversation, channels::Pace const& pace,
                       Bucket::Time now)
{
    auto found = m_pairs.find(conversation);
    if (found == m_pairs.end())
        found = m_pairs
                    .emplace(conversation, made(name_of(conversation), pairs_per_second(pace),
                                                pace.pair_burst, now))
                    .first;
    return found->second;
}

Bucket* Paces::find_pair(base::ConversationId conversation)
{
    auto const found = m_pairs.find(conversation);
    return found == m_pairs.end() ? nullptr : &found->second;
}

Bucket* Paces::find_channel(base::ChannelId channel)
{
    auto const found = m_channels.find(channel);
    return found == m_channels.end() ? nullptr : &found->second;
}

void Paces::load(db::Reader const& db, base::Instant now)
{
    m_loaded_at = now;
    for (auto& [name, tokens, at] : store::load_pace(db))
        m_kept[name] = {tokens, at};
}

void Paces::save(db::Writer const& tx, base::Instant now, Bucket::Time monotonic)
{
    tidy(monotonic);
    store::clear_pace(tx);
    for (auto& [channel, bucket] : m_channels)
        store::keep_pace(tx, name_of(channel), bucket.tokens(monotonic), now);
    for (auto& [conversation, bucket] : m_pairs)
        store::keep_pace(tx, name_of(conversation), bucket.tokens(monotonic), now);
    for (auto const& [name, kept] : m_kept)
        store::keep_pace(tx, name, kept.tokens, kept.at);
}

void Paces::tidy(Bucket::Time now)
{
    for (auto pair = m_pairs.begin(); pair != m_pairs.end();)
        pair = pair->second.is_full(now) ? m_pairs.erase(pair) : std::next(pair);
    // Sixteen minutes fill every bucket there is.
    if (m_loaded_at.ms != 0)
        std::erase_if(m_kept, [&](auto& entry) {
            return m_loaded_at - entry.second.at > std::chrono::minutes(16);
        });
}

}  // namespace outbox

#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"
#include "channels/traits.hpp"
#include "db/reader.hpp"

namespace outbox {

// Tokens that come back with time; each send takes one. Times are monotonic.
class Bucket {
public:
    using Time = std::chrono::milliseconds;

    // `per_second` 0: no limit.
    Bucket(double per_second, double burst, double tokens, Time now)
        : m_per_second(per_second), m_burst(burst), m_tokens(tokens), m_at(now)
    {
    }

    // Whole tokens there are now; none while it is held.
    int available(Time now);
    void take(Time now);
    // When there will be one.
    Time next(Time now);
    // The provider said to wait: nothing before then.
    void hold(Time until);
    // Limits may change while it lives.
    void set(double per_second, double burst);

    bool is_full(Time now);
    double tokens(Time now);

private:
    void refill(Time now);

    double m_per_second;
    double m_burst;
    double m_tokens;
    Time m_at;
    Time m_held_until{0};
};

// The buckets of one workspace: one for each account of ours, one for each pair of us and a person.
// In memory; kept in the file at times so that a restart does not start with full ones.
class Paces {
public:
    Bucket& of_channel(base::ChannelId channel, channels::Pace const& pace, Bucket::Time now);
    Bucket& of_pair(base::ConversationId conversation, channels::Pace const& pace,
                    Bucket::Time now);
    // Null when it is not known here: then nothing is limited yet.
    Bucket* find_pair(base::ConversationId conversation);
    Bucket* find_channel(base::ChannelId channel);

    // `now` in both clocks.
    void load(db::Reader const& db, base::Instant now);
    void save(db::Writer const& tx, base::Instant now, Bucket::Time monotonic);
    // Forgets full buckets, which say nothing.
    void tidy(Bucket::Time now);

private:
    struct Kept {
        double tokens = 0;
        base::Instant at;
    };
    Bucket made(std::string const& name, double per_second, double burst, Bucket::Time now);

    std::map<base::ChannelId, Bucket> m_channels;
    std::map<base::ConversationId, Bucket> m_pairs;
    std::map<std::string, Kept> m_kept;  // read at the start, taken when first needed
    base::Instant m_loaded_at;
};

}  // namespace outbox

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "db/reader.hpp"

// Raw webhook deliveries. Each look-up walks an index of what is waiting, dead or the channel's.
namespace intake::store {

// Nothing when the same bytes are here already.
std::optional<base::RawEventId> keep(db::Writer const&, base::ChannelId, std::string_view digest,
                                     std::string_view body, base::Instant now);

struct Waiting {
    base::RawEventId id;
    base::ChannelId channel;
    std::int64_t bytes = 0;
    int attempts = 0;

    static constexpr auto row()
    {
        return std::tuple{&Waiting::id, &Waiting::channel, &Waiting::bytes, &Waiting::attempts};
    }
};
// In order of arrival, those due, from `after` on.
std::vector<Waiting> waiting(db::Reader const&, base::RawEventId after, base::Instant now,
                             int limit);
std::optional<base::Instant> next_due(db::Reader const&);

struct Body {
    base::ChannelId channel;
    std::string body;

    static constexpr auto row() { return std::tuple{&Body::channel, &Body::body}; }
};
std::optional<Body> body(db::Reader const&, base::RawEventId);

void done(db::Writer const&, base::RawEventId, base::Instant now);
void later(db::Writer const&, base::RawEventId, int attempts, std::string_view error,
           base::Instant due);
void dead(db::Writer const&, base::RawEventId, int attempts, std::string_view error);
// False when there is no such event.
bool again(db::Writer const&, base::RawEventId, base::Instant now);
// How many were removed.
int drop_done(db::Writer const&, base::Instant before, int limit);

// Undoes one item of a delivery without the others.
void begin_item(db::Writer const&);
void keep_item(db::Writer const&);
void undo_item(db::Writer const&);

struct Listed {
    base::RawEventId id;
    base::ChannelId channel;
    std::string state;
    int attempts = 0;
    std::optional<std::string> error;
    base::Instant received_at;
    std::int64_t bytes = 0;

    static constexpr auto row()
    {
        return std::tuple{&Listed::id,    &Listed::channel,     &Listed::state, &Listed::attempts,
                          &Listed::error, &Listed::received_at, &Listed::bytes};
    }
};
std::vector<Listed> of_channel(db::Reader const&, base::ChannelId, std::int64_t before, int limit);
std::vector<Listed> in_state(db::Reader const&, std::string_view state, std::int64_t before,
                             int limit);
std::vector<Listed> newest(db::Reader const&, std::int64_t before, int limit);
std::optional<Listed> find(db::Reader const&, base::RawEventId);

}  // namespace intake::store

#pragma once

#include <optional>
#include <string_view>

#include "accounts/channel.hpp"
#include "db/reader.hpp"

// Taking away the history of a disconnected channel. Here is how far it is; the work is done by the
// job of that kind (conversations/removal.hpp), whose key is the channel.
namespace accounts {

inline constexpr std::string_view RemovalJob = "channel.removal";

struct Removal {
    RemovalState state = RemovalState::waiting;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::optional<base::Instant> ended_at;

    static constexpr auto row()
    {
        return std::tuple{&Removal::state, &Removal::done, &Removal::total, &Removal::ended_at};
    }
};
std::optional<Removal> find_removal(db::Reader const& db, ChannelId channel);
// False when it was asked for before.
bool ask_removal(db::Writer const& tx, ChannelId channel, base::Instant now);
void begin_removal(db::Writer const& tx, ChannelId channel, std::int64_t total);
void count_removed(db::Writer const& tx, ChannelId channel, std::int64_t conversations);
// From now on the channel has no history and is in no list.
void end_removal(db::Writer const& tx, ChannelId channel, base::Instant now);

}  // namespace accounts

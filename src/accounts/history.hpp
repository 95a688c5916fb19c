#pragma once

#include "accounts/channel.hpp"
#include "channels/event.hpp"
#include "db/reader.hpp"
#include "workspace/workspace.hpp"

// How much of the phone app's memory has been taken in, for a number that is shared with a phone.
namespace accounts {

std::optional<HistoryInfo> history_of(std::string_view json);
// The furthest of what was told, in whatever order chunks come. Inside a write.
void note_history(db::Writer const& tx, ChannelId channel, channels::HistoryProgress const& step);
void decline_history(db::Writer const& tx, ChannelId channel);
// So many messages were new; with `tell`, whoever listens hears how far it is.
void count_history(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
                   int messages, bool tell);

}  // namespace accounts

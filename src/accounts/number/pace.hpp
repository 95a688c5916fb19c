#pragma once

#include "accounts/channel.hpp"
#include "workspace/workspace.hpp"

namespace accounts {

// How fast a number may send follows from what the provider says of it: 20 messages a second when it
// is shared with the phone app, 1,000 when it was upgraded, else what its channel does by default: 0.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2026-05-21).
double per_second_of(std::string_view throughput, bool on_phone_app);

// Kept with the channel when it differs from what is there; the next turn of the outbox paces by it.
void keep_pace(workspace::Workspace& workspace, ChannelId channel, double per_second);
void keep_pace(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
               double per_second);

}  // namespace accounts

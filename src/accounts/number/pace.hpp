#pragma once

#include "accounts/channel.hpp"
#include "channels/number.hpp"
#include "workspace/workspace.hpp"

namespace accounts {

// How fast a number may send follows from what the provider says of it: 20 messages a second when it
// is shared with the phone app, 1,000 when it was upgraded, else what its channel does by default.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2026-05-21).
double per_second_of(channels::NumberFacts const& facts);

// Kept with the channel when it differs from what is there; the next turn of the outbox paces by it.
void keep_pace(workspace::Workspace& workspace, ChannelId channel,
               channels::NumberFacts const& facts);

}  // namespace accounts

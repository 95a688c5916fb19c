#pragma once

#include "accounts/connect.hpp"

namespace accounts {

// Looks at the account live, points the provider's webhook at us, and keeps what was found: the
// channel becomes active, or stands in attention when its problem would stop sends as well; lesser
// ones are only shown. A paused one stays paused. Blocks on the network.
base::Result<Channel> look(workspace::Desk& desk, Surroundings const& around, ChannelId channel);

}  // namespace accounts

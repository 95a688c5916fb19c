#pragma once

#include "accounts/connect.hpp"

namespace accounts {

enum class Hook {
    set,   // point the provider's webhook at us, unless it points at somebody else
    take,  // point it at us in any case
    look,  // only see where it points
};

// Whether a webhook address is one of this installation.
bool is_ours(Surroundings const& around, std::string_view url);

// Looks at the account live and keeps what was found: the channel becomes active, or stands in
// attention when its problem would stop sends as well; lesser ones are only shown. A paused one stays
// paused. Blocks on the network.
base::Result<Channel> look(workspace::Desk& desk, Surroundings const& around, ChannelId channel,
                           Hook hook);

// The hourly look, which nobody asked for: told only when something changed, and a trouble that cannot
// be seen from here (a payment) stays until a person checks.
base::Result<void> look_by_itself(workspace::Workspace& workspace, Surroundings const& around,
                                  ChannelId channel, net::HttpClient& http);

}  // namespace accounts

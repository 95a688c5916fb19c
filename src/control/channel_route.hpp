#pragma once

#include "control/control.hpp"

// Which workspace and channel a webhook address, or a provider's account, belongs to.
namespace control {

// Refuses conflict `account_taken` when that account of that kind is routed elsewhere; the same
// route once more is fine.
base::Result<void> add_channel_route(Control& control, store::ChannelRoute const& route);
void remove_channel_route(Control& control, base::WorkspaceId workspace, base::ChannelId channel);
bool is_routed(Control& control, std::string_view kind, std::string_view account);

}  // namespace control

#include "control/channel_route.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

Result<void> add_channel_route(Control& control, store::ChannelRoute const& route)
{
    return control.write([&](ControlWriter const& tx) -> Result<void> {
        auto const there = store::find_route(tx, route.kind, route.account);
        if (there && there->workspace == route.workspace && there->channel == route.channel)
            return {};
        if (!store::add_route(tx, route, control.now()))
            return Error{Fault::conflict, "account_taken",
                         "This account is connected already, here or in another workspace."};
        return {};
    });
}

void remove_channel_route(Control& control, base::WorkspaceId workspace, base::ChannelId channel)
{
    // Without the route nothing is taken in; should this fail, the disconnected channel refuses.
    auto const removed = control.write([&](ControlWriter const& tx) -> Result<bool> {
        return store::remove_route(tx, workspace, channel);
    });
    static_cast<void>(removed.ok());
}

bool is_routed(Control& control, std::string_view kind, std::string_view account)
{
    return control.read(
        [&](ControlReader const& db) { return store::find_route(db, kind, account).has_value(); });
}

}  // namespace control

#pragma once

#include "cli/context.hpp"

namespace cli {

struct ChannelToAdd {
    std::string workspace;
    std::string phone_number_id;
    std::string waba_id;
    std::string access_token;
    std::string app_secret;
    std::string name;
    std::string graph_url;
    std::string graph_version;
};
// Connects and looks at the account live. An address of the API outside the public internet is noted
// in control.db, so that the server may call it.
base::Result<int> add_channel(Context const& context, ChannelToAdd const& in);
base::Result<base::Json> connect_channel(Context const& context, control::Control& control,
                                         ChannelToAdd const& in);
base::Result<int> list_channels(Context const& context, std::string const& workspace);
struct OneChannel {
    std::string workspace;
    std::string id;
};
struct ChannelToCheck {
    OneChannel channel;
    bool take_over = false;
};
base::Result<int> check_channel(Context const& context, ChannelToCheck const& in);
struct ChannelToRemove {
    std::string workspace;
    std::string id;
    bool delete_history = false;
    bool dry_run = false;
};
// With its history, says first what that comes to; a dry run does only that.
base::Result<int> remove_channel(Context const& context, ChannelToRemove const& in);

struct EventsToList {
    std::string workspace;
    std::string state;
    int limit = 50;
};
base::Result<int> list_events(Context const& context, EventsToList const& in);
struct EventsToReplay {
    std::string workspace;
    std::string id;
    bool all_dead = false;
};
base::Result<int> replay_events(Context const& context, EventsToReplay const& in);

}  // namespace cli

#pragma once

#include "cli/channels.hpp"
#include "cli/context.hpp"

namespace cli {

// What the wizard asks for; empty answers are asked, when there is somebody to ask.
struct SetupAnswers {
    std::string listen;
    std::string public_url;
    std::string root_key;
    std::string language;
    std::string owner_name;
    std::string owner_email;
    std::string owner_password_file;
    std::string slug;
    std::string workspace_name;
    std::string country;
    std::string time_zone;
    ChannelToAdd channel;
    bool no_channel = false;
};

// May be run again after an interruption: what is done already is said and skipped.
base::Result<int> set_up(Context const& context, SetupAnswers answers);

}  // namespace cli

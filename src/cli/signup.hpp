#pragma once

#include "cli/context.hpp"

namespace cli {

// What is empty stays as it is.
struct SignupAppToSet {
    std::string app_id;
    std::string app_secret;
    std::string config_id;
    std::string graph_url;
    std::string dialog_url;
};
// The app for the provider's own dialog, and the addresses its settings ask for. With a workspace's
// slug the provider is asked what is still missing; else there is no network.
base::Result<int> show_signup_app(Context const& context, std::string const& workspace);
base::Result<int> set_signup_app(Context const& context, SignupAppToSet const& in);

}  // namespace cli

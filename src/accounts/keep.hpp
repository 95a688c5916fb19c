#pragma once

#include <optional>
#include <string>

#include "accounts/connect.hpp"
#include "accounts/settings.hpp"

namespace accounts {

// An account with its credentials, checked for their form.
struct NewAccount {
    channels::Kind kind = channels::Kind::whatsapp;
    std::optional<std::string> name = {};
    std::string account = {};
    std::string parent = {};
    std::string_view access_token = {};
    std::string_view app_secret = {};
    Settings settings = {};
};

// Makes the channel, or the disconnected one of the same account anew, with its address and route;
// nobody is asked. One that is connected in this workspace already gets the new credentials. Refuses
// conflict `account_taken`.
base::Result<ChannelId> keep_account(workspace::Desk& desk, Surroundings const& around,
                                     NewAccount const& in);

}  // namespace accounts

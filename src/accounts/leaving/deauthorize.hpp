#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "crypto/secret.hpp"
#include "workspace/workspace.hpp"

// The provider says that somebody took their consent back: what they gave us is forgotten.
namespace accounts {

// What a connected channel's provider signs with; nothing when the channel has none any more.
std::optional<crypto::SecretText> app_secret_of(workspace::Workspace const& workspace,
                                                db::Reader const& db, ChannelId channel);

enum class WhoGave {
    this_person,            // channels known to be connected by that person
    this_person_or_nobody,  // and those of which it is not known
};
// Connected channels of the app that signs with `secret`, by who connected them at the provider.
std::vector<ChannelId> channels_of_app(workspace::Workspace const& workspace, db::Reader const& db,
                                       std::string_view secret, std::string_view person,
                                       WhoGave who);

// Forgets the token and who gave it; an active channel goes to attention with the problem
// `token_invalid`, what waits there goes on waiting, and what comes in is still taken in. False when
// it had none: said once.
bool forget_token(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel);

}  // namespace accounts

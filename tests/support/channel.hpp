#pragma once

#include <string>

#include "base/id.hpp"
#include "support/world.hpp"

namespace tests {

// The invented number of our WhatsApp reference, connected and active.
inline constexpr char PhoneNumberId[] = "440022330055662";
inline constexpr char WabaId[] = "330011220044551";
inline constexpr char AccessToken[] = "EAASIMTOKEN0001";
inline constexpr char AppSecret[] = "sim_app_secret_0001";

base::ChannelId add_channel(workspace::Workspace& workspace,
                            std::string const& phone_number_id = PhoneNumberId);
// A person on that channel with a conversation of their own; the number makes them different.
base::ConversationId add_conversation(workspace::Workspace& workspace, base::ChannelId channel,
                                      int number);
// A message of ours in it, status queued.
base::MessageId add_message(workspace::Workspace& workspace, base::ConversationId conversation,
                            std::string const& text);
// What the provider answers to a message it takes.
std::string accepted(std::string const& provider_id);
// A Graph error.
std::string refused(int code, std::string const& detail = "because");

}  // namespace tests

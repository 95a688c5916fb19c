#pragma once

#include <string>
#include <string_view>

#include "channels/event.hpp"
#include "conversations/message_store.hpp"

// What every message of a channel has in common, told now or long ago.
namespace conversations {

MessageKind kind_of(channels::InboundMessage const& in);
Status status_of(channels::DeliveryStatus status);
// JSON of what a message holds besides its text; empty when there is nothing.
std::string detail_of(channels::InboundMessage const& in, std::string const& unsupported,
                      std::string_view raw);
// A row without conversation, author and created_at.
store::NewMessage message_of(db::Reader const& db, base::ChannelId channel,
                             channels::InboundMessage const& in, std::string_view raw);

}  // namespace conversations

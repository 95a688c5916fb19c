#pragma once

#include "accounts/account.hpp"
#include "channels/outbound.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message.hpp"
#include "workspace/desk.hpp"

namespace conversations {

// What a send needs to know, read inside the write that stores it.
struct Envelope {
    store::Row conversation;
    accounts::LoadedAccount account;
    channels::Recipient to;
};

// Refuses `not_found`; conflict `channel_disconnected`. A channel that is paused or in trouble takes
// the message and sends it when it can.
base::Result<Envelope> address(workspace::Desk& desk, db::Writer const& tx,
                               base::ConversationId conversation);
// Refuses conflict `window_closed`.
base::Result<void> check_window(workspace::Desk const& desk, Envelope const& envelope);

// The message as an answer; `not_found` when it is not there.
base::Result<Message> shown(workspace::Desk& desk, db::Reader const& db, base::MessageId id);

}  // namespace conversations

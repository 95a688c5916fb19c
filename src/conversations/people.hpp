#pragma once

#include "contacts/use.hpp"
#include "conversations/conversation_store.hpp"
#include "workspace/workspace.hpp"

namespace conversations {

// The conversation with that person, made now when there is none; with it come the lines of what was
// told of the person before. Inside a write.
store::Row conversation_with(workspace::Workspace& workspace, db::Writer const& tx,
                             base::ChannelId channel, contacts::Known const& who, base::Instant at,
                             State fresh = State::open);

}  // namespace conversations

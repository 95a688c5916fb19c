#pragma once

#include "conversations/message_store.hpp"
#include "workspace/workspace.hpp"

// What customers do to messages that are here already: a sign, other words, taken back. Each is kept
// as an orphan when the message is not here yet, and done when it comes.
namespace conversations {

// True when `change` is one of those and not a delivery status. Inside a write.
bool amend(workspace::Workspace& workspace, db::Writer const& tx, store::Brief const& message,
           store::Orphan const& change);

}  // namespace conversations

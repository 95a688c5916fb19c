#pragma once

#include <string>

#include "base/json.hpp"
#include "conversations/conversation_store.hpp"
#include "workspace/workspace.hpp"

// Lines between the messages that say what happened there.
namespace conversations {

struct Line {
    base::Json event;  // an EventView as it is kept: type and what belongs to it
    base::Instant at;
    std::string external_id = {};  // the provider's id of the news: it makes one line, once
    std::int64_t contact = 0;      // whom it is about; 0: the system says it
    std::int64_t member = 0;       // whose doing it was, if not
};
// False when it is there already.
bool tell(workspace::Workspace& workspace, db::Writer const& tx, base::ConversationId conversation,
          base::ChannelId channel, Line const& line);

}  // namespace conversations

#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "db/reader.hpp"
#include "workspace/workspace.hpp"

namespace changes {

enum class Kind {
    message_created,
    message_updated,
    conversation_updated,
    conversation_removed,
    channel_updated,
    labels_updated,
    members_updated,
    workspace_updated,
    notice_created,
    notices_read,
    saved_replies_updated,
    notifications_updated,
    views_updated,
    contact_updated,
    contact_fields_updated,
    segments_updated,
};

constexpr auto words_of(Kind)
{
    using namespace std::literals;
    return std::array{
        std::pair{Kind::message_created, "message.created"sv},
        std::pair{Kind::message_updated, "message.updated"sv},
        std::pair{Kind::conversation_updated, "conversation.updated"sv},
        std::pair{Kind::conversation_removed, "conversation.removed"sv},
        std::pair{Kind::channel_updated, "channel.updated"sv},
        std::pair{Kind::labels_updated, "labels.updated"sv},
        std::pair{Kind::members_updated, "members.updated"sv},
        std::pair{Kind::workspace_updated, "workspace.updated"sv},
        std::pair{Kind::notice_created, "notice.created"sv},
        std::pair{Kind::notices_read, "notices.read"sv},
        std::pair{Kind::saved_replies_updated, "saved_replies.updated"sv},
        std::pair{Kind::notifications_updated, "notifications.updated"sv},
        std::pair{Kind::views_updated, "views.updated"sv},
        std::pair{Kind::contact_updated, "contact.updated"sv},
        std::pair{Kind::contact_fields_updated, "contact_fields.updated"sv},
        std::pair{Kind::segments_updated, "segments.updated"sv},
    };
}

// One line of the feed. `seq` only rises; `entity` is the message, channel or contact the kind is
// about.
struct Change {
    std::int64_t seq = 0;
    Kind kind = Kind::conversation_updated;
    base::ConversationId conversation;
    std::int64_t entity = 0;
    base::Instant at;
};

// Adds a line in the transaction of what it tells, and wakes the live streams after the commit.
std::int64_t note(workspace::Workspace& workspace, db::Writer const& tx, Kind kind,
                  base::ConversationId conversation, std::int64_t entity, base::Instant at);

// Lines after `seq`, oldest first. Costs one index walk of `limit` rows.
std::vector<Change> since(db::Reader const& db, std::int64_t seq, int limit);
// 0 when nothing was ever noted.
std::int64_t newest(db::Reader const& db);
// The oldest line still kept; streams that are further behind start anew.
std::int64_t oldest(db::Reader const& db);
// Forgets lines from before `before`, always keeping the newest.
void prune(db::Writer const& tx, base::Instant before);

}  // namespace changes

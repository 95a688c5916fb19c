#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversations/schedule.hpp"
#include "db/reader.hpp"

namespace conversations::store {

struct ScheduledRow {
    ScheduledId id;
    base::ConversationId conversation;
    ScheduledState state = ScheduledState::waiting;
    base::Instant due_at;
    bool unless_answered = false;
    AuthorKind author_kind = AuthorKind::member;
    std::int64_t author = 0;
    std::string author_name;
    MessageKind kind = MessageKind::text;
    std::string line;
    std::string request;  // JSON of a SendMessage
    std::optional<std::string> error;
    base::Instant created_at;
    std::optional<std::string> client_id = {};  // when it is made only

    static ScheduledRow from(db::Columns& columns);
};

ScheduledId add_scheduled(db::Writer const&, ScheduledRow const&);
std::optional<ScheduledRow> scheduled(db::Reader const&, ScheduledId);
std::optional<ScheduledRow> scheduled_by_client(db::Reader const&, std::string_view client_id);
// Of one conversation, the next first.
std::vector<ScheduledRow> scheduled_of(db::Reader const&, base::ConversationId);
std::int64_t count_scheduled(db::Reader const&, base::ConversationId);
// The one that is to be sent before all others of that conversation, if it is time.
std::optional<ScheduledRow> next_scheduled(db::Reader const&, base::ConversationId,
                                           base::Instant now);
void put_off(db::Writer const&, ScheduledId, base::Instant due, base::Instant now);
void set_failed(db::Writer const&, ScheduledId, std::string_view code, base::Instant now);
// Files that were not sent go with it.
void remove_scheduled(db::Writer const&, ScheduledId);

}  // namespace conversations::store

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conversations/conversation.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

// The conversation table. Costs are for a million conversations unless said.
namespace conversations::store {

// A conversation as it lies in the file.
struct Row {
    base::ConversationId id;
    base::ContactId contact;
    base::IdentityId identity;
    base::ChannelId channel;
    State state = State::open;
    std::int64_t assignee = 0;
    std::int64_t unread = 0;
    std::optional<base::Instant> waiting_since;
    std::optional<base::Instant> last_inbound_at;
    std::optional<base::Instant> snoozed_until;
    base::Instant last_at;
    Priority priority = Priority::none;

    static Row from(db::Columns& columns);
};

std::optional<Row> find(db::Reader const&, base::ConversationId);
std::optional<Row> by_identity(db::Reader const&, base::IdentityId);
base::ConversationId add(db::Writer const&, base::ContactId, base::IdentityId, base::ChannelId,
                         base::Instant at, State state = State::open);

// Two conversations of one person become one: `keep` has all messages, what was unread and unanswered
// in either, and is open when either was. Costs a walk through the messages of `gone`.
void take_over(db::Writer const&, Row const& keep, Row const& gone, base::Instant now);
// Another identity of the person speaks in it from now on.
void give(db::Writer const&, base::ConversationId, base::IdentityId, base::ContactId);
// Those of one contact are the other's.
void give_others(db::Writer const&, base::ContactId from, base::ContactId to);

// What a list row shows of the newest message.
struct Preview {
    base::MessageId message;
    base::Instant at;
    std::string text;
    MessageKind kind = MessageKind::text;
    WrittenBy by = WrittenBy::contact;
    std::int64_t author = 0;
    std::optional<Status> status = {};
};
void show_last(db::Writer const&, base::ConversationId, Preview const&);
void show_status(db::Writer const&, base::ConversationId, base::MessageId, Status);
// Other words for the newest message, if it is that one.
void show_text(db::Writer const&, base::ConversationId, base::MessageId, std::string_view text);

// The customer wrote: unread, waiting, and open again unless it is spam. Shown as the newest in the
// same change of the row, whose indexes cost most of it.
void wrote(db::Writer const&, base::ConversationId, base::Instant now, Preview const&);
// Words of before we had the number: they keep their own window and ask for nothing.
void wrote_long_ago(db::Writer const&, base::ConversationId, base::Instant at);
// The newest message turned out to be something.
void show_filled(db::Writer const&, base::ConversationId, base::MessageId, std::string_view text,
                 MessageKind);
// We answered: nobody waits any more.
void answered(db::Writer const&, base::ConversationId, base::Instant now);
void set_state(db::Writer const&, base::ConversationId, State, std::optional<base::Instant> until,
               base::Instant now);
void set_assignee(db::Writer const&, base::ConversationId, base::UserId, base::Instant now);
void set_priority(db::Writer const&, base::ConversationId, Priority, base::Instant now);
void set_unread(db::Writer const&, base::ConversationId, std::int64_t unread, base::Instant now);
void touch(db::Writer const&, base::ConversationId, base::Instant now);

// Whether any of them is to be woken by now; a look at an index.
bool any_to_wake(db::Reader const&, base::Instant now);
// Snoozed ones whose time has come are open again; at most `limit`.
std::vector<base::ConversationId> wake_snoozed(db::Writer const&, base::Instant now, int limit);

enum class Sort { newest, waiting, window, priority };
constexpr auto words_of(Sort)
{
    using namespace std::literals;
    return std::array{std::pair{Sort::newest, "newest"sv}, std::pair{Sort::waiting, "waiting"sv},
                      std::pair{Sort::window, "window"sv}, std::pair{Sort::priority, "priority"sv}};
}
constexpr auto schema_name(Sort) { return "InboxSort"; }

struct Query {
    State state = State::open;
    std::optional<std::int64_t> assignee;  // 0: nobody
    base::ChannelId channel;
    base::LabelId label;
    bool unread = false;
    std::optional<base::Instant> inbound_after;   // reply window still open
    std::optional<base::Instant> inbound_before;  // reply window closed
    std::optional<Priority> priority;
    Sort sort = Sort::newest;
};

// Where a page ended: the value sorted by, then the id.
struct Place {
    std::int64_t value = INT64_MAX;
    std::int64_t id = INT64_MAX;
};

struct Found {
    base::ConversationId id;
    std::int64_t value = 0;

    static constexpr auto row() { return std::tuple{&Found::id, &Found::value}; }
};

// Ids of a page. Each order walks an index and stops after `limit` rows that pass the filters.
std::vector<Found> page(db::Reader const&, Query const&, std::optional<Place> after, int limit);

// Whole list rows, in the order of the ids. `viewer` decides has_draft. `workspace` and `people` give
// names.
std::vector<Conversation> show(db::Reader const&, std::vector<base::ConversationId> const& ids,
                               base::UserId viewer, base::WorkspaceId workspace,
                               workspace::People const& people, base::Instant now);

struct Count {
    std::string state;
    std::int64_t assignee = 0;
    std::int64_t total = 0;
    std::int64_t unread = 0;

    static constexpr auto row()
    {
        return std::tuple{&Count::state, &Count::assignee, &Count::total, &Count::unread};
    }
};
// A row for each state and assignee, kept by triggers.
std::vector<Count> counts(db::Reader const&);

}  // namespace conversations::store

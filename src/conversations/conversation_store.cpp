#include "conversations/conversation_store.hpp"

#include "channels/list.hpp"
#include "channels/window.hpp"

namespace conversations::store {

Row Row::from(db::Columns& columns)
{
    Row row;
    row.id = columns.next<base::ConversationId>();
    row.contact = columns.next<base::ContactId>();
    row.identity = columns.next<base::IdentityId>();
    row.channel = columns.next<base::ChannelId>();
    row.state = columns.next<State>();
    row.assignee = columns.next<std::int64_t>();
    row.unread = columns.next<std::int64_t>();
    row.waiting_since = columns.next<std::optional<base::Instant>>();
    row.last_inbound_at = columns.next<std::optional<base::Instant>>();
    row.snoozed_until = columns.next<std::optional<base::Instant>>();
    row.last_at = columns.next<base::Instant>();
    row.priority = Priority(columns.next<std::int64_t>());
    return row;
}

std::optional<Row> find(db::Reader const& db, base::ConversationId id)
{
    return db.maybe<Row>(R"sql(
        SELECT id, contact_id, identity_id, channel_id, state, assignee_id, unread, waiting_since,
               last_inbound_at, snoozed_until, last_at, priority
          FROM conversation WHERE id = ?1
    )sql",
                         id);
}

std::optional<Row> by_identity(db::Reader const& db, base::IdentityId identity)
{
    return db.maybe<Row>(R"sql(
        SELECT id, contact_id, identity_id, channel_id, state, assignee_id, unread, waiting_since,
               last_inbound_at, snoozed_until, last_at, priority
          FROM conversation WHERE identity_id = ?1
    )sql",
                         identity);
}

base::ConversationId add(db::Writer const& tx, base::ContactId contact, base::IdentityId identity,
                         base::ChannelId channel, base::Instant at, State state)
{
    return tx.insert<base::ConversationId>(R"sql(
        INSERT INTO conversation (contact_id, identity_id, channel_id, state, last_at, created_at,
                                  updated_at)
        VALUES (?1, ?2, ?3, ?5, ?4, ?4, ?4)
    )sql",
                                           contact, identity, channel, at, state);
}

void show_last(db::Writer const& tx, base::ConversationId id, Preview const& p)
{
    tx.run(R"sql(
        UPDATE conversation
           SET last_message_id = ?2, last_at = MAX(last_at, ?3), preview = ?4, preview_kind = ?5,
               preview_by = ?6, preview_author = ?7, preview_status = ?8, updated_at = ?3
         WHERE id = ?1
    )sql",
           id, p.message, p.at, p.text, p.kind, p.by, p.author, p.status);
}

void show_status(db::Writer const& tx, base::ConversationId id, base::MessageId message,
                 Status status)
{
    tx.run(R"sql(
        UPDATE conversation SET preview_status = ?3 WHERE id = ?1 AND last_message_id = ?2
    )sql",
           id, message, status);
}

void show_text(db::Writer const& tx, base::ConversationId id, base::MessageId message,
               std::string_view text)
{
    tx.run(R"sql(
        UPDATE conversation SET preview = ?3 WHERE id = ?1 AND last_message_id = ?2
    )sql",
           id, message, text);
}

void wrote(db::Writer const& tx, base::ConversationId id, base::Instant now, Preview const& p)
{
    tx.run(R"sql(
        -- FAIL, as the work has a savepoint: one more for each statement makes FTS5 write out its index
        UPDATE OR FAIL conversation
           SET unread = unread + 1,
               waiting_since = COALESCE(waiting_since, ?3),
               last_inbound_at = MAX(COALESCE(last_inbound_at, 0), ?3),
               last_at = MAX(last_at, ?3),
               state = CASE state WHEN 'spam' THEN 'spam' ELSE 'open' END,
               snoozed_until = NULL,
               last_message_id = ?2, preview = ?4, preview_kind = ?5, preview_by = ?6,
               preview_author = ?7, preview_status = ?8, updated_at = ?9
         WHERE id = ?1
    )sql",
           id, p.message, p.at, p.text, p.kind, p.by, p.author, p.status, now);
}

void answered(db::Writer const& tx, base::ConversationId id, base::Instant now)
{
    tx.run(R"sql(
        UPDATE conversation SET waiting_since = NULL, unread = 0, updated_at = ?2 WHERE id = ?1
    )sql",
           id, now);
}

void set_state(db::Writer const& tx, base::ConversationId id, State state,
               std::optional<base::Instant> until, base::Instant now)
{
    tx.run(R"sql(
        UPDATE conversation SET state = ?2, snoozed_until = ?3, updated_at = ?4 WHERE id = ?1
    )sql",
           id, state, until, now);
}

void set_assignee(db::Writer const& tx, base::ConversationId id, base::UserId user,
                  base::Instant now)
{
    tx.run(R"sql(UPDATE conversation SET assignee_id = ?2, updated_at = ?3 WHERE id = ?1)sql", id,
           user.value, now);
}

void set_priority(db::Writer const& tx, base::ConversationId id, Priority priority,
                  base::Instant now)
{
    tx.run(R"sql(UPDATE conversation SET priority = ?2, updated_at = ?3 WHERE id = ?1)sql", id,
           std::int64_t(priority), now);
}

void set_unread(db::Writer const& tx, base::ConversationId id, std::int64_t unread,
                base::Instant now)
{
    tx.run(R"sql(UPDATE conversation SET unread = ?2, updated_at = ?3 WHERE id = ?1)sql", id,
           unread, now);
}

void touch(db::Writer const& tx, base::ConversationId id, base::Instant now)
{
    tx.run(R"sql(UPDATE conversation SET updated_at = ?2 WHERE id = ?1)sql", id, now);
}

bool any_to_wake(db::Reader const& db, base::Instant now)
{
    return db.one<bool>(R"sql(
        SELECT EXISTS (SELECT 1 FROM conversation INDEXED BY conversation_snoozed
                        WHERE state = 'snoozed' AND snoozed_until <= ?1)
    )sql",
                        now);
}

std::vector<base::ConversationId> wake_snoozed(db::Writer const& tx, base::Instant now, int limit)
{
    return tx.all<base::ConversationId>(R"sql(
        UPDATE conversation SET state = 'open', snoozed_until = NULL, updated_at = ?1
         WHERE id IN (SELECT id FROM conversation
                       WHERE state = 'snoozed' AND snoozed_until <= ?1
                       ORDER BY snoozed_until LIMIT ?2)
        RETURNING id
    )sql",
                                        now, limit);
}

namespace {

// The filters that are left when the index has done its part. NULL: not asked for.
struct Rest {
    std::optional<std::int64_t> assignee, channel, label, inbound_after, inbound_before, priority;
    bool unread;
};

Rest rest_of(Query const& q)
{
    auto const when = [](auto const& id) { return id ? std::optional(id.value) : std::nullopt; };
    auto const ms = [](auto const& at) { return at ? std::optional(at->ms) : std::nullopt; };
    auto const rank = [](Priority priority) { return std::int64_t(priority); };
    return {q.assignee,
            when(q.channel),
            when(q.label),
            ms(q.inbound_after),
            ms(q.inbound_before),
            q.priority ? std::optional(rank(*q.priority)) : std::nullopt,
            q.unread};
}

std::vector<Found> longest_waiting(db::Reader const& db, Query const& q, Place after, int limit)
{
    auto const rest = rest_of(q);
    return db.all<Found>(R"sql(
        SELECT c.id, c.waiting_since FROM conversation c INDEXED BY conversation_waiting
         WHERE c.state = ?1 AND c.waiting_since IS NOT NULL
           AND (c.waiting_since, c.id) > (?2, ?3)
           AND (?4 IS NULL OR c.assignee_id = ?4) AND (?5 IS NULL OR c.channel_id = ?5)
           AND (?6 IS NULL OR c.last_inbound_at > ?6) AND (?7 IS NULL OR c.last_inbound_at <= ?7)
           AND (?11 IS NULL OR c.priority = ?11) AND (NOT ?8 OR c.unread > 0)
           AND (?9 IS NULL OR EXISTS (SELECT 1 FROM conversation_label l
                                       WHERE l.conversation_id = c.id AND l.label_id = ?9))
         ORDER BY c.waiting_since, c.id LIMIT ?10
    )sql",
                         q.state, after.value, after.id, rest.assignee, rest.channel,
                         rest.inbound_after, rest.inbound_before, rest.unread, rest.label, limit,
                         rest.priority);
}

std::vector<Found> window_ending(db::Reader const& db, Query const& q, Place after, int limit)
{
    auto const rest = rest_of(q);
    // One lower bound, or SQLite walks from the lesser of the two.
    if (rest.inbound_after && *rest.inbound_after >= after.value)
        after = {*rest.inbound_after, INT64_MAX};
    return db.all<Found>(R"sql(
        SELECT c.id, c.last_inbound_at FROM conversation c INDEXED BY conversation_window
         WHERE c.state = ?1 AND c.last_inbound_at IS NOT NULL
           AND (c.last_inbound_at, c.id) > (?2, ?3)
           AND (?4 IS NULL OR c.assignee_id = ?4) AND (?5 IS NULL OR c.channel_id = ?5)
           AND (?6 IS NULL OR c.last_inbound_at <= ?6)
           AND (?10 IS NULL OR c.priority = ?10) AND (NOT ?7 OR c.unread > 0)
           AND (?8 IS NULL OR EXISTS (SELECT 1 FROM conversation_label l
                                       WHERE l.conversation_id = c.id AND l.label_id = ?8))
         ORDER BY c.last_inbound_at, c.id LIMIT ?9
    )sql",
                         q.state, after.value, after.id, rest.assignee, rest.channel,
                         rest.inbound_before, rest.unread, rest.label, limit, rest.priority);
}

// Those of one priority: few have it, so whatever else is asked for is passed over here.
std::vector<Found> newest_prioritised(db::Reader const& db, Query const& q, Place after, int limit)
{
    auto const rest = rest_of(q);
    if (q.label)
        return db.all<Found>(R"sql(
            SELECT l.conversation_id, l.last_at
              FROM conversation_label l INDEXED BY conversation_label_priority
             WHERE l.label_id = ?1 AND l.state = ?2 AND l.priority > 0 AND l.priority = ?3
               AND (l.last_at, l.conversation_id) < (?4, ?5) AND l.last_at > COALESCE(?8, -1)
               AND (?6 IS NULL OR l.assignee_id = ?6) AND (?7 IS NULL OR l.channel_id = ?7)
               AND ((?8 IS NULL AND ?9 IS NULL AND NOT ?10)
                    OR EXISTS (SELECT 1 FROM conversation c
                                WHERE c.id = l.conversation_id
                                  AND (?8 IS NULL OR c.last_inbound_at > ?8)
                                  AND (?9 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?9)
                                  AND (NOT ?10 OR c.unread > 0)))
             ORDER BY l.last_at DESC, l.conversation_id DESC LIMIT ?11
        )sql",
                             q.label, q.state, rest.priority, after.value, after.id, rest.assignee,
                             rest.channel, rest.inbound_after, rest.inbound_before, rest.unread,
                             limit);
    return db.all<Found>(R"sql(
        SELECT c.id, c.last_at FROM conversation c INDEXED BY conversation_priority
         WHERE c.state = ?1 AND c.priority > 0 AND c.priority = ?2
           AND (c.last_at, c.id) < (?3, ?4) AND c.last_at > COALESCE(?7, -1)
           AND (?5 IS NULL OR c.assignee_id = ?5) AND (?6 IS NULL OR c.channel_id = ?6)
           AND (?7 IS NULL OR c.last_inbound_at > ?7)
           AND (?8 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?8)
           AND (NOT ?9 OR c.unread > 0)
         ORDER BY c.last_at DESC, c.id DESC LIMIT ?10
    )sql",
                         q.state, rest.priority, after.value, after.id, rest.assignee, rest.channel,
                         rest.inbound_after, rest.inbound_before, rest.unread, limit);
}

// Each branch walks the index with the fewest rows. Who wrote after a time has been heard of after
// it (last_at), which ends the walk there.
std::vector<Found> newest(db::Reader const& db, Query const& q, Place after, int limit)
{
    auto const rest = rest_of(q);
    if (q.priority && *q.priority != Priority::none)
        return newest_prioritised(db, q, after, limit);
    auto const plain = q.priority.has_value();  // only those without a priority
    if (q.unread)
        return db.all<Found>(R"sql(
            SELECT c.id, c.last_at FROM conversation c INDEXED BY conversation_unread
             WHERE c.state = ?1 AND c.unread > 0 AND (c.last_at, c.id) < (?2, ?3)
               AND c.last_at > COALESCE(?6, -1)
               AND (?4 IS NULL OR c.assignee_id = ?4) AND (?5 IS NULL OR c.channel_id = ?5)
               AND (?6 IS NULL OR c.last_inbound_at > ?6)
               AND (?7 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?7)
               AND (NOT ?10 OR c.priority = 0)
               AND (?8 IS NULL OR EXISTS (SELECT 1 FROM conversation_label l
                                           WHERE l.conversation_id = c.id AND l.label_id = ?8))
             ORDER BY c.last_at DESC, c.id DESC LIMIT ?9
        )sql",
                             q.state, after.value, after.id, rest.assignee, rest.channel,
                             rest.inbound_after, rest.inbound_before, rest.label, limit, plain);
    if (q.label)
        return db.all<Found>(R"sql(
            SELECT l.conversation_id, l.last_at
              FROM conversation_label l INDEXED BY conversation_label_newest
             WHERE l.label_id = ?1 AND l.state = ?2 AND (l.last_at, l.conversation_id) < (?3, ?4)
               AND l.last_at > COALESCE(?7, -1)
               AND (?5 IS NULL OR l.assignee_id = ?5) AND (?6 IS NULL OR l.channel_id = ?6)
               AND (NOT ?10 OR l.priority = 0)
               AND ((?7 IS NULL AND ?8 IS NULL)
                    OR EXISTS (SELECT 1 FROM conversation c
                                WHERE c.id = l.conversation_id
                                  AND (?7 IS NULL OR c.last_inbound_at > ?7)
                                  AND (?8 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?8)))
             ORDER BY l.last_at DESC, l.conversation_id DESC LIMIT ?9
        )sql",
                             q.label, q.state, after.value, after.id, rest.assignee, rest.channel,
                             rest.inbound_after, rest.inbound_before, limit, plain);
    if (q.assignee)
        return db.all<Found>(R"sql(
            SELECT c.id, c.last_at FROM conversation c INDEXED BY conversation_mine
             WHERE c.assignee_id = ?1 AND c.state = ?2 AND (c.last_at, c.id) < (?3, ?4)
               AND c.last_at > COALESCE(?6, -1)
               AND (?5 IS NULL OR c.channel_id = ?5)
               AND (?6 IS NULL OR c.last_inbound_at > ?6)
               AND (?7 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?7)
               AND (NOT ?9 OR c.priority = 0)
             ORDER BY c.last_at DESC, c.id DESC LIMIT ?8
        )sql",
                             *q.assignee, q.state, after.value, after.id, rest.channel,
                             rest.inbound_after, rest.inbound_before, limit, plain);
    if (q.channel)
        return db.all<Found>(R"sql(
            SELECT c.id, c.last_at FROM conversation c INDEXED BY conversation_channel
             WHERE c.channel_id = ?1 AND c.state = ?2 AND (c.last_at, c.id) < (?3, ?4)
               AND c.last_at > COALESCE(?5, -1)
               AND (?5 IS NULL OR c.last_inbound_at > ?5)
               AND (?6 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?6)
               AND (NOT ?8 OR c.priority = 0)
             ORDER BY c.last_at DESC, c.id DESC LIMIT ?7
        )sql",
                             q.channel, q.state, after.value, after.id, rest.inbound_after,
                             rest.inbound_before, limit, plain);
    return db.all<Found>(R"sql(
        SELECT c.id, c.last_at FROM conversation c INDEXED BY conversation_newest
         WHERE c.state = ?1 AND (c.last_at, c.id) < (?2, ?3) AND c.last_at > COALESCE(?4, -1)
           AND (?4 IS NULL OR c.last_inbound_at > ?4)
           AND (?5 IS NULL OR COALESCE(c.last_inbound_at, 0) <= ?5)
           AND (NOT ?7 OR c.priority = 0)
         ORDER BY c.last_at DESC, c.id DESC LIMIT ?6
    )sql",
                         q.state, after.value, after.id, rest.inbound_after, rest.inbound_before,
                         limit, plain);
}

// One priority after the other. The value of a place holds both: the time is below this bit.
constexpr int PriorityBit = 48;

std::vector<Found> most_urgent(db::Reader const& db, Query const& q, Place after, int limit)
{
    auto const reached = after.value >> PriorityBit;
    std::vector<Found> found;
    for (auto const level :
         {Priority::urgent, Priority::high, Priority::normal, Priority::low, Priority::none}) {
        auto const rank = std::int64_t(level);
        if (rank > reached || (q.priority && *q.priority != level))
            continue;
        auto one = q;
        one.priority = level;
        auto from = Place{};
        if (rank == reached)
            from = {after.value - (rank << PriorityBit), after.id};
        for (auto const& row : newest(db, one, from, limit - int(found.size())))
            found.push_back({row.id, row.value + (rank << PriorityBit)});
        if (int(found.size()) == limit)
            break;
    }
    return found;
}

}  // namespace

std::vector<Found> page(db::Reader const& db, Query const& q, std::optional<Place> after, int limit)
{
    Place const oldest{INT64_MIN, INT64_MIN};
    if (q.sort == Sort::waiting)
        return longest_waiting(db, q, after.value_or(oldest), limit);
    if (q.sort == Sort::window)
        return window_ending(db, q, after.value_or(oldest), limit);
    if (q.sort == Sort::priority)
        return most_urgent(db, q, after.value_or(Place{}), limit);
    return newest(db, q, after.value_or(Place{}), limit);
}

namespace {

struct ShownRow {
    Conversation view;
    std::int64_t assignee = 0;
    std::int64_t author = 0;
    std::optional<base::Instant> last_inbound_at;
    std::optional<std::string> labels;

    static ShownRow from(db::Columns& c)
    {
        ShownRow r;
        auto& v = r.view;
        v.id = c.next<base::ConversationId>();
        v.state = c.next<State>();
        v.unread = c.next<std::int64_t>();
        v.contact = {c.next<base::ContactId>(), {}, false};
        v.contact.name = c.next<std::string>();
        v.contact.sample = c.next<bool>();
        v.channel.id = c.next<base::ChannelId>();
        v.channel.kind = c.next<channels::Kind>();
        v.channel.name = c.next<std::string>();
        v.channel.state = c.next<channels::AccountState>();
        r.assignee = c.next<std::int64_t>();
        auto const message = c.next<base::MessageId>();
        v.last_at = c.next<base::Instant>();
        LastMessage last;
        last.id = message;
        last.at = v.last_at;
        last.preview = c.next<std::string>();
        last.kind = c.next<MessageKind>();
        last.by = c.next<WrittenBy>();
        r.author = c.next<std::int64_t>();
        last.status = c.next<std::optional<Status>>();
        if (message)
            v.last_message = std::move(last);
        v.waiting_since = c.next<std::optional<base::Instant>>();
        r.last_inbound_at = c.next<std::optional<base::Instant>>();
        v.snoozed_until = c.next<std::optional<base::Instant>>();
        v.created_at = c.next<base::Instant>();
        v.updated_at = c.next<base::Instant>();
        v.has_draft = c.next<bool>();
        v.scheduled = c.next<std::int64_t>();
        v.priority = Priority(c.next<std::int64_t>());
        r.labels = c.next<std::optional<std::string>>();
        if (auto group = c.next<std::optional<std::string>>())
            v.group = GroupView{*std::move(group), v.contact.name, 0};
        auto const participants = c.next<std::int64_t>();
        if (v.group)
            v.group->participants = participants;
        auto writer = c.next<std::optional<std::string>>();
        if (v.last_message && writer) {
            v.last_message->author_name = *std::move(writer);
            r.author = 0;
        }
        return r;
    }
};

std::string as_list(std::vector<base::ConversationId> const& ids)
{
    auto list = base::Json::array();
    for (auto const id : ids)
        list.push_back(id.value);
    return base::to_text(list);
}

WindowView window_of(channels::Kind kind, std::optional<base::Instant> last_inbound,
                     base::Instant now)
{
    auto const* const channel = channels::find(kind);
    if (!channel)
        return {};
    auto const& rule = channel->traits().window;
    auto const window = channels::reply_window(rule, last_inbound, now);
    return {window.open, window.ends_at, rule.name};
}

}  // namespace

std::vector<Conversation> show(db::Reader const& db, std::vector<base::ConversationId> const& ids,
                               base::UserId viewer, base::WorkspaceId workspace,
                               workspace::People const& people, base::Instant now)
{
    std::vector<Conversation> shown;
    shown.reserve(ids.size());
    auto const finish = [&](ShownRow&& row) {
        auto& v = row.view;
        if (row.assignee != 0) {
            base::UserId const id{row.assignee};
            v.assignee = MemberRef{id, people.name_of(workspace, id)};
        }
        if (v.last_message && row.author != 0)
            v.last_message->author_name = people.name_of(workspace, {row.author});
        v.window = window_of(v.channel.kind, row.last_inbound_at, now);
        if (row.labels)
            if (auto const list = base::parse_json(*row.labels))
                for (auto const& one : *list)
                    v.labels.push_back(
                        {{one[0].get<std::int64_t>()},
                         one[1].get<std::string>(),
                         base::from_word<Colour>(one[2].get_ref<std::string const&>())
                             .value_or(Colour::grey)});
        shown.push_back(std::move(v));
    };
    db.each<ShownRow>(R"sql(
        SELECT c.id, c.state, c.unread, p.id, p.name, p.sample, h.id, h.kind, h.name, h.state,
               c.assignee_id, c.last_message_id, c.last_at, c.preview, c.preview_kind, c.preview_by,
               c.preview_author, c.preview_status, c.waiting_since, c.last_inbound_at,
               c.snoozed_until, c.created_at, c.updated_at,
               EXISTS (SELECT 1 FROM draft d WHERE d.conversation_id = c.id AND d.user_id = ?2),
               (SELECT COUNT(*) FROM scheduled s WHERE s.conversation_id = c.id),
               c.priority,
               (SELECT json_group_array(json_array(l.id, l.name, l.colour))
                  FROM conversation_label cl JOIN label l ON l.id = cl.label_id
                 WHERE cl.conversation_id = c.id),
               CASE i.kind WHEN 'group' THEN i.external_id END,
               (SELECT COUNT(*) FROM group_member g WHERE g.identity_id = i.id AND g.here = 1),
               (SELECT w.name FROM contact w WHERE c.preview_by = 'contact' AND w.id = c.preview_author)
          FROM json_each(?1) k
          CROSS JOIN conversation c ON c.id = k.value
          CROSS JOIN identity i ON i.id = c.identity_id
          CROSS JOIN contact p ON p.id = c.contact_id
          CROSS JOIN channel h ON h.id = c.channel_id
         ORDER BY k.key
    )sql",
                      finish, as_list(ids), viewer.value);
    return shown;
}

std::vector<Count> counts(db::Reader const& db)
{
    return db.all<Count>(R"sql(
        -- scan: a row for each state and member, a few dozen
        SELECT state, assignee_id, total, unread FROM inbox_count
    )sql");
}

}  // namespace conversations::store

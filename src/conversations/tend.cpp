#include "conversations/tend.hpp"

#include <chrono>

#include "changes/feed.hpp"
#include "conversations/chores.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/label_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/notification.hpp"
#include "jobs/job.hpp"

namespace conversations {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

namespace {

Error wrong(char const* field, char const* code)
{
    return Error{Fault::invalid, "invalid_input", "Look at the named fields.", {{field, code}}};
}

Error missing() { return Error{Fault::not_found, "not_found"}; }

base::Result<Conversation> shown(workspace::Desk& desk, db::Reader const& db,
                                 base::ConversationId id)
{
    auto rows = store::show(db, {id}, desk.asker.user, desk.workspace->id(), desk.people,
                            desk.now());
    if (rows.empty())
        return missing();
    return std::move(rows.front());
}

// A line in the thread that says what a member did.
void tell(workspace::Desk& desk, db::Writer const& tx, store::Row const& conversation,
          base::Json const& event)
{
    store::NewMessage line;
    line.conversation = conversation.id;
    line.channel = conversation.channel;
    line.direction = Direction::event;
    line.kind = MessageKind::event;
    line.author_kind = store::author_kind(desk.asker);
    line.author = desk.asker.user.value;
    line.detail = base::to_text(base::Json{{"event", event}});
    line.at = line.created_at = desk.now();
    if (auto const id = store::add(tx, line))
        changes::note(*desk.workspace, tx, changes::Kind::message_created, conversation.id,
                      id->value, desk.now());
}

base::Result<void> change_state(workspace::Desk& desk, db::Writer const& tx, store::Row const& row,
                                ChangeConversation const& in)
{
    auto const state = *in.state;
    std::optional<base::Instant> until;
    if (state == State::snoozed) {
        if (!in.snoozed_until)
            return wrong("snoozed_until", "required");
        until = *in.snoozed_until;
        if (until && (*until <= desk.now() || *until > desk.now() + 24h * 366))
            return wrong("snoozed_until", "not_allowed");
    }
    auto const why = in.reason.value_or("");
    // A reason is worth a line even when it comes late.
    if (state == row.state && until == row.snoozed_until && why.empty())
        return {};
    store::set_state(tx, row.id, state, until, desk.now());
    base::Json event = {{"type", "state_changed"},
                        {"from", base::word_of(row.state)},
                        {"to", base::word_of(state)}};
    if (until)
        event["until"] = base::to_rfc3339(*until);
    if (!why.empty())
        event["reason"] = why;
    tell(desk, tx, row, event);
    return {};
}

base::Result<void> change_assignee(workspace::Desk& desk, db::Writer const& tx,
                                   store::Row const& row, std::optional<base::UserId> to)
{
    if (to && !desk.people.is_active_member(desk.workspace->id(), *to))
        return wrong("assignee_id", "not_found");
    if (to.value_or(base::UserId{}).value == row.assignee)
        return {};
    store::set_assignee(tx, row.id, to.value_or(base::UserId{}), desk.now());
    if (to) {
        notify(desk, tx,
               {.kind = NotificationKind::assigned,
                .user = *to,
                .conversation = row.id,
                .message = {}});
        tell(desk, tx, row,
             {{"type", "assigned"},
              {"to",
               {{"id", to->text()}, {"name", desk.people.name_of(desk.workspace->id(), *to)}}}});
    } else {
        tell(desk, tx, row, {{"type", "unassigned"}});
    }
    return {};
}

void change_priority(workspace::Desk& desk, db::Writer const& tx, store::Row const& row,
                     Priority to)
{
    if (to == row.priority)
        return;
    store::set_priority(tx, row.id, to, desk.now());
    tell(desk, tx, row, {{"type", "priority_changed"}, {"priority", base::word_of(to)}});
}

base::Result<void> change_labels(workspace::Desk& desk, db::Writer const& tx, store::Row const& row,
                                 std::vector<base::LabelId> const& ids)
{
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (!store::label(tx, ids[i]))
            return Error{Fault::invalid,
                         "invalid_input",
                         "Look at the named fields.",
                         {{"label_ids[" + std::to_string(i) + "]", "not_found"}}};
    store::set_labels(tx, row.id, ids);
    store::touch(tx, row.id, desk.now());
    return {};
}

}  // namespace

base::Result<Conversation> change(workspace::Desk& desk, ChangeConversation const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Conversation> {
        auto const row = store::find(tx, in.conversation);
        if (!row)
            return missing();
        if (in.snoozed_until && in.state != State::snoozed)
            return wrong("snoozed_until", "not_allowed");
        if (in.reason && in.state != State::done)
            return wrong("reason", "not_allowed");
        if (in.priority)
            change_priority(desk, tx, *row, *in.priority);
        if (in.assignee)
            TRY(change_assignee(desk, tx, *row, *in.assignee));
        if (in.labels)
            TRY(change_labels(desk, tx, *row, *in.labels));
        if (in.state)
            TRY(change_state(desk, tx, *row, in));
        changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, row->id, 0,
                      desk.now());
        return shown(desk, tx, row->id);
    });
}

base::Result<Conversation> mark_read(workspace::Desk& desk, MarkRead const& in)
{
    // Most calls find nothing unread; they cost no commit.
    {
        auto const reader = desk.workspace->read();
        auto const row = store::find(*reader, in.conversation);
        if (!row)
            return missing();
        if (row->unread == 0)
            return shown(desk, *reader, in.conversation);
    }
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Conversation> {
        auto const row = store::find(tx, in.conversation);
        if (!row)
            return missing();
        if (row->unread > 0) {
            store::set_unread(tx, row->id, 0, desk.now());
            if (store::newest_inbound(tx, row->id))
                jobs::put(*desk.workspace, tx, ReadJob, row->id.text(), base::Json::object(),
                          desk.now());
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, row->id, 0,
                          desk.now());
        }
        return shown(desk, tx, row->id);
    });
}

base::Result<Conversation> mark_unread(workspace::Desk& desk, MarkUnread const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Conversation> {
        auto const row = store::find(tx, in.conversation);
        if (!row)
            return missing();
        if (row->unread == 0) {
            store::set_unread(tx, row->id, 1, desk.now());
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, row->id, 0,
                          desk.now());
        }
        return shown(desk, tx, row->id);
    });
}

base::Result<void> show_typing(workspace::Desk& desk, ShowTyping const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (!store::find(tx, in.conversation))
            return missing();
        jobs::put(*desk.workspace, tx, TypingJob, in.conversation.text(), {{"at", desk.now().ms}},
                  desk.now());
        return {};
    });
}

base::Result<Draft> keep_draft(workspace::Desk& desk, KeepDraft const& in)
{
    auto const mode = in.mode.value_or(DraftMode::reply);
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Draft> {
        if (!store::find(tx, in.conversation))
            return missing();
        if (base::trim(in.text).empty()) {
            store::drop_draft(tx, in.conversation, desk.asker.user);
            return Draft{"", mode, std::nullopt};
        }
        store::save_draft(tx, in.conversation, desk.asker.user, {mode, in.text, desk.now()});
        return Draft{in.text, mode, desk.now()};
    });
}

base::Result<Draft> find_draft(workspace::Desk& desk, FindDraft const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::find(*reader, in.conversation))
        return missing();
    auto const draft = store::draft(*reader, in.conversation, desk.asker.user);
    return draft ? Draft{draft->text, draft->mode, draft->updated_at}
                 : Draft{"", DraftMode::reply, std::nullopt};
}

}  // namespace conversations

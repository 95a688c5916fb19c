#include "conversations/schedule.hpp"

#include <algorithm>
#include <chrono>

#include "base/crash_point.hpp"
#include "base/read_json.hpp"
#include "changes/feed.hpp"
#include "conversations/address.hpp"
#include "conversations/label_store.hpp"
#include "conversations/lines.hpp"
#include "conversations/message_store.hpp"
#include "conversations/outgoing.hpp"
#include "conversations/schedule_store.hpp"

namespace conversations {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view ScheduledJob = "conversation.scheduled";  // the key is the row
constexpr auto Furthest = std::chrono::milliseconds(24h * 366);

Error missing() { return Error{Fault::not_found, "not_found"}; }

base::Result<void> check_time(workspace::Desk const& desk, base::Instant at)
{
    if (at <= desk.now() || at > desk.now() + Furthest)
        return wrong_field("at", "not_allowed");
    return {};
}

Scheduled shown(workspace::Desk const& desk, db::Reader const& db, store::ScheduledRow const& row)
{
    Scheduled out;
    out.id = row.id;
    out.conversation = row.conversation;
    out.at = row.due_at;
    out.state = row.state;
    out.error = row.error;
    out.unless_answered = row.unless_answered;
    out.author.kind = row.author_kind;
    out.author.name = row.author_name;
    if (row.author != 0) {
        out.author.id = AuthorId{row.author};
        if (auto name = desk.people.name_of(desk.workspace->id(), {row.author}); !name.empty())
            out.author.name = std::move(name);
    }
    out.kind = row.kind;
    out.text = row.line;
    out.media = media::of_scheduled(db, row.id);
    out.created_at = row.created_at;
    return out;
}

// As it will be asked for again.
std::string request_of(SendMessage const& in)
{
    auto json = base::write_json(in);
    json.erase("conversation_id");
    return base::to_text(json);
}

std::optional<SendMessage> request_in(store::ScheduledRow const& row)
{
    auto const json = base::parse_json(row.request);
    auto in = json ? base::read_json<SendMessage>(*json) : std::nullopt;
    if (in)
        in->conversation = row.conversation;
    return in;
}

void note(workspace::Desk& desk, db::Writer const& tx, base::ConversationId conversation)
{
    changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, conversation, 0,
                  desk.now());
}

void put_job(workspace::Desk& desk, db::Writer const& tx, ScheduledId id, base::Instant due)
{
    jobs::put(*desk.workspace, tx, ScheduledJob, id.text(), base::Json::object(), due);
}

// The message and the end of its row are one.
base::Result<Message> send_row(workspace::Desk& desk, db::Writer const& tx,
                               store::ScheduledRow const& row)
{
    auto const in = request_in(row);
    if (!in)
        return Error{Fault::conflict, "payload_unreadable"};
    media::let_go(tx, row.id);
    auto message = TRY(send(desk, tx, *in));
    store::remove_scheduled(tx, row.id);
    note(desk, tx, row.conversation);
    return message;
}

void tell_of(workspace::Desk& desk, db::Writer const& tx, store::ScheduledRow const& row,
             base::Json event)
{
    auto const conversation = store::find(tx, row.conversation);
    Line line{std::move(event), desk.now()};
    line.member = row.author;
    tell(*desk.workspace, tx, row.conversation, conversation->channel, line);
}

// The customer wrote meanwhile, and it was to go only if they did not.
void drop_answered(workspace::Desk& desk, db::Writer const& tx, store::ScheduledRow const& row)
{
    store::remove_scheduled(tx, row.id);
    tell_of(desk, tx, row, {{"type", "scheduled_dropped"}});
    note(desk, tx, row.conversation);
}

// Nobody may miss it: the conversation is open and unread.
void fail(workspace::Desk& desk, db::Writer const& tx, ScheduledId id, std::string const& code)
{
    auto const row = store::scheduled(tx, id);
    if (!row || row->state != ScheduledState::waiting)
        return;
    store::set_failed(tx, id, code, desk.now());
    tell_of(desk, tx, *row, {{"type", "scheduled_failed"}, {"code", code}});
    auto const conversation = store::find(tx, row->conversation);
    if (conversation->unread == 0)
        store::set_unread(tx, row->conversation, 1, desk.now());
    if (conversation->state == State::done || conversation->state == State::snoozed)
        store::set_state(tx, row->conversation, State::open, std::nullopt, desk.now());
    note(desk, tx, row->conversation);
}

base::Result<void> attempt(workspace::Desk& desk, db::Writer const& tx, ScheduledId id)
{
    auto const row = store::scheduled(tx, id);
    if (!row || row->state != ScheduledState::waiting || row->due_at > desk.now())
        return {};
    auto const conversation = store::find(tx, row->conversation);
    if (row->unless_answered &&
        conversation->last_inbound_at.value_or(base::Instant{}) > row->created_at) {
        drop_answered(desk, tx, *row);
        return {};
    }
    TRY(send_row(desk, tx, *row));
    CRASH_POINT("scheduled.sending");
    return {};
}

// Why it has to be tried again; nothing when it is sent, dropped or failed.
std::optional<std::string> settle(workspace::Workspace& workspace, store::ScheduledRow const& row,
                                  workspace::People const& people, net::HttpClient& http)
{
    // Asked before the write: it lies in another file.
    std::optional<workspace::Asker> author = row.author != 0
                                               ? people.replier(workspace.id(), {row.author})
                                               : workspace::Asker{.kind = workspace::AskerKind::api,
                                                                  .user = {},
                                                                  .name = row.author_name};
    auto const may = author.has_value();
    workspace::Desk desk{workspace.shared_from_this(), author.value_or(workspace::Asker{}), people,
                         http};
    auto const done = may ? workspace.write([&](db::Writer& tx) -> base::Result<void> {
        return attempt(desk, tx, row.id);
    })
                          : base::Result<void>(Error{Fault::forbidden, "forbidden"});
    CRASH_POINT("scheduled.sent");
    if (done)
        return std::nullopt;
    auto const& error = done.error();
    if (error.fault == Fault::unavailable || error.fault == Fault::too_many)
        return error.code;
    auto const told = workspace.write([&](db::Writer& tx) { fail(desk, tx, row.id, error.code); });
    return told ? std::nullopt : std::optional(told.error().code);
}

// All of the conversation that are due, in their order, until this one is settled.
jobs::Outcome run(workspace::Workspace& workspace, jobs::Job const& job,
                  workspace::People const& people, net::HttpClient& http)
{
    auto const id = ScheduledId::parse(job.key);
    while (id) {
        auto const now = workspace.world().now();
        std::optional<store::ScheduledRow> mine;
        std::optional<store::ScheduledRow> next;
        {
            auto const reader = workspace.read();
            mine = store::scheduled(*reader, *id);
            if (mine)
                next = store::next_scheduled(*reader, mine->conversation, now);
        }
        if (!mine || mine->state != ScheduledState::waiting)
            break;
        if (mine->due_at > now)
            return jobs::Again{mine->due_at - now, {}, false};
        if (auto why = settle(workspace, next.value_or(*mine), people, http))
            return jobs::Again{std::nullopt, std::move(*why)};
    }
    return jobs::Done{};
}

}  // namespace

base::Result<Scheduled> schedule(workspace::Desk& desk, ScheduleMessage const& in)
{
    TRY(check_parts(in));
    TRY(check_time(desk, in.at));
    if (in.forward_of)
        return wrong_field("forward_of", "not_allowed");
    TRY(check_voice(desk, in));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Scheduled> {
        if (in.client_id) {
            auto const same = store::scheduled_by_client(tx, *in.client_id);
            if (same && same->conversation == in.conversation)
                return shown(desk, tx, *same);
            if (same || store::by_client(tx, *in.client_id))
                return Error{Fault::conflict, "client_id_used"};
        }
        auto envelope = TRY(address(desk, tx, in.conversation));
        if (store::count_scheduled(tx, in.conversation) >= MostScheduled)
            return Error{Fault::conflict, "too_many_scheduled", std::to_string(MostScheduled)};
        auto content = TRY(outgoing(desk, tx, envelope, in));
        channels::Outbound outbound;
        outbound.to = envelope.to;
        outbound.content = std::move(content.outbound);
        if (in.quoted)
            outbound.quoted_id = TRY(quoted_in(tx, in)).external_id;
        TRY(envelope.account.channel().fits(outbound));

        store::ScheduledRow row;
        row.conversation = in.conversation;
        row.due_at = in.at;
        row.unless_answered = in.unless_answered;
        row.author_kind = store::author_kind(desk.asker);
        row.author = desk.asker.user.value;
        row.author_name = desk.asker.name;
        row.kind = content.kind;
        row.line = content.text;
        row.request = request_of(in);
        row.created_at = desk.now();
        row.client_id = in.client_id;
        row.id = store::add_scheduled(tx, row);
        for (auto const file : channels::files_in(outbound))
            TRY(media::hold(tx, file, row.id, envelope.conversation.channel));
        put_job(desk, tx, row.id, in.at);
        if (desk.asker.user)
            store::drop_draft(tx, in.conversation, desk.asker.user);
        note(desk, tx, in.conversation);
        return shown(desk, tx, row);
    });
}

base::Result<base::Page<Scheduled>> list_scheduled(workspace::Desk& desk, ListScheduled const& in)
{
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    if (!store::find(*reader, in.conversation))
        return missing();
    base::Page<Scheduled> page;
    for (auto const& row : store::scheduled_of(*reader, in.conversation))
        page.data.push_back(shown(desk, *reader, row));
    return page;
}

base::Result<Scheduled> edit_scheduled(workspace::Desk& desk, EditScheduled const& in)
{
    TRY(check_time(desk, in.at));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Scheduled> {
        if (!store::scheduled(tx, in.scheduled))
            return missing();
        store::put_off(tx, in.scheduled, in.at, desk.now());
        jobs::cancel(tx, ScheduledJob, in.scheduled.text());
        put_job(desk, tx, in.scheduled, in.at);
        auto const row = *store::scheduled(tx, in.scheduled);
        note(desk, tx, row.conversation);
        return shown(desk, tx, row);
    });
}

base::Result<void> cancel_scheduled(workspace::Desk& desk, CancelScheduled const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        auto const row = store::scheduled(tx, in.scheduled);
        if (!row)
            return missing();
        store::remove_scheduled(tx, in.scheduled);
        jobs::cancel(tx, ScheduledJob, in.scheduled.text());
        note(desk, tx, row->conversation);
        return {};
    });
}

base::Result<Message> send_scheduled(workspace::Desk& desk, SendScheduled const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Message> {
        auto const row = store::scheduled(tx, in.scheduled);
        if (!row)
            return missing();
        jobs::cancel(tx, ScheduledJob, in.scheduled.text());
        return send_row(desk, tx, *row);
    });
}

void add_schedule(jobs::Runner& runner, workspace::People const& people, net::HttpClient& http)
{
    // One at a time: two of one conversation keep their order. Never given up.
    runner.on(std::string(ScheduledJob), {.tries = 0, .first = 5s, .at_once = 1},
              [&](workspace::Workspace& workspace, jobs::Job const& job) {
                  return run(workspace, job, people, http);
              });
}

}  // namespace conversations

#include "conversations/call.hpp"

#include <chrono>

#include "base/read_json.hpp"
#include "changes/feed.hpp"
#include "conversations/amendment_store.hpp"
#include "conversations/lines.hpp"
#include "conversations/message_store.hpp"
#include "conversations/people.hpp"
#include "conversations/preview.hpp"
#include "conversations/receive.hpp"

namespace conversations {

using namespace std::chrono_literals;

namespace {

using channels::Call;
using channels::CallState;
using channels::CallUpdate;

// A call whose end was not told within that time was missed; WhatsApp lets it ring about a minute.
constexpr auto RingLasts = std::chrono::milliseconds(5min);

constexpr std::string_view Waiting = "call";  // an orphan's word, with the state behind it

// What a call came to, told in any order: the most that anybody says of it, and the longest.
Call with(Call call, CallUpdate const& news)
{
    if (news.state > call.status)
        call.status = news.state;
    call.seconds = std::max(call.seconds, news.seconds);
    call.video = call.video || news.video;
    if (news.certain)
        call.ours = news.ours;
    return call;
}

std::optional<Call> call_of(db::Reader const& db, base::MessageId id)
{
    auto const kept = store::amendable(db, id);
    auto const json = kept && kept->content ? base::parse_json(*kept->content)
                                            : base::Result<base::Json>(base::Json());
    auto const content = json ? base::read_json<channels::Content>(*json) : std::nullopt;
    return content ? content->call : std::nullopt;
}

std::string content_of(Call const& call)
{
    channels::Content content;
    content.call = call;
    return base::to_text(base::write_json(content));
}

bool apply(workspace::Workspace& workspace, db::Writer const& tx, store::Brief const& message,
           CallUpdate const& news)
{
    auto const before = call_of(tx, message.id);
    if (!before)
        return false;
    auto const now = with(*before, news);
    if (now == *before)
        return false;
    store::set_content(tx, message.id, content_of(now), now.ours ? Direction::out : Direction::in);
    changes::note(workspace, tx, changes::Kind::message_updated, message.conversation,
                  message.id.value, workspace.world().now());
    return true;
}

std::string waiting_word(CallUpdate const& news)
{
    return std::string(Waiting) + ":" + std::string(base::word_of(news.state));
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::CallUpdate const& in)
{
    auto const now = workspace.world().now();
    if (auto const known = store::by_external(tx, channel, in.external_id))
        return apply(workspace, tx, *known, in) ? Reception::taken : Reception::known;
    // A status may not say who it was with; the call itself does.
    if (!in.certain || in.with.external_id.empty()) {
        store::keep_orphan(tx, channel, in.external_id, {waiting_word(in), in.at, "{}"}, now);
        return Reception::orphan;
    }

    auto const who = contacts::recognise(tx, channel, in.with, in.at);
    auto const conversation = conversation_with(workspace, tx, channel, who, in.at);
    auto call = with(Call{}, in);
    for (auto const& orphan : store::take_orphans(tx, channel, in.external_id))
        if (orphan.status.starts_with(Waiting))
            if (auto const state = base::from_word<CallState>(
                    std::string_view(orphan.status).substr(Waiting.size() + 1))) {
                CallUpdate early;
                early.state = *state;
                early.certain = false;
                call = with(call, early);
            }

    store::NewMessage message;
    message.conversation = conversation.id;
    message.channel = channel;
    message.direction = call.ours ? Direction::out : Direction::in;
    message.kind = MessageKind::call;
    message.external_id = in.external_id;
    message.author_kind = call.ours ? AuthorKind::app : AuthorKind::contact;
    message.author = call.ours ? 0 : who.contact.value;
    message.detail = R"({"content":)" + content_of(call) + "}";
    message.at = in.at;
    message.created_at = now;
    auto const id = store::add(tx, message);
    if (!id)
        return Reception::known;
    // A customer's call opens the reply window, as a message does.
    store::Preview const preview{*id, in.at, "", MessageKind::call, written_by(message.author_kind),
                                 0,   {}};
    if (call.ours)
        store::show_last(tx, conversation.id, preview);
    else
        store::wrote(tx, conversation.id, now, preview);
    changes::note(workspace, tx, changes::Kind::message_created, conversation.id, id->value, now);
    if (call.status == CallState::ringing)
        jobs::put(workspace, tx, CallJob, id->text(), base::Json::object(), now + RingLasts);
    return Reception::taken;
}

jobs::Outcome end_call(workspace::Workspace& workspace, jobs::Job const& job)
{
    auto const id = base::MessageId::parse(job.key);
    if (!id)
        return jobs::GiveUp{"our_bug"};
    auto const ended = workspace.write(
        [&](db::Writer& tx) {
            auto const message = store::brief(tx, *id);
            CallUpdate quiet;
            quiet.state = CallState::missed;
            quiet.certain = false;
            if (message)
                apply(workspace, tx, *message, quiet);
        },
        db::Priority::background);
    return ended ? jobs::Outcome(jobs::Done{}) : jobs::Again{std::nullopt, ended.error().code};
}

}  // namespace conversations

#include "conversations/removal.hpp"

#include <chrono>

#include "accounts/account.hpp"
#include "accounts/leaving/removal.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "contacts/use.hpp"
#include "conversations/removal_store.hpp"
#include "media/transfer.hpp"

namespace conversations {

using namespace std::chrono_literals;

namespace {

// What one write takes: about ten milliseconds on a slow disk, so that nobody waits for it.
constexpr int MessagesInWrite = 120;
constexpr int ConversationsInWrite = 40;
constexpr int RowsInWrite = 200;
// A delivery may be 3 MB, all of which is overwritten.
constexpr int DeliveriesInWrite = 10;
constexpr std::int64_t MostCounted = 20'000;
// A run of the job; between two of them it can be stopped.
constexpr auto RunLasts = std::chrono::milliseconds(300ms);
constexpr int WritesInRun = 60;
// What was on its way when the channel was disconnected has come by then.
constexpr auto StragglersCome = std::chrono::milliseconds(60s);

// A person who was known from this channel goes with it, unless known from another one as well.
void forget(db::Writer const& tx, base::ContactId contact)
{
    if (!store::remove_if_unknown(tx, contact))
        contacts::reindex(tx, contact);
}

// How many conversations went.
int remove_conversations(workspace::Workspace& workspace, db::Writer const& tx,
                         std::vector<store::Leaving> const& leaving)
{
    auto left = MessagesInWrite;
    int gone = 0;
    for (auto const& one : leaving) {
        left -= store::remove_messages(tx, one.conversation, left);
        if (left <= 0)
            break;  // there may be more of it
        store::remove_identity(tx, one.identity);
        forget(tx, one.contact);
        changes::note(workspace, tx, changes::Kind::conversation_removed, one.conversation, 0,
                      workspace.world().now());
        ++gone;
    }
    return gone;
}

bool remove_people(db::Writer const& tx, base::ChannelId channel)
{
    auto const people = store::identities_of(tx, channel, RowsInWrite);
    for (auto const& one : people) {
        store::remove_identity(tx, one.identity);
        forget(tx, one.contact);
    }
    return !people.empty();
}

void note_progress(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel)
{
    changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value,
                  workspace.world().now());
}

// Every dashboard asks for the channels when it hears of it, so it is told in hundredths.
void count(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel, int gone)
{
    auto const hundredth = [&] {
        auto const removal = accounts::find_removal(tx, channel);
        return removal && removal->total > 0 ? removal->done * 100 / removal->total : 0;
    };
    auto const before = hundredth();
    accounts::count_removed(tx, channel, gone);
    if (hundredth() != before)
        note_progress(workspace, tx, channel);
}

// One small write; false when nothing is left.
bool remove_some(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel)
{
    auto const leaving = store::conversations_of(tx, channel, ConversationsInWrite);
    if (!leaving.empty()) {
        count(workspace, tx, channel, remove_conversations(workspace, tx, leaving));
        return true;
    }
    return remove_people(tx, channel) || store::remove_rest(tx, channel, RowsInWrite) ||
           store::remove_deliveries(tx, channel, DeliveriesInWrite);
}

void must(base::Result<void> const& done)
{
    if (!done)
        throw std::runtime_error("removal: " + done.error().code);
}

void begin(workspace::Workspace& workspace, base::ChannelId channel)
{
    // Counted beside the writer: a million conversations take a moment.
    auto const total = store::count_conversations(*workspace.read(), channel);
    must(workspace.write(
        [&](db::Writer& tx) {
            accounts::begin_removal(tx, channel, total);
            note_progress(workspace, tx, channel);
        },
        db::Priority::background));
}

void end(workspace::Workspace& workspace, base::ChannelId channel)
{
    must(workspace.write(
        [&](db::Writer& tx) {
            accounts::end_removal(tx, channel, workspace.world().now());
            note_progress(workspace, tx, channel);
        },
        db::Priority::background));
    base::log(base::LogLevel::info, "conversations", "a channel's history is gone",
              {{"workspace", workspace.id().value}, {"channel", channel.value}});
}

// Whether everything is gone.
bool run(workspace::Workspace& workspace, base::ChannelId channel)
{
    auto const until = workspace.world().clock.monotonic() + RunLasts;
    for (int writes = 0; writes < WritesInRun && !workspace.is_closing(); ++writes) {
        auto const more = workspace.write(
            [&](db::Writer& tx) { return remove_some(workspace, tx, channel); },
            db::Priority::background);
        CRASH_POINT("removal.turn");
        if (!more)
            throw std::runtime_error("removal: " + more.error().code);
        if (!*more)
            return true;
        if (workspace.world().clock.monotonic() >= until)
            break;
    }
    return false;
}

jobs::Outcome remove_history(workspace::Workspace& workspace, jobs::Job const& job)
{
    auto const channel = base::ChannelId::parse(job.key);
    if (!channel)
        return jobs::GiveUp{"our_bug"};
    auto const removal = accounts::find_removal(*workspace.read(), *channel);
    if (!removal)
        return jobs::Done{};
    if (removal->state == accounts::RemovalState::waiting)
        begin(workspace, *channel);
    if (!run(workspace, *channel))
        return jobs::Again{0ms, "more", false};
    media::sweep(workspace);
    if (!removal->ended_at)
        end(workspace, *channel);
    else if (workspace.world().now() - *removal->ended_at >= StragglersCome)
        return jobs::Done{};
    return jobs::Again{StragglersCome, "stragglers", false};
}

}  // namespace

base::Result<HistorySize> count_history(workspace::Desk& desk, CountHistory const& in)
{
    auto const reader = desk.workspace->read();
    if (!accounts::brief(*reader, in.channel))
        return base::Error{base::Fault::not_found, "not_found"};
    auto const counted = store::count_history(*reader, in.channel, MostCounted);
    return HistorySize{counted.conversations, counted.messages, counted.people, counted.media_bytes,
                       MostCounted};
}

void add_removal(jobs::Runner& runner)
{
    runner.on(std::string(accounts::RemovalJob), {.tries = 0, .first = 5s, .at_once = 1},
              remove_history);
}

}  // namespace conversations

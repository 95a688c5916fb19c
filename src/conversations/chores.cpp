#include "conversations/chores.hpp"

#include <chrono>

#include "accounts/account.hpp"
#include "changes/feed.hpp"
#include "conversations/call.hpp"
#include "conversations/chore_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/notification.hpp"
#include "conversations/removal.hpp"

namespace conversations {

using namespace std::chrono_literals;

namespace {

constexpr int WakeBatch = 200;
constexpr int SampleBatch = 50;
// Typing shown later than this is no longer true.
constexpr auto TypingLasts = std::chrono::milliseconds(15s);

enum class Receipt { read, typing };

jobs::Outcome tell_customer(workspace::Workspace& workspace, jobs::Job const& job,
                            net::HttpClient& http, Receipt receipt)
{
    auto const conversation = base::ConversationId::parse(job.key);
    if (!conversation)
        return jobs::Done{};
    auto const now = workspace.world().now();
    if (receipt == Receipt::typing &&
        now - base::Instant{base::number_at(job.payload, "at").value_or(0)} > TypingLasts)
        return jobs::Done{};

    std::optional<accounts::LoadedAccount> account;
    std::string external_id;
    {
        auto const reader = workspace.read();
        auto const newest = store::newest_inbound(*reader, *conversation);
        // Older than the window: the provider refuses, and nobody is waiting to see it.
        if (!newest || !newest->external_id || now - newest->at > 24h * 29)
            return jobs::Done{};
        auto loaded = accounts::load(workspace, *reader, newest->channel);
        if (!loaded || loaded->state() != accounts::State::active)
            return jobs::Done{};
        account = std::move(*loaded);
        external_id = *newest->external_id;
    }
    auto const& traits = account->traits();
    if (receipt == Receipt::read ? !traits.read_receipts : !traits.typing)
        return jobs::Done{};
    auto const told = receipt == Receipt::read
                        ? account->channel().mark_read(external_id, account->account(), http)
                        : account->channel().show_typing(external_id, account->account(), http);
    if (told || receipt == Receipt::typing)
        return jobs::Done{};
    auto const fault = told.error().fault;
    if (fault == base::Fault::unavailable || fault == base::Fault::too_many)
        return jobs::Again{std::nullopt, told.error().code};
    return jobs::Done{};
}

}  // namespace

void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, net::HttpClient& http)
{
    runner.on(std::string(ReadJob), {.tries = 5, .at_once = 2},
              [&http](workspace::Workspace& workspace, jobs::Job const& job) {
                  return tell_customer(workspace, job, http, Receipt::read);
              });
    runner.on(std::string(TypingJob), {.tries = 1, .at_once = 2},
              [&http](workspace::Workspace& workspace, jobs::Job const& job) {
                  return tell_customer(workspace, job, http, Receipt::typing);
              });
    runner.on(std::string(CallJob), {.tries = 6, .first = 5s}, end_call);
    add_removal(runner);
    calendar.every("wake_snoozed", 15s, [](workspace::Workspace& w) { wake_snoozed(w); });
    calendar.every("drop_orphans", 1h, [](workspace::Workspace& w) { drop_orphans(w); });
    calendar.every("drop_old_notifications", 24h, drop_old_notifications);
}

int wake_snoozed(workspace::Workspace& workspace)
{
    auto const now = workspace.world().now();
    if (!store::any_to_wake(*workspace.read(), now))
        return 0;
    auto const woken = workspace.write(
        [&](db::Writer& tx) {
            auto const ids = store::wake_snoozed(tx, now, WakeBatch);
            for (auto const id : ids) {
                auto const row = store::find(tx, id);
                store::NewMessage line;
                line.conversation = id;
                line.channel = row->channel;
                line.direction = Direction::event;
                line.kind = MessageKind::event;
                line.author_kind = AuthorKind::system;
                line.detail = R"({"event":{"type":"state_changed","from":"snoozed","to":"open"}})";
                line.at = line.created_at = now;
                if (auto const message = store::add(tx, line))
                    changes::note(workspace, tx, changes::Kind::message_created, id, message->value,
                                  now);
            }
            return int(ids.size());
        },
        db::Priority::background);
    return woken ? *woken : 0;
}

void drop_orphans(workspace::Workspace& workspace)
{
    // Providers repeat a delivery for up to seven days.
    auto const before = workspace.world().now() - 24h * 8;
    auto const dropped = workspace.write([&](db::Writer& tx) { store::drop_orphans(tx, before); },
                                         db::Priority::background);
    if (!dropped)
        throw std::runtime_error(dropped.error().code);
}

base::Result<std::int64_t> remove_samples(workspace::Workspace& workspace)
{
    std::int64_t total = 0;
    for (;;) {
        auto const removed = TRY(workspace.write([&](db::Writer& tx) {
            auto batch = store::remove_samples(tx, SampleBatch);
            if (batch.contacts.empty())
                store::remove_sample_labels(tx);
            for (auto const id : batch.conversations)
                changes::note(workspace, tx, changes::Kind::conversation_removed, id, 0,
                              workspace.world().now());
            return std::int64_t(batch.contacts.size());
        }));
        if (removed == 0)
            return total;
        total += removed;
    }
}

bool has_samples(db::Reader const& db) { return store::any_sample(db); }

}  // namespace conversations

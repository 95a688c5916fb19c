#include "intake/understand.hpp"

#include <algorithm>
#include <latch>
#include <map>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/notices/notice.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "channels/list.hpp"
#include "conversations/receive.hpp"
#include "intake/import.hpp"
#include "intake/store.hpp"

namespace intake {

using namespace std::chrono_literals;

namespace {

constexpr int EventsInTurn = 64;
// A turn ends after about so many parts: 64 batches of 1,000 on a slow disk would look stuck to the
// watchdog. One delivery is never split over turns.
constexpr std::size_t PartsInTurn = 2000;
// What is understood takes several times the memory of its bytes.
constexpr std::int64_t BytesInTurn = 2 << 20;
// Parts of one delivery that share a write: a batch of 1,000 must not hold up acknowledgements.
constexpr std::size_t PartsInWrite = 24;
constexpr int Tries = 5;

// 2, 8, 32, 128 s.
std::chrono::milliseconds back_off(int attempts)
{
    return std::chrono::milliseconds(2s * (1 << (2 * std::min(attempts - 1, 3))));
}

struct Delivery {
    store::Waiting raw;
    std::vector<channels::Event> events;
    std::string error;  // why the whole of it cannot be read
};

Delivery read(workspace::Workspace& workspace, store::Waiting const& raw,
              std::map<base::ChannelId, std::string>& kinds)
{
    Delivery delivery{raw, {}, {}};
    auto& kind = kinds[delivery.raw.channel];
    if (kind.empty())
        if (auto const brief = accounts::brief(*workspace.read(), delivery.raw.channel))
            kind = base::word_of(brief->kind);
    auto const* const channel = channels::find(kind);
    if (!channel) {
        delivery.error = "channel_gone";
        return delivery;
    }
    auto const kept = store::body(*workspace.read(), raw.id);
    if (!kept) {
        delivery.error = "channel_gone";
        return delivery;
    }
    auto events = channel->read(kept->body);
    if (events)
        delivery.events = std::move(*events);
    else
        delivery.error = events.error().code;
    return delivery;
}

// What came of some parts of a delivery; the first problem is enough to look into it.
struct Taken {
    std::string error;       // worth another try
    std::string unreadable;  // another try changes nothing
};

void take(workspace::Workspace& workspace, db::Writer const& tx, outbox::Deliveries& deliveries,
          base::ChannelId channel, channels::Event const& event, Taken& taken)
{
    if (auto const* const message = std::get_if<channels::InboundMessage>(&event.what)) {
        conversations::receive(workspace, tx, channel, *message, event.raw);
    } else if (auto const* const reaction = std::get_if<channels::Reaction>(&event.what)) {
        conversations::receive(workspace, tx, channel, *reaction);
    } else if (auto const* const edit = std::get_if<channels::Edit>(&event.what)) {
        conversations::receive(workspace, tx, channel, *edit);
    } else if (auto const* const revoke = std::get_if<channels::Revoke>(&event.what)) {
        conversations::receive(workspace, tx, channel, *revoke);
    } else if (auto const* const change = std::get_if<channels::PersonChange>(&event.what)) {
        conversations::receive(workspace, tx, channel, *change);
    } else if (auto const* const call = std::get_if<channels::CallUpdate>(&event.what)) {
        conversations::receive(workspace, tx, channel, *call);
    } else if (auto const* const preference = std::get_if<channels::Preference>(&event.what)) {
        conversations::receive(workspace, tx, channel, *preference);
    } else if (auto const* const group = std::get_if<channels::GroupUpdate>(&event.what)) {
        conversations::receive(workspace, tx, channel, *group);
    } else if (auto const* const status = std::get_if<channels::StatusUpdate>(&event.what)) {
        conversations::receive(workspace, tx, deliveries, channel, *status);
    } else if (auto const* const notice = std::get_if<channels::AccountNotice>(&event.what)) {
        accounts::receive(workspace, tx, channel, *notice, event.key, event.raw);
    } else if (auto const* const error = std::get_if<channels::ProviderError>(&event.what)) {
        accounts::receive(workspace, tx, channel, *error, event.raw);
    } else if (auto const* const part = std::get_if<channels::Unreadable>(&event.what)) {
        if (taken.unreadable.empty())
            taken.unreadable = "unreadable: " + part->why;
    }
}

Taken take_some(workspace::Workspace& workspace, db::Writer const& tx,
                outbox::Deliveries& deliveries, Delivery const& delivery, std::size_t from,
                base::ChannelId own, std::map<std::string, base::ChannelId> const& others)
{
    Taken taken;
    auto const to = std::min(delivery.events.size(), from + PartsInWrite);
    for (auto i = from; i < to; ++i) {
        auto const& event = delivery.events[i];
        auto channel = own;
        if (is_past(event))
            continue;  // a job of its own takes it in
        if (!event.to.account_id.empty()) {
            // Parts for other accounts were kept with those; here they are not ours to take.
            auto const known = others.find(event.to.account_id);
            if (known == others.end() || known->second != own)
                continue;
        }
        store::begin_item(tx);
        try {
            take(workspace, tx, deliveries, channel, event, taken);
            store::keep_item(tx);
        } catch (db::Broken const&) {
            throw;  // the file, not the part: the whole write is tried again
        } catch (std::exception const& e) {
            store::undo_item(tx);
            base::log(base::LogLevel::error, "intake", "a part could not be taken",
                      {{"event", delivery.raw.id.value}, {"key", event.key}, {"why", e.what()}});
            if (taken.error.empty())
                taken.error = "could_not_be_taken: " + event.key;
        }
    }
    return taken;
}

}  // namespace

std::optional<std::chrono::milliseconds> Understanding::turn(workspace::Workspace& workspace)
{
    auto const now = workspace.world().now();
    std::vector<Delivery> deliveries;
    std::map<std::string, base::ChannelId> accounts;
    {
        auto const raw = store::waiting(*workspace.read(), {}, now, EventsInTurn);
        std::map<base::ChannelId, std::string> kinds;
        std::size_t parts = 0;
        std::int64_t bytes = 0;
        for (auto const& one : raw) {
            deliveries.push_back(read(workspace, one, kinds));
            parts += deliveries.back().events.size();
            bytes += one.bytes;
            if (parts >= PartsInTurn || bytes >= BytesInTurn)
                break;  // the rest stays waiting, in its order
        }
        for (auto const& delivery : deliveries)
            for (auto const& event : delivery.events)
                if (!event.to.account_id.empty() && !accounts.contains(event.to.account_id))
                    if (auto const channel = accounts::find_by_account(
                            *workspace.read(), kinds[delivery.raw.channel], event.to.account_id))
                        accounts[event.to.account_id] = *channel;
    }
    if (deliveries.empty()) {
        auto const due = store::next_due(*workspace.read());
        if (!due)
            return std::nullopt;
        return workspace.world().clock.monotonic() +
               std::max(*due - now, std::chrono::milliseconds(50));
    }

    // Posted one after the other, so that the writer may put many into one commit; each delivery is
    // marked in the write of its last parts.
    struct Progress {
        std::string error, unreadable;
    };
    std::vector<Progress> progress(deliveries.size());
    std::ptrdiff_t writes = 0;
    for (auto const& delivery : deliveries)
        writes += std::ptrdiff_t(
            std::max<std::size_t>(1, (delivery.events.size() + PartsInWrite - 1) / PartsInWrite));
    std::latch all(writes);
    std::atomic<bool> failed = false;

    for (std::size_t d = 0; d < deliveries.size(); ++d) {
        auto const& delivery = deliveries[d];
        for (std::size_t from = 0; from == 0 || from < delivery.events.size();
             from += PartsInWrite) {
            workspace.post(
                db::Priority::background,
                [&, d, from](db::Writer& tx) {
                    CRASH_POINT("intake.taking");
                    auto& so_far = progress[d];
                    auto const taken = take_some(workspace, tx, m_deliveries, delivery, from,
                                                 delivery.raw.channel, accounts);
                    if (so_far.error.empty())
                        so_far.error = taken.error;
                    if (so_far.unreadable.empty())
                        so_far.unreadable = taken.unreadable;
                    if (from + PartsInWrite < delivery.events.size())
                        return;
                    if (std::ranges::any_of(delivery.events, is_past))
                        import_soon(workspace, tx, delivery.raw.id);
                    auto const tries = delivery.raw.attempts + 1;
                    auto const& hopeless = delivery.error.empty() ? so_far.unreadable
                                                                  : delivery.error;
                    if (!so_far.error.empty() && tries < Tries)
                        store::later(tx, delivery.raw.id, tries, so_far.error,
                                     workspace.world().now() + back_off(tries));
                    else if (!so_far.error.empty() || !hopeless.empty())
                        store::dead(tx, delivery.raw.id, tries,
                                    so_far.error.empty() ? hopeless : so_far.error);
                    else
                        store::done(tx, delivery.raw.id, workspace.world().now());
                    accounts::heard(tx, delivery.raw.channel, workspace.world().now());
                },
                [&](auto const& outcome) {
                    if (!outcome)
                        failed = true;
                    all.count_down();
                });
        }
    }
    all.wait();
    if (failed)
        return workspace.world().clock.monotonic() + 1s;  // disk full or busy; all of it waits
    return 0ms;
}

}  // namespace intake

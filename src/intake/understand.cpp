#include "intake/understand.hpp"

#include <algorithm>
#include <latch>
#include <map>
#include <mutex>
#include <set>
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

constexpr int EventsInTurn = 256;
// A turn ends after about so many parts: 64 batches of 1,000 on a slow disk would look stuck to the
// watchdog. One delivery is never split over turns.
constexpr std::size_t PartsInTurn = 2000;
// What is understood takes several times the memory of its bytes.
constexpr std::int64_t BytesInTurn = 2 << 20;
// Parts that share a write: a batch of 1,000 must not hold up acknowledgements.
constexpr std::size_t PartsInWrite = 16;
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

// What came of a delivery so far, without a gap up to `to`: only a whole one is marked as done.
struct Progress {
    Taken taken;
    std::size_t to = 0;
    bool marked = false;
};

// Some parts of one delivery; the write of its last ones marks it.
struct Piece {
    std::size_t delivery = 0;
    std::size_t from = 0;
    std::size_t to = 0;
};
// What one write takes.
using Portion = std::vector<Piece>;

std::vector<Portion> portions_of(std::vector<Delivery> const& deliveries)
{
    std::vector<Portion> out;
    std::size_t room = 0;
    for (std::size_t d = 0; d < deliveries.size(); ++d) {
        auto const parts = deliveries[d].events.size();
        for (std::size_t from = 0; from == 0 || from < parts;) {
            if (room == 0) {
                out.emplace_back();
                room = PartsInWrite;
            }
            auto const count = std::min(parts - from, room);
            out.back().push_back({d, from, from + count});
            room -= std::max<std::size_t>(count, 1);
            from += std::max<std::size_t>(count, 1);
        }
    }
    return out;
}

// A savepoint for each part makes SQLite write out the text index and copy pages each time, so parts
// are first taken together; only when one fails is each taken alone.
enum class Care { together, each_part };

// One turn's deliveries on their way into the workspace. Its writes run on the writing thread.
class Taking {
public:
    Taking(workspace::Workspace& workspace, outbox::Deliveries& outbox,
           std::vector<Delivery> deliveries, std::map<std::string, base::ChannelId> accounts)
        : m_workspace(workspace),
          m_outbox(outbox),
          m_deliveries(std::move(deliveries)),
          m_accounts(std::move(accounts)),
          m_progress(m_deliveries.size())
    {
    }

    // False when a delivery stays waiting because something of it could not be written.
    bool run()
    {
        auto const left = post(portions_of(m_deliveries));
        // A write that broke takes nobody else's delivery with it.
        std::vector<Portion> alone;
        for (auto const& portion : left)
            for (auto const& piece : portion)
                alone.push_back({piece});
        if (left.size() < alone.size())
            post(alone);
        return std::ranges::all_of(m_progress, &Progress::marked);
    }

private:
    // Posted one after the other, so that the writer may put many into one commit. Gives those that
    // were not written.
    std::vector<Portion> post(std::vector<Portion> const& portions)
    {
        std::latch all(std::ptrdiff_t(portions.size()));
        std::vector<std::uint8_t> lost(portions.size());
        for (std::size_t i = 0; i < portions.size(); ++i)
            m_workspace.post(
                db::Priority::background,
                [&, i](db::Writer& tx) {
                    CRASH_POINT("intake.taking");
                    take_in(tx, portions[i]);
                },
                [&, i](auto const& outcome) {
                    if (!outcome) {
                        lost[i] = 1;
                        std::scoped_lock const lock(m_mutex);
                        forget(portions[i]);
                    }
                    all.count_down();
                });
        all.wait();
        std::vector<Portion> left;
        for (std::size_t i = 0; i < portions.size(); ++i)
            if (lost[i] != 0)
                left.push_back(portions[i]);
        return left;
    }

    void take_in(db::Writer const& tx, Portion const& portion)
    {
        std::scoped_lock const lock(m_mutex);
        try {
            store::begin_item(tx);
            try {
                take_in(tx, portion, Care::together);
                store::keep_item(tx);
            } catch (std::exception const& e) {
                if (is_of_the_file(e))
                    throw;
                store::undo_item(tx);
                take_in(tx, portion, Care::each_part);
            }
        } catch (std::exception const&) {
            forget(portion);  // before the next work of the same commit
            throw;
        }
    }

    // The file's trouble and not a part's: the whole write is tried again.
    static bool is_of_the_file(std::exception const& e)
    {
        auto const* const broken = dynamic_cast<db::Broken const*>(&e);
        return broken && !broken->is_constraint();
    }

    // A write that is undone. What is after it in a delivery may be in the file all the same.
    void forget(Portion const& portion)
    {
        for (auto const& piece : portion) {
            auto& so_far = m_progress[piece.delivery];
            so_far.to = std::min(so_far.to, piece.from);
            so_far.marked = false;
        }
    }

    void take_in(db::Writer const& tx, Portion const& portion, Care care)
    {
        for (auto const& piece : portion) {
            auto const& delivery = m_deliveries[piece.delivery];
            auto& so_far = m_progress[piece.delivery];
            if (piece.from == 0)
                so_far = {};
            auto const taken = take_some(tx, piece, care);
            if (so_far.taken.error.empty())
                so_far.taken.error = taken.error;
            if (so_far.taken.unreadable.empty())
                so_far.taken.unreadable = taken.unreadable;
            // Behind a piece that was not written it all waits for another turn.
            if (so_far.to < piece.from)
                continue;
            so_far.to = std::max(so_far.to, piece.to);
            so_far.marked = so_far.to == delivery.events.size();
            if (so_far.marked)
                mark(tx, delivery, so_far.taken);
        }
        std::set<base::ChannelId> heard;
        for (auto const& piece : portion)
            if (auto const channel = m_deliveries[piece.delivery].raw.channel;
                heard.insert(channel).second)
                accounts::heard(tx, channel, m_workspace.world().now());
    }

    Taken take_some(db::Writer const& tx, Piece const& piece, Care care)
    {
        Taken taken;
        auto const& delivery = m_deliveries[piece.delivery];
        for (auto i = piece.from; i < piece.to; ++i) {
            auto const& event = delivery.events[i];
            if (is_past(event) || !is_for(event, delivery.raw.channel))
                continue;  // a job of its own takes the past in
            if (care == Care::together)
                take(m_workspace, tx, m_outbox, delivery.raw.channel, event, taken);
            else
                take_alone(tx, delivery, event, taken);
        }
        return taken;
    }

    void take_alone(db::Writer const& tx, Delivery const& delivery, channels::Event const& event,
                    Taken& taken)
    {
        store::begin_item(tx);
        try {
            take(m_workspace, tx, m_outbox, delivery.raw.channel, event, taken);
            store::keep_item(tx);
        } catch (std::exception const& e) {
            if (is_of_the_file(e))
                throw;
            store::undo_item(tx);
            base::log(base::LogLevel::error, "intake", "a part could not be taken",
                      {{"event", delivery.raw.id.value}, {"key", event.key}, {"why", e.what()}});
            if (taken.error.empty())
                taken.error = "could_not_be_taken: " + event.key;
        }
    }

    // Parts for other accounts were kept with those; here they are not ours to take.
    bool is_for(channels::Event const& event, base::ChannelId channel) const
    {
        if (event.to.account_id.empty())
            return true;
        auto const known = m_accounts.find(event.to.account_id);
        return known != m_accounts.end() && known->second == channel;
    }

    void mark(db::Writer const& tx, Delivery const& delivery, Taken const& so_far)
    {
        if (std::ranges::any_of(delivery.events, is_past))
            import_soon(m_workspace, tx, delivery.raw.id);
        auto const now = m_workspace.world().now();
        auto const tries = delivery.raw.attempts + 1;
        auto const& hopeless = delivery.error.empty() ? so_far.unreadable : delivery.error;
        if (!so_far.error.empty() && tries < Tries)
            store::later(tx, delivery.raw.id, tries, so_far.error, now + back_off(tries));
        else if (!so_far.error.empty() || !hopeless.empty())
            store::dead(tx, delivery.raw.id, tries, so_far.error.empty() ? hopeless : so_far.error);
        else
            store::done(tx, delivery.raw.id, now);
    }

    workspace::Workspace& m_workspace;
    outbox::Deliveries& m_outbox;
    std::vector<Delivery> m_deliveries;
    std::map<std::string, base::ChannelId> m_accounts;
    std::mutex m_mutex;  // a write that finds no room in the queue ends in our own thread
    std::vector<Progress> m_progress;
};

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

    if (!Taking(workspace, m_deliveries, std::move(deliveries), std::move(accounts)).run())
        return workspace.world().clock.monotonic() + 1s;  // disk full or busy; all of it waits
    return 0ms;
}

}  // namespace intake

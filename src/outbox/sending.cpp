#include "outbox/sending.hpp"

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "media/transfer.hpp"
#include "outbox/store.hpp"

namespace outbox {

using namespace std::chrono_literals;
using workspace::Workspace;

Sending::Sending(base::World world, net::HttpClient& http, Deliveries& deliveries, int senders)
    : m_world(world),
      m_http(http),
      m_deliveries(deliveries),
      m_most_uploads(std::max(1, senders / 2)),
      m_crew("outbox", senders)
{
}

std::shared_ptr<Lane> Sending::lane_of(Workspace& workspace)
{
    std::scoped_lock const lock(m_mutex);
    auto& lane = m_lanes[&workspace];
    if (!lane) {
        lane = std::make_shared<Lane>();
        lane->workspace = workspace.weak_from_this();
    }
    return lane;
}

std::shared_ptr<Lane> Sending::forget(Workspace const& workspace)
{
    std::scoped_lock const lock(m_mutex);
    auto const found = m_lanes.find(&workspace);
    if (found == m_lanes.end())
        return nullptr;
    auto lane = std::move(found->second);
    m_lanes.erase(found);
    return lane;
}

std::vector<std::shared_ptr<Lane>> Sending::lanes()
{
    std::scoped_lock const lock(m_mutex);
    std::vector<std::shared_ptr<Lane>> out;
    for (auto const& [key, lane] : m_lanes)
        out.push_back(lane);
    return out;
}

void Sending::send(Workspace& workspace, std::shared_ptr<Lane> const& lane,
                   accounts::LoadedAccount const& account, Flight const& flight)
{
    ++lane->flying;
    auto const started = m_crew.start(workspace.shared_from_this(), [=, this, &workspace] {
        fly(workspace, lane, account, flight);
    });
    if (started)
        return;
    // Stopping: no byte has left, so this is certain.
    auto const land = [this, flight](Workspace& w, db::Writer const& tx) {
        auto const now = m_world.now();
        if (store::land_uncounted(tx, flight.id, flight.outbound.attempt_id, "stopping", now))
            m_deliveries.became(w, tx, flight.message, news_of(flight, Delivery::queued, now));
    };
    settle(workspace, lane, land, land);
}

void Sending::fly(Workspace& workspace, std::shared_ptr<Lane> const& lane,
                  accounts::LoadedAccount const& account, Flight const& flight)
{
    channels::SendOutcome outcome;
    try {
        outcome = account.channel().send(flight.outbound, account.account(), m_http);
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, "outbox", "a channel threw",
                  {{"send", flight.id.value}, {"why", e.what()}});
        outcome = channels::Unknown{"no_answer", "our_bug"};
    }
    CRASH_POINT("outbox.answered");

    auto wait = 0ms;
    if (auto const* const later = std::get_if<channels::TryLater>(&outcome))
        wait = wait_before_retry(*later, flight.outbound.tries, m_world.random);
    if (auto const others = hold_after(outcome, wait))
        hold(*lane, flight, *others);
    auto const due = m_world.now() + wait;
    settle(
        workspace, lane,
        [this, flight, outcome, due](Workspace& w, db::Writer const& tx) {
            apply(w, tx, m_deliveries, flight, outcome, due);
        },
        [this, flight](Workspace&, db::Writer const& tx) {
            store::land(tx, flight.id, flight.outbound.attempt_id, SendState::unknown, "our_bug",
                        m_world.now());
        });
    CRASH_POINT("outbox.settling");
}

void Sending::hold(Lane& lane, Flight const& flight, Hold const& hold)
{
    auto const until = m_world.clock.monotonic() + hold.wait;
    std::scoped_lock const lock(lane.mutex);
    auto* const bucket = hold.pair_only ? lane.paces.find_pair(flight.conversation)
                                        : lane.paces.find_channel(flight.channel);
    if (bucket)
        bucket->hold(until);
}

bool Sending::may_upload()
{
    if (++m_uploads <= m_most_uploads)
        return true;
    --m_uploads;
    return false;
}

void Sending::upload(Workspace& workspace, std::shared_ptr<Lane> const& lane,
                     accounts::LoadedAccount const& account, Flight const& flight)
{
    ++lane->flying;
    auto const started = m_crew.start(workspace.shared_from_this(), [=, this, &workspace] {
        carry(workspace, lane, account, flight);
    });
    if (started)
        return;
    --m_uploads;
    --lane->flying;
    std::scoped_lock const lock(lane->mutex);
    lane->uploading.erase(flight.upload);
}

void Sending::carry(Workspace& workspace, std::shared_ptr<Lane> const& lane,
                    accounts::LoadedAccount const& account, Flight const& flight)
{
    base::Result<std::string> done = base::Error{base::Fault::unavailable, "media_failed"};
    try {
        // Its own commit wakes the next turn, which then finds the provider's id.
        done = media::put_at_provider(workspace, flight.upload, account, m_http);
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, "outbox", "an upload threw",
                  {{"send", flight.id.value}, {"why", e.what()}});
    }
    --m_uploads;
    {
        std::scoped_lock const lock(lane->mutex);
        lane->uploading.erase(flight.upload);
    }
    if (done) {
        --lane->flying;
        return;
    }
    auto const later = channels::TryLater{
        .wait = std::chrono::seconds(done.error().retry_after_s),
        .named = done.error().retry_after_s > 0,
        .why = {},
    };
    auto const due = m_world.now() +
                     wait_before_retry(later, flight.outbound.tries, m_world.random);
    auto const refuse = [this, flight, why = done.error(), due](Workspace& w,
                                                                db::Writer const& tx) {
        apply_upload_refusal(w, tx, m_deliveries, flight, why, due);
    };
    settle(workspace, lane, refuse, [](Workspace&, db::Writer const&) {});
}

void Sending::settle(Workspace& workspace, std::shared_ptr<Lane> const& lane, Work const& work,
                     Work const& if_broken)
{
    workspace.post(
        db::Priority::urgent, [&workspace, work](db::Writer& tx) { work(workspace, tx); },
        [self = weak_from_this(), &workspace, lane, work, if_broken](base::Result<void> done) {
            if (done) {
                CRASH_POINT("outbox.settled");
                --lane->flying;
                return;
            }
            // A full disk or a busy file passes; the next turn comes within a second.
            base::log(base::LogLevel::error, "outbox", "an outcome could not be kept yet",
                      {{"workspace", workspace.id().value}, {"why", done.error().code}});
            auto const broken = done.error().code == "broken";
            std::scoped_lock const lock(lane->mutex);
            lane->unsettled.emplace_back([=, &workspace] {
                if (auto const sending = self.lock())
                    sending->settle(workspace, lane, broken ? if_broken : work, if_broken);
            });
        });
}

}  // namespace outbox

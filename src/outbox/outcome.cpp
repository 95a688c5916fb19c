#include "outbox/outcome.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "media/transfer.hpp"
#include "outbox/store.hpp"

namespace outbox {

using namespace std::chrono_literals;
using channels::Problem;

namespace {

constexpr auto LongestBackOff = std::chrono::milliseconds(15min);
constexpr auto LongestNamedWait = std::chrono::milliseconds(6h);
// A provider that could not even be reached costs delay only; after this long people want to know.
constexpr auto LongestOutage = std::chrono::milliseconds(24h);
// A person who looks on is told why a message waits, unless it goes before it could be read.
constexpr auto WorthSaying = std::chrono::milliseconds(10s);

bool was_not_reached(channels::TryLater const& later)
{
    return later.why.code == "provider_down" && later.why.provider_code == 0;
}

void say(Deliveries& deliveries, workspace::Workspace& workspace, db::Writer const& tx,
         Flight const& flight, Delivery status, base::Instant now,
         std::optional<Problem> problem = std::nullopt)
{
    auto news = news_of(flight, status, now);
    news.problem = std::move(problem);
    deliveries.became(workspace, tx, flight.message, news);
}

struct Landing {
    workspace::Workspace& workspace;
    db::Writer const& tx;
    Deliveries& deliveries;
    Flight const& flight;
    base::Instant due;
    base::Instant now;

    std::string const& attempt() const { return flight.outbound.attempt_id; }

    void operator()(channels::Accepted const& accepted) const
    {
        if (!store::land(tx, flight.id, attempt(), SendState::sent, "", now))
            return;
        auto news = news_of(flight, Delivery::sent, now);
        news.external_id = accepted.provider_id;
        news.phone = accepted.phone;
        news.user_id = accepted.user_id;
        deliveries.became(workspace, tx, flight.message, news);
    }
    void operator()(channels::TryLater const& later) const
    {
        auto const spent = was_not_reached(later) ? now - flight.created_at > LongestOutage
                                                  : flight.outbound.tries >= later.max_tries;
        if (spent)
            return fail(later.why);
        if (store::land_for_retry(tx, flight.id, attempt(), due, later.why.code, now))
            say(deliveries, workspace, tx, flight, Delivery::queued, now,
                due - now < WorthSaying ? std::nullopt : std::optional(later.why));
    }
    void operator()(channels::Refused const& refused) const { fail(refused.why); }
    void operator()(channels::Unknown const& unknown) const
    {
        // The message goes on "sending": a status may settle it within minutes.
        store::land(tx, flight.id, attempt(), SendState::unknown, unknown.why, now);
    }
    void operator()(channels::ChannelDown const& down) const
    {
        accounts::stop(workspace, tx, flight.channel, down.why);
        if (store::land_uncounted(tx, flight.id, attempt(), down.why.code, now))
            say(deliveries, workspace, tx, flight, Delivery::queued, now, down.why);
    }
    void fail(Problem const& why) const
    {
        if (!store::land(tx, flight.id, attempt(), SendState::failed, why.code, now))
            return;
        // The provider may have lost what we uploaded: a resend uploads anew.
        if (why.code.starts_with("media_"))
            for (auto const file : channels::files_in(flight.outbound))
                media::forget_provider_id(tx, file);
        say(deliveries, workspace, tx, flight, Delivery::failed, now, why);
    }
};

}  // namespace

DeliveryNews news_of(Flight const& flight, Delivery status, base::Instant now)
{
    return {.status = status, .at = now, .purpose = flight.purpose, .send = flight.id};
}

void apply(workspace::Workspace& workspace, db::Writer const& tx, Deliveries& deliveries,
           Flight const& flight, channels::SendOutcome const& outcome, base::Instant due)
{
    std::visit(Landing{workspace, tx, deliveries, flight, due, workspace.world().now()}, outcome);
    workspace.stir(workspace::Follower::outbox);
}

void apply_upload_refusal(workspace::Workspace& workspace, db::Writer const& tx,
                          Deliveries& deliveries, Flight const& flight, base::Error const& why,
                          base::Instant due)
{
    constexpr int MostTries = 6;
    auto const now = workspace.world().now();
    auto const problem = Problem{.code = why.code, .provider_code = 0, .detail = why.detail};
    auto const passing = why.fault == base::Fault::unavailable ||
                         why.fault == base::Fault::too_many;
    if (why.fault == base::Fault::forbidden) {
        accounts::stop(workspace, tx, flight.channel, problem);
    } else if (passing && flight.outbound.tries < MostTries) {
        store::retry_waiting(tx, flight.id, due, why.code, now);
    } else if (store::fail_waiting(tx, flight.id, why.code, now)) {
        say(deliveries, workspace, tx, flight, Delivery::failed, now, problem);
    }
    workspace.stir(workspace::Follower::outbox);
}

std::chrono::milliseconds wait_before_retry(channels::TryLater const& later, int tries,
                                            base::Random& random)
{
    auto const jitter = [&](std::chrono::milliseconds below) {
        return std::chrono::milliseconds(
            std::int64_t(random.number_below(std::uint64_t(std::max(below, 1ms).count()))));
    };
    if (later.named)
        return std::min(later.wait, LongestNamedWait) + jitter(later.wait / 10);
    auto own = std::chrono::milliseconds(1s) * (std::int64_t(1) << std::clamp(tries - 1, 0, 10));
    own = std::min(own, LongestBackOff);
    return jitter(std::min(std::max(own, later.wait), LongestBackOff)) + 1ms;
}

std::optional<Hold> hold_after(channels::SendOutcome const& outcome, std::chrono::milliseconds wait)
{
    auto const* const later = std::get_if<channels::TryLater>(&outcome);
    if (!later)
        return std::nullopt;
    if (later->pair_only)
        return Hold{wait, true};
    if (was_not_reached(*later) || later->why.code == "rate_limited")
        return Hold{wait, false};
    return std::nullopt;
}

}  // namespace outbox

#include "outbox/outbox.hpp"

#include <chrono>

#include "base/log.hpp"
#include "outbox/payload.hpp"
#include "outbox/store.hpp"

namespace outbox {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

namespace {

constexpr auto EndedKept = std::chrono::milliseconds(30 * 24h);

}  // namespace

SendId put(workspace::Workspace& workspace, db::Writer const& tx, NewSend const& send)
{
    workspace.stir(workspace::Follower::outbox);
    return store::insert(tx, send, to_text(send.outbound), workspace.world().now());
}

bool supersede(db::Writer const& tx, MessageId message, Purpose purpose)
{
    auto left = false;
    for (auto const state : store::states(tx, message, purpose))
        left = left || (state != SendState::queued && state != SendState::retry_wait &&
                        state != SendState::failed);
    store::drop_waiting(tx, message, purpose);
    return left;
}

base::Result<void> resend(workspace::Workspace& workspace, db::Writer const& tx,
                          Deliveries& deliveries, MessageId message)
{
    auto const found = store::find_by_message(tx, message);
    if (!found)
        return Error{Fault::not_found, "not_found"};
    switch (found->state) {
    case SendState::queued:
    case SendState::in_flight:
    case SendState::retry_wait:
    case SendState::unknown: return Error{Fault::conflict, "already_sending"};
    // `sent` is one that the provider reported as failed afterwards.
    case SendState::sent:
    case SendState::failed:
    case SendState::needs_attention: break;
    }
    auto const now = workspace.world().now();
    store::requeue(tx, found->id, now);
    deliveries.became(workspace, tx, message,
                      {.status = Delivery::queued, .at = now, .send = found->id});
    workspace.stir(workspace::Follower::outbox);
    return {};
}

std::optional<Settled> settle(workspace::Workspace& workspace, db::Writer const& tx,
                              Deliveries& deliveries, base::ChannelId channel,
                              channels::StatusUpdate const& status)
{
    if (!status.attempt_id)
        return std::nullopt;
    auto const found = store::find_by_attempt(tx, *status.attempt_id);
    if (!found || found->channel != channel)
        return std::nullopt;
    Settled const settled{found->message, found->purpose, found->id};
    if (found->state == SendState::sent)
        return settled;

    auto const now = workspace.world().now();
    DeliveryNews news{.status = Delivery::sent,
                      .at = status.at,
                      .external_id = status.external_id,
                      .problem = std::nullopt,
                      .phone = status.recipient.phone,
                      .user_id = status.recipient.user_id,
                      .purpose = found->purpose,
                      .send = found->id};
    auto state = SendState::sent;
    if (status.status == channels::DeliveryStatus::failed) {
        if (found->state == SendState::failed)
            return settled;
        state = SendState::failed;
        news.status = Delivery::failed;
        news.problem = status.problem.value_or(channels::Problem{.code = "unknown_provider_error"});
    }
    store::set_state(tx, found->id, state, now);
    deliveries.became(workspace, tx, found->message, news);
    workspace.stir(workspace::Follower::outbox);
    return settled;
}

void follow(db::Writer const& tx, base::ConversationId gone, base::ConversationId stays)
{
    store::follow(tx, gone, stays);
}

void cancel_for_channel(workspace::Workspace& workspace, db::Writer const& tx,
                        Deliveries& deliveries, base::ChannelId channel)
{
    auto const now = workspace.world().now();
    for (auto const& gone : store::fail_waiting_of_channel(tx, channel, "token_invalid", now))
        deliveries.became(workspace, tx, gone.message,
                          {.status = Delivery::failed,
                           .at = now,
                           .problem = channels::Problem{.code = "token_invalid",
                                                        .provider_code = 0,
                                                        .detail = "the channel was disconnected"},
                           .purpose = gone.purpose,
                           .send = gone.id});
}

void recover(workspace::Workspace& workspace)
{
    auto const stranded = workspace.write([&](db::Writer& tx) {
        auto const now = workspace.world().now();
        store::begin_waits_again(tx, now);
        return store::strand_flights(tx, now);
    });
    if (!stranded)
        throw std::runtime_error("outbox: recover: " + stranded.error().code);
    if (*stranded > 0)
        base::log(base::LogLevel::warning, "outbox", "sends were interrupted",
                  {{"workspace", workspace.id().value}, {"count", *stranded}});
}

int prune(db::Writer const& tx, base::Instant before)
{
    constexpr int LookedAt = 2000;
    return store::prune(tx, before, LookedAt);
}

void prune(workspace::Workspace& workspace)
{
    for (;;) {
        auto const pruned = workspace.write(
            [&](db::Writer& tx) { return prune(tx, workspace.world().now() - EndedKept); },
            db::Priority::background);
        if (!pruned)
            throw std::runtime_error("outbox: prune: " + pruned.error().code);
        if (*pruned == 0)
            return;
    }
}

}  // namespace outbox

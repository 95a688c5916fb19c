#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "accounts/account.hpp"
#include "base/world.hpp"
#include "channels/outbound.hpp"
#include "outbox/outbox.hpp"

namespace outbox {

// A send that was claimed and is, or was, on its way.
struct Flight {
    SendId id;
    MessageId message;
    base::ConversationId conversation;
    base::ChannelId channel;
    base::Instant created_at;
    Purpose purpose = Purpose::message;
    channels::Outbound outbound;
    base::MediaId upload = {};  // the file it still needs, when it only carries that
};

DeliveryNews news_of(Flight const& flight, Delivery status, base::Instant now);

// What an outcome says to more than the one message.
struct Hold {
    std::chrono::milliseconds wait{0};
    bool pair_only = false;
};

// Writes what became of a flight, in one transaction of the outbox.
void apply(workspace::Workspace& workspace, db::Writer const& tx, Deliveries& deliveries,
           Flight const& flight, channels::SendOutcome const& outcome, base::Instant due);
// What became of an upload before the send; nothing was sent.
void apply_upload_refusal(workspace::Workspace& workspace, db::Writer const& tx,
                          Deliveries& deliveries, Flight const& flight, base::Error const& why,
                          base::Instant due);

// How long until the next try: as named, or full jitter below what the channel and our own back-off
// (1 s, 2 s ... 15 min) say.
std::chrono::milliseconds wait_before_retry(channels::TryLater const& later, int tries,
                                            base::Random& random);
// Whether others of the same channel or person should wait as well.
std::optional<Hold> hold_after(channels::SendOutcome const& outcome,
                               std::chrono::milliseconds wait);

}  // namespace outbox

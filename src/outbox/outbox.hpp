#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "channels/event.hpp"
#include "channels/outbound.hpp"
#include "db/reader.hpp"
#include "workspace/workspace.hpp"

// Sends that wait. States of a row and what leads from one to the other:
//
//   queued -> in_flight -> sent | failed | retry_wait | unknown
//   retry_wait -> in_flight           unknown -> sent | failed (a status came) | needs_attention
//   failed, needs_attention, sent -> queued only by resend
//
// A message may have two purposes here: to be sent itself, once, and to get a sign of ours. A newer
// sign takes the place of one that waits.
//
// `in_flight` with a fresh attempt id is committed before the first byte leaves; who cannot know
// whether the provider took it says so and never sends again by itself.
namespace outbox {

using base::MessageId;
using base::SendId;

// What a message's status becomes by our own doing; delivered and read come from the provider.
enum class Delivery { queued, sending, sent, failed, needs_attention };

constexpr auto words_of(Delivery)
{
    using namespace std::literals;
    return std::array{
        std::pair{Delivery::queued, "queued"sv},
        std::pair{Delivery::sending, "sending"sv},
        std::pair{Delivery::sent, "sent"sv},
        std::pair{Delivery::failed, "failed"sv},
        std::pair{Delivery::needs_attention, "needs_attention"sv},
    };
}

enum class Purpose { message, reaction };

constexpr auto words_of(Purpose)
{
    using namespace std::literals;
    return std::array{std::pair{Purpose::message, "message"sv},
                      std::pair{Purpose::reaction, "reaction"sv}};
}

struct DeliveryNews {
    Delivery status = Delivery::queued;
    base::Instant at;
    std::optional<std::string> external_id = {};    // with sent: the provider's id of the message
    std::optional<channels::Problem> problem = {};  // with failed and needs_attention
    // What the provider resolved the recipient to, with sent.
    std::optional<std::string> phone = {};
    std::optional<std::string> user_id = {};
    Purpose purpose = Purpose::message;
    SendId send = {};
};

// Who owns the messages. Called inside the outbox's own transactions, on the writing thread.
class Deliveries {
public:
    virtual ~Deliveries() = default;
    // A `sent` must not take a message back from delivered or read: the provider's status may have
    // been quicker than its answer.
    virtual void became(workspace::Workspace& workspace, db::Writer const& tx, MessageId message,
                        DeliveryNews const& news) = 0;
};

enum class Priority { people = 0, rules = 5, broadcasts = 9 };

struct NewSend {
    MessageId message;
    base::ConversationId conversation;
    base::ChannelId channel;
    Priority priority = Priority::people;
    // Without attempt id and tries; files in it say which of ours they are, and get the provider's id
    // just before they go.
    channels::Outbound outbound;
    base::Instant due;
    Purpose purpose = Purpose::message;
};

// In the transaction that writes the message. Wakes the dispatcher after the commit.
SendId put(workspace::Workspace& workspace, db::Writer const& tx, NewSend const& send);

// Forgets what of that purpose did not leave, because something else will be sent in its place. True
// when an earlier one left, or may have.
bool supersede(db::Writer const& tx, MessageId message, Purpose purpose);

// A truly new attempt for a message that failed or needs attention, in its old place of the order.
// Refuses `not_found` (never sent, or too long ago), conflict `already_sending`.
base::Result<void> resend(workspace::Workspace& workspace, db::Writer const& tx,
                          Deliveries& deliveries, MessageId message);

// A provider's status that carries one of our attempt ids, whether or not its answer reached us: an
// unsettled send becomes sent (or failed), and the message it is about learns its external id. The
// message of that attempt, also when it was settled before; nothing when the attempt is not ours.
struct Settled {
    MessageId message;
    Purpose purpose = Purpose::message;
    SendId send;
};
std::optional<Settled> settle(workspace::Workspace& workspace, db::Writer const& tx,
                              Deliveries& deliveries, base::ChannelId channel,
                              channels::StatusUpdate const& status);

// Two conversations became one: what waits goes on in the one that stays.
void follow(db::Writer const& tx, base::ConversationId gone, base::ConversationId stays);

// When a channel is disconnected: what waits there fails with token_invalid.
void cancel_for_channel(workspace::Workspace& workspace, db::Writer const& tx,
                        Deliveries& deliveries, base::ChannelId channel);

// When a workspace is opened, before the first turn: what was in flight when the process died is
// now unknown.
void recover(workspace::Workspace& workspace);

// Forgets sends that ended 30 days ago; they can no longer be resent. A daily chore.
void prune(workspace::Workspace& workspace);
// A bounded part of it: looks at the oldest 2,000. Gives how many went.
int prune(db::Writer const& tx, base::Instant before);

}  // namespace outbox

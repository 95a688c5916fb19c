#pragma once

#include <optional>
#include <string>

#include "channels/event.hpp"
#include "conversations/message.hpp"
#include "db/reader.hpp"
#include "outbox/outbox.hpp"
#include "workspace/workspace.hpp"

// What happened on a channel becomes messages and states. Everything here runs inside a write, is
// safe to run twice, and gives the same result whatever order a provider tells things in.
namespace conversations {

enum class Reception {
    taken,
    known,   // we have it already
    orphan,  // about a message we do not know yet; kept until it comes, for eight days
};

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::InboundMessage const& message, std::string_view raw);

Reception receive(workspace::Workspace& workspace, db::Writer const& tx,
                  outbox::Deliveries& deliveries, base::ChannelId channel,
                  channels::StatusUpdate const& status);

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Reaction const& reaction);
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Edit const& edit);
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Revoke const& revoke);
// The person's identity moves, the history stays in one conversation, a line in it says so.
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::PersonChange const& change);

// A call is one message, whatever is told of it and in whatever order.
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::CallUpdate const& call);
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Preference const& preference);
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::GroupUpdate const& group);
// Of before we had the number: its own time, nothing unread, nobody told.
Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::PastMessage const& past, std::string_view raw);

// What the outbox reports becomes the message's state, seen by everybody.
class MessageDeliveries final : public outbox::Deliveries {
public:
    void became(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId message,
                outbox::DeliveryNews const& news) override;
};

}  // namespace conversations

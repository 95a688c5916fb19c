#pragma once

#include <optional>
#include <string>

#include "conversations/message.hpp"
#include "outbox/outbox.hpp"
#include "workspace/desk.hpp"

namespace conversations {

struct React {
    static constexpr auto about =
        "Put the business's sign on a message, change it or take it away. It is no answer.";
    base::MessageId message;
    std::string emoji;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("message_id", &React::message, "Message."),
            base::body("emoji", &React::emoji, "One emoji; an empty text takes it away.",
                       {.max = 16}),
        };
    }
};

// Queued like a message, and like one only while the window is open. Refuses `not_found`; conflict
// `not_sent` (the provider does not know the message yet), `message_gone` (taken back, or too old),
// `window_closed`, `channel_disconnected`.
base::Result<Message> react(workspace::Desk& desk, React const& in);

// What became of its send.
void reaction_became(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId message,
                     outbox::DeliveryNews const& news);

}  // namespace conversations

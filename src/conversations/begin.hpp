#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "conversations/conversation.hpp"
#include "workspace/desk.hpp"

namespace conversations {

struct BeginConversation {
    static constexpr auto about =
        "The conversation with a person on a channel: the one there is, or a new one, assigned to "
        "who asks. Nothing is sent.";
    base::ChannelId channel;
    std::optional<base::ContactId> contact;
    std::optional<std::string> phone;
    std::optional<std::string> name;

    static constexpr auto fields()
    {
        using base::body;
        using B = BeginConversation;
        return std::tuple{
            body("channel_id", &B::channel, "Where to write from."),
            body("contact_id", &B::contact, "Whom to; or else `phone`."),
            body("phone", &B::phone, "With the country's code, such as +62 812 3344 5566.",
                 {.min = 1, .max = 32}),
            body("name", &B::name, "With `phone`: what to call somebody who is new.", {.max = 200}),
        };
    }
};
// Refuses `not_found`, invalid_input; conflict `channel_disconnected`, `phone_needed` (nothing is known
// of the contact that leads to them on that channel). Costs a few look-ups by index.
base::Result<Conversation> begin(workspace::Desk& desk, BeginConversation const& in);

}  // namespace conversations

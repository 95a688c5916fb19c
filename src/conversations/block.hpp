#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "base/fields.hpp"
#include "contacts/use.hpp"
#include "workspace/desk.hpp"

// Keeping somebody from writing to a number. The list is the provider's own; here it gets names. All
// of it blocks on the network and refuses as accounts/number/number.hpp says.
namespace conversations {

struct Blocked {
    static constexpr auto schema = "Blocked";

    std::string user;
    std::optional<std::string> phone;
    std::optional<std::string> user_id;
    std::string name;
    std::optional<base::ContactId> contact;
    std::optional<base::ConversationId> conversation;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("user", &Blocked::user, "What to unblock by."),
            body("phone", &Blocked::phone, "Digits; null when hidden."),
            body("user_id", &Blocked::user_id, "The provider's id; null when it was not told."),
            body("name", &Blocked::name, "As the team knows them; empty for strangers."),
            body("contact_id", &Blocked::contact, "Who it is here."),
            body("conversation_id", &Blocked::conversation, "Their newest conversation there."),
        };
    }
};

struct ListBlocked {
    static constexpr auto about = "Who may not write to the number.";
    base::ChannelId channel;
    std::optional<std::string> cursor;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &ListBlocked::channel, "The channel."),
            base::query("cursor", &ListBlocked::cursor, "From `next` of the page before.",
                        {.max = 1000}),
        };
    }
};
struct Block {
    static constexpr auto about = "Keep somebody from writing; only who wrote within 24 hours.";
    base::ChannelId channel;
    std::string user;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &Block::channel, "The channel."),
            base::body("user", &Block::user, "A phone with country code, or the provider's id.",
                       {.min = 5, .max = 140}),
        };
    }
};
struct Unblock {
    static constexpr auto about = "Let somebody write again.";
    base::ChannelId channel;
    std::string user;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &Unblock::channel, "The channel."),
            base::path("user", &Unblock::user, "As the list says it.", {.min = 5, .max = 140}),
        };
    }
};
struct BlockPerson {
    static constexpr auto about = "Keep the customer of a conversation from writing.";
    base::ConversationId conversation;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &BlockPerson::conversation, "Conversation.")};
    }
};
struct UnblockPerson {
    static constexpr auto about = "Let the customer of a conversation write again.";
    base::ConversationId conversation;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &UnblockPerson::conversation, "Conversation.")};
    }
};

base::Result<base::Page<Blocked>> list_blocked(workspace::Desk& desk, ListBlocked const& in);
base::Result<void> block(workspace::Desk& desk, Block const& in);
base::Result<void> unblock(workspace::Desk& desk, Unblock const& in);
base::Result<void> block_person(workspace::Desk& desk, BlockPerson const& in);
base::Result<void> unblock_person(workspace::Desk& desk, UnblockPerson const& in);

}  // namespace conversations

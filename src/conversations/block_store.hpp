#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/reader.hpp"

namespace conversations::store {

// Somebody on a channel, with what the team calls them.
struct Acquaintance {
    base::ContactId contact;
    std::string name;
    std::optional<base::ConversationId> conversation;

    static constexpr auto row()
    {
        using A = Acquaintance;
        return std::tuple{&A::contact, &A::name, &A::conversation};
    }
};
std::optional<Acquaintance> acquaintance(db::Reader const& db, base::ChannelId channel,
                                         std::string_view external_id, std::string_view phone);

// Who the customer of a conversation is at the provider.
struct Correspondent {
    base::ChannelId channel;
    std::string external_id;
    std::optional<std::string> phone;

    static constexpr auto row()
    {
        using C = Correspondent;
        return std::tuple{&C::channel, &C::external_id, &C::phone};
    }
};
std::optional<Correspondent> correspondent(db::Reader const& db, base::ConversationId id);

}  // namespace conversations::store

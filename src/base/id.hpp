#pragma once

#include <charconv>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace base {

// A row's number, with the table in its type so that a swap does not compile. In JSON it is a
// string of digits. 0 is "none".
template <class Noun>
struct Id {
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    friend auto operator<=>(Id, Id) = default;
    std::string text() const { return std::to_string(value); }

    static Result<Id> parse(std::string_view text)
    {
        std::int64_t value = 0;
        auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (fault != std::errc() || end != text.data() + text.size() || value <= 0)
            return Error{Fault::invalid, "not_an_id"};
        return Id{value};
    }
};

// clang-format off
using UserId         = Id<struct UserNoun>;
using WorkspaceId    = Id<struct WorkspaceNoun>;
using SessionId      = Id<struct SessionNoun>;
using TokenId        = Id<struct TokenNoun>;
using InvitationId   = Id<struct InvitationNoun>;
using RoleId         = Id<struct RoleNoun>;
using TeamId         = Id<struct TeamNoun>;
using ChannelId      = Id<struct ChannelNoun>;
using ContactId      = Id<struct ContactNoun>;
using IdentityId     = Id<struct IdentityNoun>;
using ConversationId = Id<struct ConversationNoun>;
using MessageId      = Id<struct MessageNoun>;
using MediaId        = Id<struct MediaNoun>;
using LabelId        = Id<struct LabelNoun>;
using RawEventId     = Id<struct RawEventNoun>;
using SendId         = Id<struct SendNoun>;
using SavedReplyId   = Id<struct SavedReplyNoun>;
using ScheduledId    = Id<struct ScheduledNoun>;
// clang-format on

}  // namespace base

template <class Noun>
struct std::hash<base::Id<Noun>> {
    std::size_t operator()(base::Id<Noun> id) const noexcept
    {
        return std::hash<std::int64_t>()(id.value);
    }
};

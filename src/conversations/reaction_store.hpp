#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"
#include "conversations/message_store.hpp"
#include "db/reader.hpp"

// The business's own sign on a message, and how far it got. What the newest send says counts; an
// older one that ends later says nothing.
namespace conversations::store {

struct OwnReaction {
    base::MessageId message;
    base::SendId send;
    std::string emoji;  // what was wanted last
    std::string shown;  // what the customer saw last
    std::optional<Status> status;

    static constexpr auto row()
    {
        using O = OwnReaction;
        return std::tuple{&O::message, &O::send, &O::emoji, &O::shown, &O::status};
    }
};

std::optional<OwnReaction> own_reaction(db::Reader const&, base::MessageId);
std::optional<OwnReaction> own_reaction(db::Reader const&, base::ChannelId,
                                        std::string_view external_id);
// Wanted from now on, on its way with that send.
void put_own_reaction(db::Writer const&, base::MessageId, std::string_view emoji, base::SendId,
                      base::Instant at);
void drop_own_reaction(db::Writer const&, base::MessageId);
// False when another send is the newest.
bool set_own_reaction(db::Writer const&, base::MessageId, base::SendId, StatusChange const&);

}  // namespace conversations::store

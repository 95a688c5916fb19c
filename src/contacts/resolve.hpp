#pragma once

#include <optional>
#include <string>

#include "channels/event.hpp"
#include "contacts/store.hpp"

// Who somebody is here, whatever name the provider uses for them at the moment.
namespace contacts {

struct NewName {
    std::string external_id;
    std::optional<std::string> phone;
};
// Where the moves that are known lead from an id; nothing when it never moved. `said` is when the
// message that carries the id was written.
std::optional<NewName> newest_name(db::Reader const&, base::ChannelId, std::string_view id,
                                   base::Instant said);

// By id, by a number that was known before its id, or by an earlier name.
std::optional<store::IdentityRow> resolve(db::Reader const&, base::ChannelId,
                                          channels::Person const&, base::Instant said);

}  // namespace contacts

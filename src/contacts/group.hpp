#pragma once

#include "contacts/use.hpp"

// A chat of many is kept as a contact of its own: its conversation, its name, who is in it.
namespace contacts {

Known recognise_group(db::Writer const& tx, base::ChannelId channel, std::string_view group_id,
                      base::Instant seen);
// The newest name counts; a member's own name for it stays.
void name_group(db::Writer const& tx, Known const& group, std::string_view name, base::Instant at);
// Whether somebody is in it, as of then; older news that comes late changes nothing.
void in_group(db::Writer const& tx, base::IdentityId group, base::ContactId who, bool here,
              base::Instant at);
bool is_group(db::Reader const& db, base::IdentityId identity);
std::string name_of(db::Reader const& db, base::ContactId contact);

}  // namespace contacts

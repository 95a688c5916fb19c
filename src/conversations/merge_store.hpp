#pragma once

#include <vector>

#include "base/id.hpp"
#include "db/reader.hpp"

namespace conversations::store {

// Those of the conversations with these identities.
std::vector<base::ConversationId> with_identities(db::Reader const&,
                                                  std::vector<base::IdentityId> const&);
// What one contact is said to have said in a conversation was said by the other.
void said_by(db::Writer const&, base::ConversationId, base::ContactId was, base::ContactId now);

}  // namespace conversations::store

#pragma once

#include <vector>

#include "base/id.hpp"
#include "db/reader.hpp"

namespace conversations::store {

void drop_orphans(db::Writer const&, base::Instant before);
bool any_sample(db::Reader const&);
// Deletes up to `limit` sample contacts with all that hangs on them; gives their conversations.
struct Removed {
    std::vector<base::ContactId> contacts;
    std::vector<base::ConversationId> conversations;
};
Removed remove_samples(db::Writer const&, int limit);
void remove_sample_labels(db::Writer const&);

}  // namespace conversations::store

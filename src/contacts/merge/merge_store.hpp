#pragma once

#include <optional>
#include <vector>

#include "contacts/merge/merge.hpp"
#include "db/reader.hpp"

namespace contacts::store {

struct MergeRow {
    ContactMerge merge;
    base::ContactId kept;
    base::UserId by;

    static MergeRow from(db::Columns& columns);
};

std::optional<MergeRow> merge(db::Reader const&, MergeId);
std::vector<MergeRow> merges(db::Reader const&, base::ContactId kept, int limit);
std::vector<base::IdentityId> merged_identities(db::Reader const&, MergeId);
std::vector<std::int64_t> duplicates(db::Reader const&, base::ContactId, int limit);

// Writes down what parting them takes, before anything moves.
MergeId remember_merge(db::Writer const&, base::ContactId keep, base::ContactId gone,
                       base::UserId by, base::Instant now);
// Moves everything, and puts the other one aside.
void carry_out(db::Writer const&, MergeId, base::ContactId keep, base::ContactId gone);
// The way back.
void take_back(db::Writer const&, MergeId, base::ContactId kept, base::ContactId gone);

}  // namespace contacts::store

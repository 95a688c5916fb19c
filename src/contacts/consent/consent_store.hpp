#pragma once

#include <vector>

#include "contacts/consent/consent.hpp"
#include "db/reader.hpp"

namespace contacts::store {

struct ConsentRow {
    Consent consent;
    base::UserId by;

    static ConsentRow from(db::Columns& columns);
};

std::vector<ConsentRow> consents(db::Reader const&, base::ContactId, int limit);
std::int64_t add_consent(db::Writer const&, base::ContactId, ConsentRow const&);
// What a person decided over one of their channel accounts.
void add_consent_of(db::Writer const&, base::IdentityId, Decision, base::Instant at);
// A person's identities on the channels of a kind.
std::vector<base::IdentityId> identities_on(db::Reader const&, base::ContactId, channels::Kind);

}  // namespace contacts::store

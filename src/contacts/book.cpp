#include "base/text.hpp"
#include "contacts/consent/consent_store.hpp"
#include "contacts/resolve.hpp"
#include "contacts/use.hpp"

namespace contacts {

bool prefer(db::Writer const& tx, base::IdentityId identity, bool allowed, base::Instant at)
{
    if (!store::prefer(tx, identity, allowed ? "allowed" : "stopped", at))
        return false;
    store::add_consent_of(tx, identity, allowed ? Decision::given : Decision::withdrawn, at);
    return true;
}

bool may_market(db::Reader const& db, base::IdentityId identity)
{
    return store::marketing_of(db, identity) != "stopped";
}

std::optional<base::ContactId> note(db::Writer const& tx, base::ChannelId channel,
                                    channels::AddressBookEntry const& entry)
{
    auto row = resolve(tx, channel, entry.who, entry.at);
    if (!row && entry.who.phone)
        row = store::identity_by_phone(tx, channel, *entry.who.phone);
    if (!row && entry.removed)
        return std::nullopt;
    if (!row) {
        auto const contact = store::add_contact(tx, entry.name, entry.who.phone, entry.at, false);
        store::IdentityRow fresh{{}, contact, entry.who.external_id, entry.who.phone, {}, {}};
        store::add_identity(tx, fresh, channel, entry.at);
        row = store::identity_by_external(tx, channel, entry.who.external_id);
    }
    auto name = entry.name;
    if (entry.removed || name.empty())
        name = !row->profile_name.empty() ? row->profile_name
                                          : (row->phone ? "+" + *row->phone : std::string());
    store::name_by(tx, row->contact, entry.removed ? "channel" : "book", name, entry.at);
    store::index(tx, row->contact);
    return row->contact;
}

}  // namespace contacts

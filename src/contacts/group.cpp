#include "contacts/group.hpp"

#include "contacts/store.hpp"

namespace contacts {

Known recognise_group(db::Writer const& tx, base::ChannelId channel, std::string_view group_id,
                      base::Instant seen)
{
    if (auto const row = store::identity_by_external(tx, channel, group_id))
        return {row->contact, row->id, false};
    auto const contact = store::add_contact(tx, "", std::nullopt, seen, false);
    store::IdentityRow const fresh{{}, contact, std::string(group_id), {}, {}, {}};
    auto const identity = store::add_identity(tx, fresh, channel, seen);
    store::make_group(tx, contact, identity);
    store::index(tx, contact);
    return {contact, identity, true};
}

void name_group(db::Writer const& tx, Known const& group, std::string_view name, base::Instant at)
{
    store::name_by(tx, group.contact, "channel", name, at);
    store::index(tx, group.contact);
}

void in_group(db::Writer const& tx, base::IdentityId group, base::ContactId who, bool here,
              base::Instant at)
{
    store::in_group(tx, group, who, here, at);
}

bool is_group(db::Reader const& db, base::IdentityId identity)
{
    return store::is_group(db, identity);
}

std::string name_of(db::Reader const& db, base::ContactId contact)
{
    return store::name_of(db, contact);
}

}  // namespace contacts

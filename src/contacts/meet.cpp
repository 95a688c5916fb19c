#include "base/text.hpp"
#include "contacts/resolve.hpp"
#include "contacts/use.hpp"

namespace contacts {

namespace {

std::optional<store::IdentityRow> known_by(db::Reader const& db, base::ChannelId channel,
                                           std::string const& phone, base::Instant now)
{
    channels::Person person;
    person.external_id = phone;
    person.phone = phone;
    auto row = resolve(db, channel, person, now);
    return row ? row : store::identity_by_phone(db, channel, phone);
}

Known add_identity(db::Writer const& tx, base::ChannelId channel, base::ContactId contact,
                   std::string const& phone, base::Instant now)
{
    store::IdentityRow const fresh{{}, contact, phone, phone, {}, {}};
    auto const identity = store::add_identity(tx, fresh, channel, now);
    store::index(tx, contact);
    return {contact, identity, true};
}

}  // namespace

Known meet(db::Writer const& tx, base::ChannelId channel, std::string const& phone,
           std::string_view name, base::Instant now)
{
    if (auto const row = known_by(tx, channel, phone, now))
        return {row->contact, row->id, false};
    auto const called = base::clean_name(name);
    auto const contact = store::add_contact(tx, called.empty() ? "+" + phone : called, phone, now,
                                            false);
    store::never_seen(tx, contact);
    return add_identity(tx, channel, contact, phone, now);
}

std::optional<Known> meet(db::Writer const& tx, base::ChannelId channel, base::ContactId contact,
                          base::Instant now)
{
    auto const known = store::contact(tx, contact);
    if (!known)
        return std::nullopt;
    auto phone = known->phone;
    for (auto const& identity : known->identities) {
        if (identity.channel.id == channel)
            return Known{contact, identity.id, false};
        if (!phone)
            phone = identity.phone;
    }
    if (!phone)
        return std::nullopt;
    // Somebody else may go by that number there.
    if (auto const row = known_by(tx, channel, *phone, now))
        return Known{row->contact, row->id, false};
    return add_identity(tx, channel, contact, *phone, now);
}

}  // namespace contacts

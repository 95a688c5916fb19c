#include "base/text.hpp"
#include "channels/country.hpp"
#include "contacts/resolve.hpp"
#include "contacts/use.hpp"

namespace contacts {

namespace {

constexpr std::size_t NamePoints = 200;

std::string shown_name(channels::Person const& person)
{
    auto name = base::clean_name(person.profile_name.value_or(""));
    if (name.empty() && person.username)
        name = "@" + base::clean_name(*person.username);
    if (name.empty() && person.phone)
        name = "+" + *person.phone;
    return std::string(base::first_points(name, NamePoints));
}

// Takes over what is known now; says whether anything changed.
bool update(store::IdentityRow& row, channels::Person const& person)
{
    auto const before = std::tuple{row.phone, row.username, row.profile_name};
    if (person.phone)
        row.phone = person.phone;
    if (person.username)
        row.username = base::clean_name(*person.username);
    if (person.profile_name)
        row.profile_name = std::string(
            base::first_points(base::clean_name(*person.profile_name), NamePoints));
    return before != std::tuple{row.phone, row.username, row.profile_name};
}

}  // namespace

Known recognise(db::Writer const& tx, base::ChannelId channel, channels::Person const& person,
                base::Instant seen)
{
    auto row = store::identity_by_external(tx, channel, person.external_id);
    if (!row && person.phone) {
        // Known by phone alone until now: the scoped id becomes the key, the person stays.
        row = store::identity_by_bare_phone(tx, channel, *person.phone);
    }
    auto now = person;
    if (!row)
        if (auto name = newest_name(tx, channel, person.external_id, seen)) {
            // Words under an earlier name: the person is known by the later one.
            row = store::identity_by_external(tx, channel, name->external_id);
            now.external_id = std::move(name->external_id);
            now.phone = std::move(name->phone);
        }
    if (row) {
        auto const moved = row->external_id != now.external_id;
        row->external_id = now.external_id;
        auto const changed = update(*row, now);
        if (moved || changed)
            store::save_identity(tx, *row);
        store::refresh_contact(tx, row->contact, shown_name(now), now.phone, seen);
        if (changed)
            store::index(tx, row->contact);
        return {row->contact, row->id, false};
    }

    auto const contact = store::add_contact(tx, shown_name(now), now.phone, seen, false);
    store::IdentityRow fresh{{}, contact, now.external_id, {}, {}, {}};
    update(fresh, now);
    auto const identity = store::add_identity(tx, fresh, channel, seen);
    store::index(tx, contact);
    return {contact, identity, true};
}

std::string country_of(db::Reader const& db, base::IdentityId identity)
{
    auto const row = store::identity(db, identity);
    if (!row)
        return {};
    if (row->phone)
        if (auto const country = channels::country_of_phone(*row->phone); !country.empty())
            return std::string(country);
    return channels::country_of_user_id(row->external_id);
}

void reindex(db::Writer const& tx, base::ContactId contact) { store::index(tx, contact); }

void learn(db::Writer const& tx, base::IdentityId identity, std::optional<std::string> const& phone,
           std::optional<std::string> const& user_id)
{
    auto row = store::identity(tx, identity);
    if (!row)
        return;
    auto const before = std::pair{row->external_id, row->phone};
    // A scoped id replaces a bare phone as the key, never another scoped id: that takes a system
    // message.
    if (user_id && row->phone && row->external_id == *row->phone &&
        store::is_free(tx, identity, *user_id))
        row->external_id = *user_id;
    if (phone && !row->phone)
        row->phone = phone;
    if (before == std::pair{row->external_id, row->phone})
        return;
    store::save_identity(tx, *row);
    store::index(tx, row->contact);
}

}  // namespace contacts

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contacts/contact.hpp"
#include "db/reader.hpp"

namespace contacts::store {

struct IdentityRow {
    base::IdentityId id;
    base::ContactId contact;
    std::string external_id;
    std::optional<std::string> phone;
    std::optional<std::string> username;
    std::string profile_name;

    static constexpr auto row()
    {
        return std::tuple{&IdentityRow::id,    &IdentityRow::contact,  &IdentityRow::external_id,
                          &IdentityRow::phone, &IdentityRow::username, &IdentityRow::profile_name};
    }
};

std::optional<IdentityRow> identity_by_external(db::Reader const&, base::ChannelId,
                                                std::string_view external_id);
// Only one whose external id still is the phone: from before scoped ids existed, or imported.
std::optional<IdentityRow> identity_by_bare_phone(db::Reader const&, base::ChannelId,
                                                  std::string_view phone);
// The newest with that number, whatever its external id.
std::optional<IdentityRow> identity_by_phone(db::Reader const&, base::ChannelId,
                                             std::string_view phone);
std::optional<IdentityRow> identity(db::Reader const&, base::IdentityId);
// Whether nobody else on the identity's channel has that id.
bool is_free(db::Reader const&, base::IdentityId, std::string_view external_id);
base::IdentityId add_identity(db::Writer const&, IdentityRow const&, base::ChannelId,
                              base::Instant);
void save_identity(db::Writer const&, IdentityRow const&);

// Frees the id for the identity that stays.
void drop_identity(db::Writer const&, base::IdentityId);

struct MovedRow {
    std::string old_id;
    std::string new_id;
    std::optional<std::string> old_phone;
    std::optional<std::string> new_phone;
    base::Instant at;
    std::string told_by;
    bool told = false;

    static constexpr auto row()
    {
        using M = MovedRow;
        return std::tuple{&M::old_id, &M::new_id,  &M::old_phone, &M::new_phone,
                          &M::at,     &M::told_by, &M::told};
    }
};
// The newest move away from an id counts.
void keep_move(db::Writer const&, base::ChannelId, MovedRow const&);
std::optional<MovedRow> moved_from(db::Reader const&, base::ChannelId, std::string_view old_id);
std::vector<MovedRow> moved_to(db::Reader const&, base::ChannelId, std::string_view new_id);
void told(db::Writer const&, base::ChannelId, std::string_view old_id);

void make_group(db::Writer const&, base::ContactId, base::IdentityId);
bool is_group(db::Reader const&, base::IdentityId);
void in_group(db::Writer const&, base::IdentityId group, base::ContactId who, bool here,
              base::Instant at);
std::string name_of(db::Reader const&, base::ContactId);
// By the channel or the address book; a member's own name stays, and so does a newer one.
void name_by(db::Writer const&, base::ContactId, std::string_view by, std::string_view name,
             base::Instant at);
// False when something newer is known.
bool prefer(db::Writer const&, base::IdentityId, std::string_view marketing, base::Instant at);
std::string marketing_of(db::Reader const&, base::IdentityId);

// Identities, notes, consents; and labels, values and groups the one that stays has not.
void take_belongings(db::Writer const&, base::ContactId keep, base::ContactId gone);
// What the team wrote down of one contact, where the other has nothing; its identities; then it goes.
void absorb_contact(db::Writer const&, base::ContactId keep, base::ContactId gone);

base::ContactId add_contact(db::Writer const&, std::string_view name,
                            std::optional<std::string> const& phone, base::Instant now,
                            bool sample);
// They have not written yet.
void never_seen(db::Writer const&, base::ContactId);
// What the channel says now: the name only while no member has set one, the phone only when known.
void refresh_contact(db::Writer const&, base::ContactId, std::string_view name,
                     std::optional<std::string> const& phone, base::Instant seen);
void save_contact(db::Writer const&, Contact const&, bool named_by_member, base::Instant now);
// Brings the text index up to date with the contact and its identities.
void index(db::Writer const&, base::ContactId);

// Those of them that exist and are not merged into another, in the order of the ids.
std::vector<Contact> people(db::Reader const&, std::vector<std::int64_t> const& ids);
std::optional<Contact> contact(db::Reader const&, base::ContactId);
bool exists(db::Reader const&, base::ContactId);
// Not a group.
bool is_person(db::Reader const&, base::ContactId);
// False, and nothing done, when one of them is no label.
bool set_labels(db::Writer const&, base::ContactId, std::vector<base::LabelId> const& labels);

}  // namespace contacts::store

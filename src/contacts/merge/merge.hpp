#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "contacts/contact.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

// Two contacts that are one person. One stays and gets what the other has; the other goes out of every
// list and waits, so that they can be parted again. Their conversations move in the room of
// conversations (conversations/merge.hpp).
namespace contacts {

using MergeId = base::Id<struct MergeNoun>;

struct Merging {
    MergeId id;
    base::ContactId kept;
    base::ContactId gone;
    std::vector<base::IdentityId> identities;  // those that were the other's
};

// Inside a write. Refuses whom nobody knows, groups, and one with itself.
base::Result<Merging> merge(db::Writer const& tx, base::ContactId keep, base::ContactId gone,
                            base::UserId by, base::Instant now);
// Parts them: what was the other's is the other's again, and what the one that stayed got from it and
// nobody changed since is taken back. What came since stays where it is. Refuses `merged_again` while
// the one that stayed is itself merged into another.
base::Result<Merging> part(db::Writer const& tx, MergeId id);

// Something the other one has that the one that stays has otherwise.
struct Leftover {
    static constexpr auto schema = "MergeLeftover";

    std::string what;
    std::optional<FieldId> field;
    std::string value;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("field", &Leftover::what, "name, phone, email, language, time_zone, or field."),
            body("field_id", &Leftover::field, "Of a field of the workspace's own: which."),
            body("value", &Leftover::value, "What is not shown any more."),
        };
    }
};
// What of `gone` is not to be seen in what the two became. Pure.
std::vector<Leftover> left_of(Contact const& gone, Contact const& both);

struct ContactMerge {
    static constexpr auto schema = "ContactMerge";

    MergeId id;
    base::ContactId other;
    std::string name;
    std::string merged_by;
    base::Instant merged_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &ContactMerge::id, ""),
            body("other_id", &ContactMerge::other, "Who went into the contact."),
            body("name", &ContactMerge::name, "What that one was called."),
            body("merged_by", &ContactMerge::merged_by, "Empty when it was no member."),
            body("merged_at", &ContactMerge::merged_at, ""),
        };
    }
};

// As it is shown; it must be there.
ContactMerge merge_told(workspace::Desk& desk, db::Reader const& db, MergeId id);

struct ListMerges {
    static constexpr auto about = "Who was merged into a contact, the newest first.";
    base::ContactId contact;
    static constexpr auto fields()
    {
        return std::tuple{base::path("contact_id", &ListMerges::contact, "Person.")};
    }
};
base::Result<base::Page<ContactMerge>> list_merges(workspace::Desk& desk, ListMerges const& in);

struct ListDuplicates {
    static constexpr auto about =
        "Contacts that may be the same person: with the same phone or e-mail; at most five.";
    base::ContactId contact;
    static constexpr auto fields()
    {
        return std::tuple{base::path("contact_id", &ListDuplicates::contact, "Person.")};
    }
};
base::Result<base::Page<Contact>> list_duplicates(workspace::Desk& desk, ListDuplicates const& in);

}  // namespace contacts

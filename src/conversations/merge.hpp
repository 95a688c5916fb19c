#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "contacts/merge/merge.hpp"
#include "workspace/desk.hpp"

// Two contacts become one, with their conversations, and can be parted again. Costs a walk of what the
// other one has; parting also walks the messages of its conversations.
namespace conversations {

struct PreviewMerge {
    static constexpr auto about = "What a contact would be with another one merged into it.";
    base::ContactId contact;
    base::ContactId other;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("contact_id", &PreviewMerge::contact, "Who stays."),
            base::body("other_id", &PreviewMerge::other, "Who would go into it."),
        };
    }
};
struct MergePreview {
    static constexpr auto schema = "MergePreview";

    contacts::Contact contact;
    std::vector<contacts::Leftover> left;

    static constexpr auto fields()
    {
        return std::tuple{
            base::body("contact", &MergePreview::contact, "As it would be."),
            base::body("left", &MergePreview::left,
                       "What the other one has that would not be shown any more."),
        };
    }
};
base::Result<MergePreview> preview_merge(workspace::Desk& desk, PreviewMerge const& in);

struct MergeContacts {
    static constexpr auto about =
        "Merge a contact into another: conversations, notes, labels, values and consent come over.";
    base::ContactId contact;
    base::ContactId other;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("contact_id", &MergeContacts::contact, "Who stays."),
            base::body("other_id", &MergeContacts::other, "Who goes into it."),
        };
    }
};
// Refuses not_found, and as a field: whom nobody knows, a group, one with itself.
base::Result<contacts::ContactMerge> merge(workspace::Desk& desk, MergeContacts const& in);

struct UndoMerge {
    static constexpr auto about =
        "Part two merged contacts. What came since stays with the one that stayed.";
    contacts::MergeId merge;

    static constexpr auto fields()
    {
        return std::tuple{base::path("merge_id", &UndoMerge::merge, "Merge.")};
    }
};
// Refuses not_found and `merged_again`. Gives the one that was gone.
base::Result<contacts::Contact> undo_merge(workspace::Desk& desk, UndoMerge const& in);

}  // namespace conversations

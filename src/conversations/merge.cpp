#include "conversations/merge.hpp"

#include <optional>

#include "changes/feed.hpp"
#include "contacts/store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/merge_store.hpp"

namespace conversations {

namespace {

void tell(workspace::Desk& desk, db::Writer const& tx, contacts::Merging const& merging,
          std::vector<base::ConversationId> const& moved)
{
    auto& workspace = *desk.workspace;
    for (auto const id : moved)
        changes::note(workspace, tx, changes::Kind::conversation_updated, id, 0, desk.now());
    for (auto const contact : {merging.kept, merging.gone})
        changes::note(workspace, tx, changes::Kind::contact_updated, {}, contact.value, desk.now());
}

base::Result<contacts::Merging> bring_together(workspace::Desk& desk, db::Writer const& tx,
                                               base::ContactId keep, base::ContactId gone)
{
    auto const merging = TRY(contacts::merge(tx, keep, gone, desk.asker.user, desk.now()));
    store::give_others(tx, gone, keep);
    return merging;
}

}  // namespace

// What it would be is found by doing it and taking it back: a work that refuses leaves nothing.
base::Result<MergePreview> preview_merge(workspace::Desk& desk, PreviewMerge const& in)
{
    std::optional<MergePreview> preview;
    auto const tried = desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        auto const other = contacts::store::contact(tx, in.other);
        TRY(bring_together(desk, tx, in.contact, in.other));
        auto both = *contacts::store::contact(tx, in.contact);
        auto left = contacts::left_of(*other, both);
        preview = MergePreview{std::move(both), std::move(left)};
        return base::Error{base::Fault::conflict, "conflict"};
    });
    if (!preview)
        return tried.error();
    return std::move(*preview);
}

base::Result<contacts::ContactMerge> merge(workspace::Desk& desk, MergeContacts const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<contacts::ContactMerge> {
        auto const done = TRY(bring_together(desk, tx, in.contact, in.other));
        tell(desk, tx, done, store::with_identities(tx, done.identities));
        return contacts::merge_told(desk, tx, done.id);
    });
}

base::Result<contacts::Contact> undo_merge(workspace::Desk& desk, UndoMerge const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<contacts::Contact> {
        auto const parted = TRY(contacts::part(tx, in.merge));
        auto const moved = store::with_identities(tx, parted.identities);
        for (auto const id : moved) {
            auto const row = *store::find(tx, id);
            store::give(tx, id, row.identity, parted.gone);
            store::said_by(tx, id, parted.kept, parted.gone);
        }
        tell(desk, tx, parted, moved);
        return *contacts::store::contact(tx, parted.gone);
    });
}

}  // namespace conversations

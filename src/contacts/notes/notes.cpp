#include "changes/feed.hpp"
#include "contacts/notes/note_store.hpp"
#include "contacts/refuse.hpp"
#include "contacts/store.hpp"

namespace contacts {

namespace {

constexpr std::size_t MostNotes = 100;

Note shown(workspace::Desk& desk, store::NoteRow&& row)
{
    if (row.author)
        row.note.author = desk.people.name_of(desk.workspace->id(), row.author);
    return std::move(row.note);
}

void tell(workspace::Desk& desk, db::Writer const& tx, base::ContactId contact)
{
    changes::note(*desk.workspace, tx, changes::Kind::contact_updated, {}, contact.value,
                  desk.now());
}

}  // namespace

base::Result<base::Page<Note>> list_notes(workspace::Desk& desk, ListNotes const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::exists(*reader, in.contact))
        return not_here();
    base::Page<Note> page;
    for (auto& row : store::notes(*reader, in.contact))
        page.data.push_back(shown(desk, std::move(row)));
    return page;
}

base::Result<Note> write_note(workspace::Desk& desk, WriteContactNote const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Note> {
        if (!store::exists(tx, in.contact))
            return not_here();
        if (store::notes(tx, in.contact).size() >= MostNotes)
            return base::Error{base::Fault::conflict, "too_many_notes",
                               "100 are the most a person may have."};
        store::NoteRow row;
        row.contact = in.contact;
        row.author = desk.asker.user;
        row.note.text = in.text;
        row.note.pinned = in.pinned;
        row.note.created_at = desk.now();
        auto const id = store::add_note(tx, row);
        tell(desk, tx, in.contact);
        return shown(desk, *store::note(tx, id));
    });
}

base::Result<Note> edit_note(workspace::Desk& desk, EditContactNote const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Note> {
        auto row = store::note(tx, in.note);
        if (!row)
            return not_here();
        if (in.text && *in.text != row->note.text) {
            row->note.text = *in.text;
            row->note.edited_at = desk.now();
        }
        row->note.pinned = in.pinned.value_or(row->note.pinned);
        store::save_note(tx, row->note);
        tell(desk, tx, row->contact);
        return shown(desk, std::move(*row));
    });
}

base::Result<void> remove_note(workspace::Desk& desk, RemoveContactNote const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        auto const row = store::note(tx, in.note);
        if (!row)
            return not_here();
        store::remove_note(tx, in.note);
        tell(desk, tx, row->contact);
        return {};
    });
}

}  // namespace contacts

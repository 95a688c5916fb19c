#include "contacts/notes/note_store.hpp"

namespace contacts::store {

NoteRow NoteRow::from(db::Columns& columns)
{
    NoteRow row;
    row.note.id = columns.next<NoteId>();
    row.contact = columns.next<base::ContactId>();
    row.author = {columns.next<std::int64_t>()};
    row.note.text = columns.next<std::string>();
    row.note.pinned = columns.next<bool>();
    row.note.created_at = columns.next<base::Instant>();
    row.note.edited_at = columns.next<std::optional<base::Instant>>();
    return row;
}

std::vector<NoteRow> notes(db::Reader const& db, base::ContactId contact)
{
    return db.all<NoteRow>(R"sql(
        SELECT id, contact_id, author_id, body, pinned, created_at, edited_at
          FROM contact_note WHERE contact_id = ?1 ORDER BY pinned DESC, id DESC
    )sql",
                           contact);
}

std::optional<NoteRow> note(db::Reader const& db, NoteId id)
{
    return db.maybe<NoteRow>(R"sql(
        SELECT id, contact_id, author_id, body, pinned, created_at, edited_at
          FROM contact_note WHERE id = ?1
    )sql",
                             id);
}

NoteId add_note(db::Writer const& tx, NoteRow const& row)
{
    return tx.insert<NoteId>(R"sql(
        INSERT INTO contact_note (contact_id, author_id, body, pinned, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                             row.contact, row.author.value, row.note.text, row.note.pinned,
                             row.note.created_at);
}

void save_note(db::Writer const& tx, Note const& note)
{
    tx.run(R"sql(UPDATE contact_note SET body = ?2, pinned = ?3, edited_at = ?4 WHERE id = ?1)sql",
           note.id, note.text, note.pinned, note.edited_at);
}

void remove_note(db::Writer const& tx, NoteId id)
{
    tx.run(R"sql(DELETE FROM contact_note WHERE id = ?1)sql", id);
}

}  // namespace contacts::store

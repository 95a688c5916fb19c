#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contacts/notes/note.hpp"
#include "db/reader.hpp"

namespace contacts::store {

struct NoteRow {
    Note note;
    base::ContactId contact;
    base::UserId author;

    static NoteRow from(db::Columns& columns);
};

std::vector<NoteRow> notes(db::Reader const&, base::ContactId);
std::optional<NoteRow> note(db::Reader const&, NoteId);
NoteId add_note(db::Writer const&, NoteRow const&);
void save_note(db::Writer const&, Note const&);
void remove_note(db::Writer const&, NoteId);

}  // namespace contacts::store

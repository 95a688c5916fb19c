#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "contacts/ids.hpp"
#include "workspace/desk.hpp"

// What the team should know of a person: several notes, each with who wrote it. Listing costs an index
// walk of the person's own notes.
namespace contacts {

struct Note {
    static constexpr auto schema = "ContactNote";

    NoteId id;
    std::string text;
    bool pinned = false;
    std::string author;
    base::Instant created_at;
    std::optional<base::Instant> edited_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Note::id, ""),
            body("text", &Note::text, ""),
            body("pinned", &Note::pinned, "Stands above the others."),
            body("author", &Note::author, "Who wrote it; empty when it was no member."),
            body("created_at", &Note::created_at, ""),
            body("edited_at", &Note::edited_at, "When the words last changed."),
        };
    }
};

struct ListNotes {
    static constexpr auto about = "A person's notes, pinned ones first, then the newest.";
    base::ContactId contact;
    static constexpr auto fields()
    {
        return std::tuple{base::path("contact_id", &ListNotes::contact, "Person.")};
    }
};
base::Result<base::Page<Note>> list_notes(workspace::Desk& desk, ListNotes const& in);

// Refuses too_many_notes at the hundredth.
struct WriteContactNote {
    static constexpr auto about = "Write something down about a person; only the team sees it.";
    base::ContactId contact;
    std::string text;
    bool pinned = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("contact_id", &WriteContactNote::contact, "Person."),
            body("text", &WriteContactNote::text, "", {.min = 1, .max = 4000, .lines = true}),
            body("pinned", &WriteContactNote::pinned, ""),
        };
    }
};
base::Result<Note> write_note(workspace::Desk& desk, WriteContactNote const& in);

struct EditContactNote {
    static constexpr auto about = "Change or pin a note about a person.";
    NoteId note;
    std::optional<std::string> text;
    std::optional<bool> pinned;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("note_id", &EditContactNote::note, "Note."),
            body("text", &EditContactNote::text, "", {.min = 1, .max = 4000, .lines = true}),
            body("pinned", &EditContactNote::pinned, ""),
        };
    }
};
base::Result<Note> edit_note(workspace::Desk& desk, EditContactNote const& in);

struct RemoveContactNote {
    static constexpr auto about = "Remove a note about a person.";
    NoteId note;
    static constexpr auto fields()
    {
        return std::tuple{base::path("note_id", &RemoveContactNote::note, "Note.")};
    }
};
base::Result<void> remove_note(workspace::Desk& desk, RemoveContactNote const& in);

}  // namespace contacts

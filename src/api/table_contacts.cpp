#include "api/route.hpp"
#include "api/tables.hpp"
#include "contacts/consent/consent.hpp"
#include "contacts/fields/field.hpp"
#include "contacts/merge/merge.hpp"
#include "contacts/notes/note.hpp"
#include "contacts/segments/find.hpp"
#include "contacts/segments/segment.hpp"
#include "contacts/use.hpp"
#include "conversations/merge.hpp"

namespace api {

std::vector<Route> contact_routes()
{
    // clang-format off
    namespace c = contacts;
    return {
        on("GET",    "/contacts",                      "listContacts",      Permission::read, "contacts:read",       c::list),
        on("POST",   "/contacts/search",               "searchContacts",    Permission::read, "contacts:read",       c::search),
        on("POST",   "/contacts/count",                "countContacts",     Permission::read, "contacts:read",       c::count),
        on("GET",    "/contacts/{contact_id}",         "getContact",        Permission::read, "contacts:read",       c::find),
        on("PATCH",  "/contacts/{contact_id}",         "editContact",       Permission::edit_contacts, "contacts:write",      c::edit),
        on("GET",    "/contacts/{contact_id}/notes",   "listContactNotes",  Permission::read, "contacts:read",       c::list_notes),
        created(on("POST", "/contacts/{contact_id}/notes", "writeContactNote", Permission::edit_contacts, "contacts:write",      c::write_note)),
        on("PATCH",  "/contact-notes/{note_id}",       "editContactNote",   Permission::edit_contacts, "contacts:write",      c::edit_note),
        on("DELETE", "/contact-notes/{note_id}",       "removeContactNote", Permission::edit_contacts, "contacts:write",      c::remove_note),
        on("GET",    "/contacts/{contact_id}/consents", "listConsents",     Permission::read, "contacts:read",       c::list_consents),
        audited("consent.recorded", created(on("POST", "/contacts/{contact_id}/consents", "recordConsent", Permission::edit_contacts, "contacts:write", c::record_consent))),

        on("GET",    "/contacts/{contact_id}/duplicates", "listDuplicates", Permission::read, "contacts:read",       c::list_duplicates),
        on("GET",    "/contacts/{contact_id}/merges",  "listMerges",        Permission::read, "contacts:read",       c::list_merges),
        on("POST",   "/contacts/{contact_id}/merge-preview", "previewMerge", Permission::edit_contacts, "contacts:write",      conversations::preview_merge),
        audited("contact.merged", created(on("POST", "/contacts/{contact_id}/merge", "mergeContacts", Permission::edit_contacts, "contacts:write", conversations::merge))),
        audited("contact.parted", on("POST", "/contact-merges/{merge_id}/undo", "undoMerge", Permission::edit_contacts, "contacts:write", conversations::undo_merge)),

        on("GET",    "/contact-fields",                "listContactFields", Permission::read, "contacts:read",       c::list_fields),
        audited("field.added",   created(on("POST", "/contact-fields", "addContactField", Permission::manage_workspace, "settings:write", c::add_field))),
        audited("field.changed", on("PATCH",  "/contact-fields/{field_id}", "editContactField",   Permission::manage_workspace, "settings:write", c::edit_field)),
        audited("field.removed", on("DELETE", "/contact-fields/{field_id}", "removeContactField", Permission::manage_workspace, "settings:write", c::remove_field)),

        on("GET",    "/segments",                      "listSegments",      Permission::read, "contacts:read",       c::list_segments),
        created(on("POST", "/segments",                "addSegment",        Permission::edit_contacts, "contacts:write",      c::add_segment)),
        on("PATCH",  "/segments/{segment_id}",         "editSegment",       Permission::edit_contacts, "contacts:write",      c::edit_segment),
        on("DELETE", "/segments/{segment_id}",         "removeSegment",     Permission::edit_contacts, "contacts:write",      c::remove_segment),
    };
    // clang-format on
}

}  // namespace api

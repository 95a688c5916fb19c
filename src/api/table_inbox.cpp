#include "api/route.hpp"
#include "api/special.hpp"
#include "api/tables.hpp"
#include "contacts/use.hpp"
#include "conversations/inbox.hpp"
#include "conversations/labels.hpp"
#include "conversations/react.hpp"
#include "conversations/reply.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "media/media.hpp"

namespace api {

namespace {

// Sending again needs to know who owns the messages.
Route resend_route()
{
    return detail::made<conversations::Resend, conversations::Message>(
        "POST", "/messages/{message_id}/resend", "resendMessage", Needs::agent,
        "conversations:write", [](Call& call, conversations::Resend const& in) {
            auto desk = call.desk();
            return conversations::resend(desk, call.parts.deliveries, in);
        });
}

}  // namespace

std::vector<Route> inbox_routes()
{
    // clang-format off
    namespace c = conversations;
    return {
        on("GET",    "/conversations/counts",          "countConversations", Needs::read,      "conversations:read",  c::count),
        on("GET",    "/conversations",                 "listConversations", Needs::read,       "conversations:read",  c::list),
        on("GET",    "/conversations/{conversation_id}", "getConversation", Needs::read,       "conversations:read",  c::find),
        on("PATCH",  "/conversations/{conversation_id}", "changeConversation", Needs::agent,   "conversations:write", c::change),
        on("POST",   "/conversations/{conversation_id}/read",   "markRead",   Needs::agent,    "conversations:write", c::mark_read),
        on("POST",   "/conversations/{conversation_id}/unread", "markUnread", Needs::agent,    "conversations:write", c::mark_unread),
        on("POST",   "/conversations/{conversation_id}/typing", "showTyping", Needs::agent,    "conversations:write", c::show_typing),
        on("GET",    "/conversations/{conversation_id}/messages", "listMessages", Needs::read, "conversations:read",  c::list_messages),
        created(on("POST", "/conversations/{conversation_id}/messages", "sendMessage", Needs::agent, "conversations:write", c::send)),
        created(on("POST", "/conversations/{conversation_id}/notes",    "writeNote",   Needs::agent, "conversations:write", c::write_note)),
        on("GET",    "/conversations/{conversation_id}/draft", "getDraft",    Needs::agent,    "conversations:read",  c::find_draft),
        on("PUT",    "/conversations/{conversation_id}/draft", "keepDraft",   Needs::agent,    "conversations:write", c::keep_draft),
        resend_route(),
        on("PUT",    "/messages/{message_id}/reaction", "reactToMessage",    Needs::agent,      "conversations:write", c::react),
        on("GET",    "/messages/{message_id}/versions", "listMessageVersions", Needs::read, "conversations:read",  c::versions),
        on("GET",    "/messages/{message_id}/raw",     "getRawMessage",     Needs::supervisor, "conversations:read",  c::raw),
        on("GET",    "/search",                        "searchMessages",    Needs::read,       "conversations:read",  c::search),
        upload_route(),
        media_route(),
        on("POST",   "/media/{media_id}/retry",        "retryMedia",        Needs::agent,      "conversations:write", media::retry),
        stream_route(),

        on("GET",    "/labels",                        "listLabels",        Needs::read,       "conversations:read",  c::list_labels),
        created(on("POST", "/labels",                  "addLabel",          Needs::supervisor, "settings:write",      c::add_label)),
        on("PATCH",  "/labels/{label_id}",             "editLabel",         Needs::supervisor, "settings:write",      c::edit_label),
        on("DELETE", "/labels/{label_id}",             "removeLabel",       Needs::supervisor, "settings:write",      c::remove_label),

        on("GET",    "/contacts",                      "listContacts",      Needs::read,       "contacts:read",       contacts::list),
        on("GET",    "/contacts/{contact_id}",         "getContact",        Needs::read,       "contacts:read",       contacts::find),
        on("PATCH",  "/contacts/{contact_id}",         "editContact",       Needs::agent,      "contacts:write",      contacts::edit),
    };
    // clang-format on
}

}  // namespace api

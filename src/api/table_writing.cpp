#include "api/route.hpp"
#include "api/tables.hpp"
#include "conversations/begin.hpp"
#include "conversations/schedule.hpp"
#include "saved/exchange.hpp"
#include "saved/reply.hpp"

namespace api {

std::vector<Route> writing_routes()
{
    // clang-format off
    namespace c = conversations;
    return {
        on("GET",    "/saved-replies",                 "listSavedReplies",   Needs::read,       "conversations:read",  saved::list),
        on("GET",    "/saved-replies/export",          "exportSavedReplies", Needs::supervisor, "settings:read",       saved::export_replies),
        audited("saved_replies.imported", large(1 << 20, on("POST", "/saved-replies/import", "importSavedReplies", Needs::supervisor, "settings:write", saved::import_replies))),
        audited("saved_reply.added",      created(on("POST", "/saved-replies", "addSavedReply", Needs::supervisor, "settings:write", saved::add))),
        on("GET",    "/saved-replies/{saved_reply_id}", "getSavedReply",     Needs::read,       "conversations:read",  saved::find),
        audited("saved_reply.changed",    on("PATCH",  "/saved-replies/{saved_reply_id}", "editSavedReply",   Needs::supervisor, "settings:write", saved::edit)),
        audited("saved_reply.removed",    on("DELETE", "/saved-replies/{saved_reply_id}", "removeSavedReply", Needs::supervisor, "settings:write", saved::remove)),
        on("POST",   "/saved-replies/{saved_reply_id}/use", "useSavedReply", Needs::agent,      "conversations:write", saved::use),

        created(on("POST", "/conversations",           "beginConversation",  Needs::agent,      "conversations:write", c::begin)),
        on("GET",    "/conversations/{conversation_id}/scheduled", "listScheduled", Needs::read, "conversations:read",  c::list_scheduled),
        created(on("POST", "/conversations/{conversation_id}/scheduled", "scheduleMessage", Needs::agent, "conversations:write", c::schedule)),
        on("PATCH",  "/scheduled/{scheduled_id}",      "editScheduled",      Needs::agent,      "conversations:write", c::edit_scheduled),
        on("DELETE", "/scheduled/{scheduled_id}",      "cancelScheduled",    Needs::agent,      "conversations:write", c::cancel_scheduled),
        on("POST",   "/scheduled/{scheduled_id}/send", "sendScheduled",      Needs::agent,      "conversations:write", c::send_scheduled),
    };
    // clang-format on
}

}  // namespace api

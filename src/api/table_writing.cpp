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
        on("GET",    "/saved-replies",                 "listSavedReplies",   Permission::read,       "conversations:read",  saved::list),
        on("GET",    "/saved-replies/export",          "exportSavedReplies", Permission::manage_labels, "settings:read",       saved::export_replies),
        audited("saved_replies.imported", large(1 << 20, on("POST", "/saved-replies/import", "importSavedReplies", Permission::manage_labels, "settings:write", saved::import_replies))),
        audited("saved_reply.added",      created(on("POST", "/saved-replies", "addSavedReply", Permission::manage_labels, "settings:write", saved::add))),
        on("GET",    "/saved-replies/{saved_reply_id}", "getSavedReply",     Permission::read,       "conversations:read",  saved::find),
        audited("saved_reply.changed",    on("PATCH",  "/saved-replies/{saved_reply_id}", "editSavedReply",   Permission::manage_labels, "settings:write", saved::edit)),
        audited("saved_reply.removed",    on("DELETE", "/saved-replies/{saved_reply_id}", "removeSavedReply", Permission::manage_labels, "settings:write", saved::remove)),
        on("POST",   "/saved-replies/{saved_reply_id}/use", "useSavedReply", Permission::reply, "conversations:write", saved::use),

        created(on("POST", "/conversations",           "beginConversation",  Permission::reply, "conversations:write", c::begin)),
        on("GET",    "/conversations/{conversation_id}/scheduled", "listScheduled", Permission::read, "conversations:read",  c::list_scheduled),
        created(on("POST", "/conversations/{conversation_id}/scheduled", "scheduleMessage", Permission::reply, "conversations:write", c::schedule)),
        on("PATCH",  "/scheduled/{scheduled_id}",      "editScheduled",      Permission::reply, "conversations:write", c::edit_scheduled),
        on("DELETE", "/scheduled/{scheduled_id}",      "cancelScheduled",    Permission::reply, "conversations:write", c::cancel_scheduled),
        on("POST",   "/scheduled/{scheduled_id}/send", "sendScheduled",      Permission::reply, "conversations:write", c::send_scheduled),
    };
    // clang-format on
}

}  // namespace api

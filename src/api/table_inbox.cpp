#include "api/route.hpp"
#include "api/special.hpp"
#include "api/tables.hpp"
#include "conversations/inbox.hpp"
#include "conversations/labels.hpp"
#include "conversations/notification.hpp"
#include "conversations/presence.hpp"
#include "conversations/react.hpp"
#include "conversations/reply.hpp"
#include "conversations/saved_view.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "media/media.hpp"

namespace api {

namespace {

// Sending again needs to know who owns the messages.
Route resend_route()
{
    return detail::made<conversations::Resend, conversations::Message>(
        "POST", "/messages/{message_id}/resend", "resendMessage", Permission::reply,
        "conversations:write", [](Call& call, conversations::Resend const& in) {
            auto desk = call.desk();
            return conversations::resend(desk, call.parts.deliveries, in);
        });
}

// Of people only: a token has no page.
Route be_present_route()
{
    return detail::made<conversations::BePresent, void>(
        "PUT", "/presence", "bePresent", Permission::read, "",
        [](Call& call, conversations::BePresent const& in) {
            auto desk = call.desk();
            return conversations::be_present(desk, call.parts.hub, in);
        });
}
Route list_presence_route()
{
    return detail::made<conversations::ListPresence, base::Page<conversations::Presence>>(
        "GET", "/presence", "listPresence", Permission::read, "",
        [](Call& call, conversations::ListPresence const& in) {
            auto desk = call.desk();
            return conversations::list_presence(desk, call.parts.hub, in);
        });
}

}  // namespace

std::vector<Route> inbox_routes()
{
    // clang-format off
    namespace c = conversations;
    return {
        on("GET",    "/conversations/counts",          "countConversations", Permission::read,           "conversations:read",  c::count),
        on("GET",    "/conversations",                 "listConversations", Permission::read,           "conversations:read",  c::list),
        on("GET",    "/conversations/{conversation_id}", "getConversation", Permission::read,           "conversations:read",  c::find),
        on("PATCH",  "/conversations/{conversation_id}", "changeConversation", Permission::reply,          "conversations:write", c::change),
        on("POST",   "/conversations/{conversation_id}/read",   "markRead",   Permission::reply,          "conversations:write", c::mark_read),
        on("POST",   "/conversations/{conversation_id}/unread", "markUnread", Permission::reply,          "conversations:write", c::mark_unread),
        on("POST",   "/conversations/{conversation_id}/typing", "showTyping", Permission::reply,          "conversations:write", c::show_typing),
        on("GET",    "/conversations/{conversation_id}/messages", "listMessages", Permission::read,           "conversations:read",  c::list_messages),
        created(on("POST", "/conversations/{conversation_id}/messages", "sendMessage", Permission::reply,          "conversations:write", c::send)),
        created(on("POST", "/conversations/{conversation_id}/notes",    "writeNote",   Permission::reply,          "conversations:write", c::write_note)),
        on("GET",    "/conversations/{conversation_id}/draft", "getDraft",    Permission::reply,          "conversations:read",  c::find_draft),
        on("PUT",    "/conversations/{conversation_id}/draft", "keepDraft",   Permission::reply,          "conversations:write", c::keep_draft),
        resend_route(),
        on("PUT",    "/messages/{message_id}/reaction", "reactToMessage",    Permission::reply,          "conversations:write", c::react),
        on("GET",    "/messages/{message_id}/versions", "listMessageVersions", Permission::read,           "conversations:read",  c::versions),
        numbers(on("GET",    "/messages/{message_id}/raw",     "getRawMessage",     Permission::read_raw,       "conversations:read",  c::raw)),
        on("GET",    "/search",                        "searchMessages",    Permission::read,           "conversations:read",  c::search),
        upload_route(),
        media_route(),
        on("POST",   "/media/{media_id}/retry",        "retryMedia",        Permission::reply,          "conversations:write", media::retry),
        stream_route(),
        be_present_route(),
        list_presence_route(),

        on("GET",    "/notifications",                 "listNotifications", Permission::read,           "",                    c::list_notifications),
        on("POST",   "/notifications/read",            "readNotifications", Permission::read,           "",                    c::read_notifications),
        on("GET",    "/notifications/choice",          "showNotificationChoice", Permission::read,      "",                    c::show_notification_choice),
        on("PUT",    "/notifications/choice",          "chooseNotifications", Permission::read,         "",                    c::choose_notifications),

        on("GET",    "/labels",                        "listLabels",        Permission::read,           "conversations:read",  c::list_labels),
        created(on("POST", "/labels",                  "addLabel",          Permission::manage_labels,  "settings:write",      c::add_label)),
        on("PATCH",  "/labels/{label_id}",             "editLabel",         Permission::manage_labels,  "settings:write",      c::edit_label),
        on("DELETE", "/labels/{label_id}",             "removeLabel",       Permission::manage_labels,  "settings:write",      c::remove_label),

        on("GET",    "/views",                         "listViews",         Permission::read,           "conversations:read",  c::list_views),
        created(on("POST", "/views",                   "addView",           Permission::read,           "",                    c::add_view)),
        on("PATCH",  "/views/{view_id}",               "editView",          Permission::read,           "",                    c::edit_view),
        on("DELETE", "/views/{view_id}",               "removeView",        Permission::read,           "",                    c::remove_view),
        created(on("POST", "/shared-views",            "shareView",         Permission::manage_labels,  "settings:write",      c::share_view)),
        on("PATCH",  "/shared-views/{view_id}",        "editSharedView",    Permission::manage_labels,  "settings:write",      c::edit_shared_view),
        on("DELETE", "/shared-views/{view_id}",        "removeSharedView",  Permission::manage_labels,  "settings:write",      c::remove_shared_view),
    };
    // clang-format on
}

}  // namespace api

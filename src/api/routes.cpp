#include "accounts/connect.hpp"
#include "accounts/costs/costs.hpp"
#include "accounts/costs/rates.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/number/links.hpp"
#include "accounts/number/number.hpp"
#include "accounts/number/profile.hpp"
#include "accounts/onboarding/onboarding.hpp"
#include "accounts/onboarding/signup.hpp"
#include "accounts/templates/templates.hpp"
#include "api/route.hpp"
#include "api/special.hpp"
#include "contacts/use.hpp"
#include "control/me.hpp"
#include "control/member.hpp"
#include "control/session.hpp"
#include "control/setup.hpp"
#include "control/sign_in.hpp"
#include "control/token.hpp"
#include "control/workspace_life.hpp"
#include "conversations/block.hpp"
#include "conversations/inbox.hpp"
#include "conversations/labels.hpp"
#include "conversations/react.hpp"
#include "conversations/removal.hpp"
#include "conversations/reply.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "intake/events.hpp"
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

// The trail says which of both it was.
Route disconnect_route()
{
    return detail::made<accounts::DisconnectChannel, accounts::Channel>(
        "POST", "/channels/{channel_id}/disconnect", "disconnectChannel", Needs::admin,
        "channels:write", [](Call& call, accounts::DisconnectChannel const& in) {
            if (!in.keep_history)
                call.deed = "channel.history_removed";
            auto desk = call.desk();
            return accounts::disconnect(desk, call.parts.accounts, in);
        });
}

// For who runs the server, not only a workspace on it.
Route server_route()
{
    return detail::made<watch::ShowServer, watch::Snapshot>(
        "GET", "/server", "showServer", Needs::session, "",
        [](Call& call, watch::ShowServer const&) -> base::Result<watch::Snapshot> {
            if (!call.caller.operator_right || !call.caller.is_person())
                return base::Error{base::Fault::forbidden, "forbidden",
                                   "Only who runs this server may see it."};
            return call.parts.snapshot();
        });
}

std::vector<Route> make_routes()
{
    // clang-format off
    namespace c = conversations;
    return {
        on("GET",    "/setup",                         "setupState",        Needs::everyone,   "", control::setup_state),
        created(on("POST", "/setup",                   "setUp",             Needs::everyone,   "", control::set_up)),
        on("POST",   "/session",                       "signIn",            Needs::everyone,   "", control::sign_in),
        on("POST",   "/session/totp",                  "proveSecondFactor", Needs::everyone,   "", control::prove_second_factor),
        on("GET",    "/session",                       "currentSession",    Needs::session,    "", control::current_session),
        on("POST",   "/session/confirm",               "confirmPassword",   Needs::session,    "", control::confirm_password),
        sign_out_route(),
        on("PATCH",  "/me",                            "changeMe",          Needs::session,    "", control::change_me),
        on("POST",   "/me/password",                   "changePassword",    Needs::session,    "", control::change_password),
        on("POST",   "/me/totp",                       "startTotp",         Needs::session,    "", control::start_totp),
        on("POST",   "/me/totp/confirm",               "confirmTotp",       Needs::session,    "", control::confirm_totp),
        on("DELETE", "/me/totp",                       "turnTotpOff",       Needs::session,    "", control::turn_totp_off),
        on("GET",    "/sessions",                      "listSessions",      Needs::session,    "", control::list_sessions),
        on("DELETE", "/sessions/{id}",                 "endSession",        Needs::session,    "", control::end_session),
        on("DELETE", "/sessions",                      "endOtherSessions",  Needs::session,    "", control::end_other_sessions),
        on("POST",   "/password-reset",                "resetPassword",     Needs::everyone,   "", control::reset_password),
        on("POST",   "/workspaces",                    "createWorkspace",   Needs::session,    "", control::create_workspace),
        server_route(),

        on("GET",    "/workspace",                     "showWorkspace",     Needs::read,       "settings:read",  control::show_workspace),
        guarded(on("PATCH",  "/workspace",             "changeWorkspace",   Needs::admin,      "settings:write", control::change_workspace)),
        guarded(on("DELETE", "/workspace",             "deleteWorkspace",   Needs::owner,      "",               control::delete_workspace)),
        add_samples_route(),
        remove_samples_route(),
        on("GET",    "/members",                       "listMembers",       Needs::read,       "members:read",   control::list_members),
        guarded(on("PATCH",  "/members/{id}",          "changeMember",      Needs::admin,      "members:write",  control::change_member)),
        guarded(on("DELETE", "/members/{id}",          "removeMember",      Needs::admin,      "members:write",  control::remove_member)),
        on("GET",    "/invitations",                   "listInvitations",   Needs::admin,      "members:read",   control::list_invitations),
        created(guarded(on("POST", "/invitations",     "invite",            Needs::admin,      "members:write",  control::invite))),
        on("GET",    "/invitations/{token}",           "previewInvitation", Needs::everyone,   "",               control::preview_invitation),
        on("POST",   "/invitations/{token}",           "acceptInvitation",  Needs::everyone,   "",               control::accept_invitation),
        on("DELETE", "/invitations/{id}",              "withdrawInvitation", Needs::admin,     "members:write",  control::withdraw_invitation),
        on("GET",    "/tokens",                        "listTokens",        Needs::admin,      "settings:read",  control::list_tokens),
        created(guarded(on("POST", "/tokens",          "createToken",       Needs::admin,      "",               control::create_token))),
        on("DELETE", "/tokens/{id}",                   "revokeToken",       Needs::admin,      "",               control::revoke_token),
        on("GET",    "/audit",                         "readAudit",         Needs::admin,      "settings:read",  control::read_audit),

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

        on("GET",    "/channels",                      "listChannels",      Needs::read,       "channels:read",       accounts::list),
        audited("channel.connected", created(guarded(on("POST", "/channels", "connectChannel", Needs::admin, "channels:write", accounts::connect)))),
        on("GET",    "/signup-app",                    "showSignupApp",     Needs::admin,      "settings:read",       accounts::show_signup_app),
        guarded(on("PATCH",  "/signup-app",            "editSignupApp",     Needs::session,    "",                    accounts::edit_signup_app)),
        on("GET",    "/onboardings",                   "listOnboardings",   Needs::admin,      "channels:read",       accounts::list_onboardings),
        audited("onboarding.begun",      created(guarded(on("POST", "/onboardings", "beginOnboarding", Needs::admin, "channels:write", accounts::begin_onboarding)))),
        on("GET",    "/onboardings/{onboarding_id}",   "getOnboarding",     Needs::admin,      "channels:read",       accounts::get_onboarding),
        audited("onboarding.chosen",     on("POST", "/onboardings/{onboarding_id}/choose", "chooseNumber", Needs::admin, "channels:write", accounts::choose_number)),
        audited("onboarding.run",        on("POST", "/onboardings/{onboarding_id}/run", "runOnboarding", Needs::admin, "channels:write", accounts::run_onboarding)),
        audited("onboarding.authorized", on("POST", "/onboardings/{onboarding_id}/code", "finishDialog", Needs::admin, "channels:write", accounts::finish_dialog)),
        audited("onboarding.dropped",    on("DELETE", "/onboardings/{onboarding_id}", "dropOnboarding", Needs::admin, "channels:write", accounts::drop_onboarding)),
        on("GET",    "/channels/{channel_id}",         "getChannel",        Needs::read,       "channels:read",       accounts::get),
        audited("channel.changed", guarded(on("PATCH", "/channels/{channel_id}", "editChannel", Needs::admin, "channels:write", accounts::edit))),
        on("POST",   "/channels/{channel_id}/check",   "checkChannel",      Needs::admin,      "channels:write",      accounts::check),
        audited("channel.disconnected", guarded(disconnect_route())),
        on("GET",    "/channels/{channel_id}/history", "countHistory",      Needs::admin,      "channels:read",       c::count_history),
        on("GET",    "/channels/{channel_id}/number",  "showNumber",        Needs::admin,      "channels:read",       accounts::show_number),
        audited("number.name_asked",     on("POST", "/channels/{channel_id}/display-name", "askDisplayName", Needs::admin, "channels:write", accounts::ask_name)),
        audited("number.pin_set",        guarded(on("POST", "/channels/{channel_id}/pin", "setPin", Needs::admin, "channels:write", accounts::set_pin))),
        audited("number.registered",     guarded(on("POST", "/channels/{channel_id}/register", "registerNumber", Needs::admin, "channels:write", accounts::register_number))),
        audited("number.deregistered",   guarded(on("POST", "/channels/{channel_id}/deregister", "deregisterNumber", Needs::admin, "channels:write", accounts::deregister_number))),
        audited("number.code_requested", on("POST", "/channels/{channel_id}/request-code", "requestCode", Needs::admin, "channels:write", accounts::request_code)),
        audited("number.verified",       on("POST", "/channels/{channel_id}/verify-code", "verifyCode", Needs::admin, "channels:write", accounts::verify_code)),
        on("GET",    "/channels/{channel_id}/profile", "getProfile",        Needs::admin,      "channels:read",       accounts::get_profile),
        audited("profile.changed",       on("PATCH", "/channels/{channel_id}/profile", "editProfile", Needs::admin, "channels:write", accounts::edit_profile)),
        photo_route(),
        audited("profile.photo_set",     set_photo_route()),
        on("GET",    "/channels/{channel_id}/blocked", "listBlocked",       Needs::supervisor, "channels:read",       c::list_blocked),
        audited("person.blocked",        on("POST", "/channels/{channel_id}/blocked", "block", Needs::supervisor, "channels:write", c::block)),
        audited("person.unblocked",      on("DELETE", "/channels/{channel_id}/blocked/{user}", "unblock", Needs::supervisor, "channels:write", c::unblock)),
        audited("person.blocked",        on("POST", "/conversations/{conversation_id}/block", "blockPerson", Needs::supervisor, "conversations:write", c::block_person)),
        audited("person.unblocked",      on("DELETE", "/conversations/{conversation_id}/block", "unblockPerson", Needs::supervisor, "conversations:write", c::unblock_person)),
        on("GET",    "/channels/{channel_id}/automation", "getAutomation",  Needs::admin,      "channels:read",       accounts::get_automation),
        audited("automation.set",        on("PUT", "/channels/{channel_id}/automation", "setAutomation", Needs::admin, "channels:write", accounts::set_automation)),
        on("GET",    "/channels/{channel_id}/links",   "listLinks",         Needs::admin,      "channels:read",       accounts::list_links),
        audited("link.made",             created(on("POST", "/channels/{channel_id}/links", "makeLink", Needs::admin, "channels:write", accounts::make_link))),
        audited("link.changed",          on("PATCH", "/channels/{channel_id}/links/{code}", "editLink", Needs::admin, "channels:write", accounts::edit_link)),
        audited("link.removed",          on("DELETE", "/channels/{channel_id}/links/{code}", "removeLink", Needs::admin, "channels:write", accounts::remove_link)),
        link_picture_route(),
        on("GET",    "/channels/{channel_id}/username", "getUsername",      Needs::admin,      "channels:read",       accounts::get_username),
        audited("username.asked",        on("PUT", "/channels/{channel_id}/username", "setUsername", Needs::admin, "channels:write", accounts::set_username)),
        audited("username.removed",      guarded(on("DELETE", "/channels/{channel_id}/username", "removeUsername", Needs::admin, "channels:write", accounts::remove_username))),
        on("GET",    "/channels/{channel_id}/costs",   "readCosts",         Needs::supervisor, "channels:read",       accounts::read_costs),
        on("GET",    "/rates",                         "listRates",         Needs::supervisor, "channels:read",       accounts::list_rates),
        audited("rates.imported",        large(400 << 10, on("PUT", "/rates", "importRates", Needs::admin, "channels:write", accounts::import_rates))),
        on("GET",    "/templates",                     "listTemplates",     Needs::read,       "channels:read",       accounts::list_templates),
        on("POST",   "/channels/{channel_id}/templates/sync", "syncTemplates", Needs::admin,  "channels:write",      accounts::sync_templates),
        on("GET",    "/notices",                       "listNotices",       Needs::read,       "channels:read",       accounts::list_notices),
        on("POST",   "/notices/read",                  "readNotices",       Needs::supervisor, "channels:write",      accounts::read_notices),
        on("POST",   "/notices/{notice_id}/read",      "readNotice",        Needs::supervisor, "channels:write",      accounts::read_notice),
        on("GET",    "/events",                        "listEvents",        Needs::admin,      "channels:read",       intake::list_events),
        on("POST",   "/events/{event_id}/replay",      "replayEvent",       Needs::admin,      "channels:write",      intake::replay_event),
    };
    // clang-format on
}

}  // namespace

std::vector<Route> const& routes()
{
    static std::vector<Route> const all = make_routes();
    return all;
}

}  // namespace api

#include "api/route.hpp"
#include "api/special.hpp"
#include "api/tables.hpp"
#include "control/me.hpp"
#include "control/member.hpp"
#include "control/session.hpp"
#include "control/setup.hpp"
#include "control/sign_in.hpp"
#include "control/token.hpp"
#include "control/workspace_life.hpp"

namespace api {

namespace {

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

}  // namespace

std::vector<Route> people_routes()
{
    // clang-format off
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
    };
    // clang-format on
}

}  // namespace api

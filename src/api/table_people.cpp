#include "api/route.hpp"
#include "api/special.hpp"
#include "api/tables.hpp"
#include "control/custom_role.hpp"
#include "control/input_rule.hpp"
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
        "GET", "/server", "showServer", Open::session, "",
        [](Call& call, watch::ShowServer const&) -> base::Result<watch::Snapshot> {
            if (!call.caller.operator_right || !call.caller.is_person())
                return base::Error{base::Fault::forbidden, "forbidden",
                                   "Only who runs this server may see it."};
            return call.parts.snapshot();
        });
}

// Nothing keeps conversations from a member yet: to take the word for it would be a false promise.
base::Result<void> check_sight(std::string_view field, std::optional<workspace::Sight> sight)
{
    if (sight && *sight != workspace::Sight::all)
        return control::wrong_field(field, "not_allowed");
    return {};
}

template <class In, class Out>
Route with_sight(std::string_view method, std::string_view pattern, std::string_view operation,
                 control::Permission needs, std::string_view scope, std::string_view field,
                 auto In::* sight,
                 base::Result<Out> (*use)(control::Control&, control::Caller const&, In const&))
{
    return detail::made<In, Out>(
        method, pattern, operation, needs, scope,
        [field, sight, use](Call& call, In const& in) -> base::Result<Out> {
            TRY(check_sight(field, in.*sight));
            call.workspace.reset();
            return use(call.parts.control, call.caller, in);
        });
}

// A token reaches no further than whoever makes it.
Route create_token_route()
{
    return detail::made<control::CreateToken, control::CreatedToken>(
        "POST", "/tokens", "createToken", Permission::manage_tokens, "",
        [](Call& call, control::CreateToken const& in) -> base::Result<control::CreatedToken> {
            for (auto const& scope : in.scopes)
                if (control::is_scope(scope) && !covers_scope(call.caller.rights, scope))
                    return base::Error{base::Fault::forbidden, "rights_needed",
                                       "The scope allows what you may not do yourself."};
            return control::create_token(call.parts.control, call.caller, in);
        });
}

}  // namespace

std::vector<Route> people_routes()
{
    // clang-format off
    return {
        on("GET",    "/setup",                         "setupState",        Open::everyone,             "", control::setup_state),
        created(on("POST", "/setup",                   "setUp",             Open::everyone,             "", control::set_up)),
        on("POST",   "/session",                       "signIn",            Open::everyone,             "", control::sign_in),
        on("POST",   "/session/totp",                  "proveSecondFactor", Open::everyone,             "", control::prove_second_factor),
        on("GET",    "/session",                       "currentSession",    Open::session,              "", control::current_session),
        on("POST",   "/session/confirm",               "confirmPassword",   Open::session,              "", control::confirm_password),
        sign_out_route(),
        on("PATCH",  "/me",                            "changeMe",          Open::session,              "", control::change_me),
        on("POST",   "/me/password",                   "changePassword",    Open::session,              "", control::change_password),
        on("POST",   "/me/totp",                       "startTotp",         Open::session,              "", control::start_totp),
        on("POST",   "/me/totp/confirm",               "confirmTotp",       Open::session,              "", control::confirm_totp),
        on("DELETE", "/me/totp",                       "turnTotpOff",       Open::session,              "", control::turn_totp_off),
        on("GET",    "/sessions",                      "listSessions",      Open::session,              "", control::list_sessions),
        on("DELETE", "/sessions/{id}",                 "endSession",        Open::session,              "", control::end_session),
        on("DELETE", "/sessions",                      "endOtherSessions",  Open::session,              "", control::end_other_sessions),
        on("POST",   "/password-reset",                "resetPassword",     Open::everyone,             "", control::reset_password),
        on("POST",   "/workspaces",                    "createWorkspace",   Open::session,              "", control::create_workspace),
        server_route(),

        on("GET",    "/workspace",                     "showWorkspace",     Permission::read,           "settings:read",  control::show_workspace),
        guarded(with_sight("PATCH", "/workspace",      "changeWorkspace",   Permission::manage_workspace, "settings:write", "agent_sight", &control::ChangeWorkspace::agent_sight, control::change_workspace)),
        guarded(on("DELETE", "/workspace",             "deleteWorkspace",   Permission::delete_workspace, "",               control::delete_workspace)),
        add_samples_route(),
        remove_samples_route(),
        on("GET",    "/members",                       "listMembers",       Permission::read,           "members:read",   control::list_members),
        guarded(on("PATCH",  "/members/{id}",          "changeMember",      Permission::manage_members, "members:write",  control::change_member)),
        guarded(on("DELETE", "/members/{id}",          "removeMember",      Permission::manage_members, "members:write",  control::remove_member)),
        on("GET",    "/invitations",                   "listInvitations",   Permission::manage_members, "members:read",   control::list_invitations),
        created(guarded(on("POST", "/invitations",     "invite",            Permission::manage_members, "members:write",  control::invite))),
        on("GET",    "/invitations/{token}",           "previewInvitation", Open::everyone,             "",               control::preview_invitation),
        on("POST",   "/invitations/{token}",           "acceptInvitation",  Open::everyone,             "",               control::accept_invitation),
        on("DELETE", "/invitations/{id}",              "withdrawInvitation", Permission::manage_members, "members:write",  control::withdraw_invitation),
        on("GET",    "/roles",                         "listRoles",         Permission::read,           "members:read",   control::list_roles),
        created(guarded(with_sight("POST", "/roles",   "addRole",           Permission::manage_roles,   "members:write",  "sight", &control::AddRole::sight, control::add_role))),
        guarded(with_sight("PATCH", "/roles/{role_id}", "editRole",         Permission::manage_roles,   "members:write",  "sight", &control::EditRole::sight, control::edit_role)),
        guarded(on("DELETE", "/roles/{role_id}",       "removeRole",        Permission::manage_roles,   "members:write",  control::remove_role)),
        on("GET",    "/tokens",                        "listTokens",        Permission::manage_tokens,  "settings:read",  control::list_tokens),
        created(guarded(create_token_route())),
        on("DELETE", "/tokens/{id}",                   "revokeToken",       Permission::manage_tokens,  "",               control::revoke_token),
        on("GET",    "/audit",                         "readAudit",         Permission::read_audit,     "settings:read",  control::read_audit),
        on("GET",    "/audit/export",                  "exportAudit",       Permission::read_audit,     "settings:read",  control::export_audit),
    };
    // clang-format on
}

}  // namespace api

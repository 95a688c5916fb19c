#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/custom_role.hpp"
#include "control/sign_in.hpp"

// The people of a workspace. Every function works in caller.workspace.
namespace control {

struct MemberView {
    static constexpr auto schema = "Member";

    base::UserId id;
    std::string name;
    std::string email;
    Role role = Role::agent;
    MemberState state = MemberState::active;
    Availability availability = Availability::online;
    std::optional<base::Instant> last_seen_at;
    std::optional<RoleRef> custom_role;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &MemberView::id, "The person's number."),
            body("name", &MemberView::name, "Their name."),
            body("email", &MemberView::email, "Their e-mail address."),
            body("role", &MemberView::role, "What they may do here."),
            body("state", &MemberView::state, "A suspended member cannot enter."),
            body("availability", &MemberView::availability, "Whether they take conversations now."),
            body("last_seen_at", &MemberView::last_seen_at, "When they were last here."),
            body("custom_role", &MemberView::custom_role, "With role custom: which."),
        };
    }
};

struct ChangeMember {
    static constexpr auto about = "Change a member's role, or suspend them.";
    base::UserId id;
    std::optional<Role> role;
    std::optional<MemberState> state;
    std::optional<base::RoleId> custom_role = {};

    static constexpr auto fields()
    {
        return std::tuple{
            path("id", &ChangeMember::id, "The member."),
            body("role", &ChangeMember::role, "New role. Only owners make or change owners."),
            body("state", &ChangeMember::state, "`suspended` ends their sessions here."),
            body("role_id", &ChangeMember::custom_role, "With role custom: which."),
        };
    }
};

struct MemberToRemove {
    static constexpr auto about = "Remove a member from the workspace.";
    base::UserId id;

    static constexpr auto fields()
    {
        return std::tuple{path("id", &MemberToRemove::id, "The member.")};
    }
};

struct InvitationView {
    static constexpr auto schema = "Invitation";

    base::InvitationId id;
    std::string email;
    Role role = Role::agent;
    base::Instant created_at;
    base::Instant expires_at;
    std::string created_by;
    std::optional<RoleRef> custom_role;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &InvitationView::id, "The invitation."),
            body("email", &InvitationView::email, "Who is invited."),
            body("role", &InvitationView::role, "The role they will have."),
            body("created_at", &InvitationView::created_at, "When."),
            body("expires_at", &InvitationView::expires_at, "Until when the link works."),
            body("created_by", &InvitationView::created_by, "Who invited; empty for the operator."),
            body("custom_role", &InvitationView::custom_role, "With role custom: which."),
        };
    }
};

struct Invite {
    static constexpr auto about = "Invite somebody by a link you pass on yourself.";
    std::string email;
    Role role = Role::agent;
    std::optional<base::RoleId> custom_role = {};

    static constexpr auto fields()
    {
        return std::tuple{
            body("email", &Invite::email, "E-mail address.", {.min = 1, .max = 254}),
            body("role", &Invite::role, "Their role. Only owners invite owners."),
            body("role_id", &Invite::custom_role, "With role custom: which."),
        };
    }
};

struct NewInvitation {
    static constexpr auto schema = "NewInvitation";

    base::InvitationId id;
    std::string link;
    base::Instant expires_at;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &NewInvitation::id, "The invitation."),
            body("link", &NewInvitation::link, "Pass this on. Shown only now; good once."),
            body("expires_at", &NewInvitation::expires_at, "Until when the link works."),
        };
    }
};

struct InvitationToWithdraw {
    static constexpr auto about = "Withdraw an invitation.";
    base::InvitationId id;

    static constexpr auto fields()
    {
        return std::tuple{path("id", &InvitationToWithdraw::id, "The invitation.")};
    }
};

struct InvitationToken {
    static constexpr auto about = "Look at an invitation before taking it up.";
    std::string token;

    static constexpr auto fields()
    {
        return std::tuple{path("token", &InvitationToken::token, "End of the link.", {.max = 200})};
    }
};

struct InvitationPreview {
    static constexpr auto schema = "InvitationPreview";

    std::string workspace;
    std::string email;
    Role role = Role::agent;
    bool existing_user = false;
    std::string inviter;
    std::optional<RoleRef> custom_role;

    static constexpr auto fields()
    {
        return std::tuple{
            body("workspace", &InvitationPreview::workspace, "Name of the workspace."),
            body("email", &InvitationPreview::email, "Who is invited."),
            body("role", &InvitationPreview::role, "The role they will have."),
            body("existing_user", &InvitationPreview::existing_user,
                 "They have a password already and enter that one."),
            body("inviter", &InvitationPreview::inviter, "Who invited; may be empty."),
            body("custom_role", &InvitationPreview::custom_role, "With role custom: which."),
        };
    }
};

struct AcceptInvitation {
    static constexpr auto about = "Take up an invitation and sign in.";
    std::string token;
    std::optional<std::string> name;
    std::optional<std::string> password;

    static constexpr auto fields()
    {
        return std::tuple{
            path("token", &AcceptInvitation::token, "End of the link.", {.max = 200}),
            body("name", &AcceptInvitation::name, "Name; needed for a new person.",
                 {.min = 1, .max = 80}),
            body("password", &AcceptInvitation::password,
                 "A new password, or the one they have already.",
                 {.min = 1, .max = 256, .secret = true}),
        };
    }
};

// GET /members
base::Result<base::Page<MemberView>> list_members(Control& control, Caller const& caller,
                                                  Nothing const& in);
// PATCH /members/{id}. Refuses `last_owner`, `owner_needed`, `rights_needed`,
// `not_found`.
base::Result<MemberView> change_member(Control& control, Caller const& caller,
                                       ChangeMember const& in);
// DELETE /members/{id}
base::Result<Nothing> remove_member(Control& control, Caller const& caller,
                                    MemberToRemove const& in);
// GET, POST /invitations, DELETE /invitations/{id}. Refuses `already_member`,
// `owner_needed`, `rights_needed`.
base::Result<base::Page<InvitationView>> list_invitations(Control& control, Caller const& caller,
                                                          Nothing const& in);
base::Result<NewInvitation> invite(Control& control, Caller const& caller, Invite const& in);
base::Result<Nothing> withdraw_invitation(Control& control, Caller const& caller,
                                          InvitationToWithdraw const& in);
// GET, POST /invitations/{token}. Refuses `link_expired`.
base::Result<InvitationPreview> preview_invitation(Control& control, Caller const& caller,
                                                   InvitationToken const& in);
base::Result<WithCookies<SignInAnswer>> accept_invitation(Control& control, Caller const& caller,
                                                          AcceptInvitation const& in);

}  // namespace control

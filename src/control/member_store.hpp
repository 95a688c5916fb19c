#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/user.hpp"

// Who belongs to a workspace, and who is invited.
namespace control::store {

std::optional<Membership> find_member(ControlReader const& db, base::WorkspaceId workspace,
                                      base::UserId user);
// Active members of any workspace that is not being deleted.
bool has_any_owner(ControlReader const& db);
// Active owners whose account works.
int count_owners(ControlReader const& db, base::WorkspaceId workspace);

struct MemberRow {
    base::UserId id;
    std::string name;
    std::string email;
    Role role = Role::agent;
    MemberState state = MemberState::active;
    Availability availability = Availability::online;
    std::optional<base::Instant> last_seen_at;
    base::RoleId custom_role;
    std::optional<std::string> role_name;

    static constexpr auto row()
    {
        return std::tuple{
            &MemberRow::id,           &MemberRow::name,        &MemberRow::email,
            &MemberRow::role,         &MemberRow::state,       &MemberRow::availability,
            &MemberRow::last_seen_at, &MemberRow::custom_role, &MemberRow::role_name};
    }
};
std::vector<MemberRow> members_of(ControlReader const& db, base::WorkspaceId workspace);
std::optional<MemberRow> find_member_row(ControlReader const& db, base::WorkspaceId workspace,
                                         base::UserId user);
// False when they are a member already.
bool add_member(ControlWriter const& db, Membership const& member, base::Instant now);
void set_member(ControlWriter const& db, Membership const& member);
bool remove_member(ControlWriter const& db, base::WorkspaceId workspace, base::UserId user);

enum class InvitationState { open, accepted, withdrawn };
constexpr auto words_of(InvitationState)
{
    return std::array{
        std::pair{InvitationState::open, std::string_view("open")},
        std::pair{InvitationState::accepted, std::string_view("accepted")},
        std::pair{InvitationState::withdrawn, std::string_view("withdrawn")},
    };
}

struct Invitation {
    base::InvitationId id;
    base::WorkspaceId workspace;
    std::string email;
    Role role = Role::agent;
    base::UserId created_by;
    base::Instant created_at;
    base::Instant expires_at;
    base::RoleId custom_role = {};
    std::optional<std::string> role_name = {};

    static constexpr auto row()
    {
        using I = Invitation;
        return std::tuple{&I::id,         &I::workspace,   &I::email,
                          &I::role,       &I::created_by,  &I::created_at,
                          &I::expires_at, &I::custom_role, &I::role_name};
    }
};
// Open ones only; the caller looks at expires_at.
std::optional<Invitation> find_invitation(ControlReader const& db, std::string_view token_hash);
std::optional<Invitation> find_invitation(ControlReader const& db, base::WorkspaceId workspace,
                                          base::InvitationId id);
std::vector<Invitation> open_invitations(ControlReader const& db, base::WorkspaceId workspace);
// An earlier open one for the same address is withdrawn.
base::InvitationId add_invitation(ControlWriter const& db, Invitation const& invitation,
                                  std::string_view token_hash);
// False when it is no longer open: somebody was first.
bool close_invitation(ControlWriter const& db, base::InvitationId id, InvitationState state);

}  // namespace control::store

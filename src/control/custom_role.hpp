#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/session.hpp"

// Roles that a workspace makes for itself, beside the built-in ones. Nobody makes, changes or gives
// a role that allows what they may not do themselves; `delete_workspace` stays with owners.
namespace control {

struct RoleRef {
    static constexpr auto schema = "RoleRef";

    base::RoleId id;
    std::string name;

    static constexpr auto fields()
    {
        return std::tuple{body("id", &RoleRef::id, ""), body("name", &RoleRef::name, "")};
    }
};
// Of a member or invitation with role `custom`; nothing for the others.
std::optional<RoleRef> role_ref(base::RoleId id, std::optional<std::string> const& name);

struct RoleUser {
    static constexpr auto schema = "RoleUser";

    base::UserId id;
    std::string name;

    static constexpr auto fields()
    {
        return std::tuple{body("id", &RoleUser::id, ""), body("name", &RoleUser::name, "")};
    }
};

struct RoleView {
    static constexpr auto schema = "CustomRole";

    base::RoleId id;
    std::string name;
    std::vector<Permission> permissions;
    workspace::Sight sight = workspace::Sight::own;
    bool phones = false;
    std::vector<RoleUser> members;
    std::int64_t invitations = 0;

    static constexpr auto fields()
    {
        using R = RoleView;
        return std::tuple{
            body("id", &R::id, ""),
            body("name", &R::name, ""),
            body("permissions", &R::permissions, "What it allows."),
            body("sight", &R::sight, "Which conversations are seen."),
            body("phones", &R::phones, "Whether phone numbers are shown whole."),
            body("members", &R::members, "Who has it."),
            body("invitations", &R::invitations, "Open ones that give it."),
        };
    }
};

struct ListRoles {
    static constexpr auto about = "The roles that were made here, by name, and who has each.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct AddRole {
    static constexpr auto about = "Make a role.";
    std::string name;
    std::vector<Permission> permissions;
    workspace::Sight sight = workspace::Sight::own;
    bool phones = false;

    static constexpr auto fields()
    {
        using R = AddRole;
        return std::tuple{
            body("name", &R::name, "Unique here, case ignored.", {.min = 1, .max = 60}),
            body("permissions", &R::permissions, "Only what you have; `read` is always in it.",
                 {.max = 64}),
            body("sight", &R::sight, "Which conversations are seen."),
            body("phones", &R::phones, "Whether phone numbers are shown whole."),
        };
    }
};

struct EditRole {
    static constexpr auto about = "Change a role, for everybody who has it.";
    base::RoleId role;
    std::optional<std::string> name;
    std::optional<std::vector<Permission>> permissions;
    std::optional<workspace::Sight> sight;
    std::optional<bool> phones;

    static constexpr auto fields()
    {
        using R = EditRole;
        return std::tuple{
            path("role_id", &R::role, "Role."),
            body("name", &R::name, "", {.min = 1, .max = 60}),
            body("permissions", &R::permissions, "Exactly these from now on.", {.max = 64}),
            body("sight", &R::sight, ""),
            body("phones", &R::phones, ""),
        };
    }
};

struct RemoveRole {
    static constexpr auto about = "Delete a role nobody has; open invitations with it go too.";
    base::RoleId role;

    static constexpr auto fields()
    {
        return std::tuple{path("role_id", &RemoveRole::role, "Role.")};
    }
};

// GET, POST /roles, PATCH, DELETE /roles/{role_id}. Refuse `rights_needed` for what the caller may
// not do, `role_exists` for a name that is taken, `role_used`, `too_many`.
base::Result<base::Page<RoleView>> list_roles(Control& control, Caller const& caller,
                                              ListRoles const& in);
base::Result<RoleView> add_role(Control& control, Caller const& caller, AddRole const& in);
base::Result<RoleView> edit_role(Control& control, Caller const& caller, EditRole const& in);
base::Result<Nothing> remove_role(Control& control, Caller const& caller, RemoveRole const& in);

// What somebody is to become: a built-in role, or one of the workspace's own.
struct GivenRole {
    Role role = Role::agent;
    base::RoleId custom_role = {};
};
// Reads the two fields of a request. Refuses `custom` without an id, an id without `custom`, roles of
// elsewhere, and with `owner_needed` or `rights_needed` what the caller may not give.
base::Result<GivenRole> read_given_role(ControlReader const& db, Caller const& caller,
                                        std::optional<Role> role,
                                        std::optional<base::RoleId> custom_role);
// What a built-in or own role of the caller's workspace allows there.
Rights rights_in(ControlReader const& db, base::WorkspaceId workspace, GivenRole const& role);
// Refuses whom the caller may not touch: owners, and who may do more than the caller.
base::Result<void> may_change(ControlReader const& db, Caller const& caller,
                              Membership const& member);

}  // namespace control

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/handle.hpp"
#include "control/permission.hpp"

// Roles that were made in a workspace. Each has some dozens at most.
namespace control::store {

struct CustomRole {
    base::RoleId id;
    std::string name;
    Rights rights;

    static CustomRole from(db::Columns& columns);
};
std::vector<CustomRole> roles_of(ControlReader const& db, base::WorkspaceId workspace);
std::optional<CustomRole> find_role(ControlReader const& db, base::WorkspaceId workspace,
                                    base::RoleId id);
// Nothing when the name is taken.
std::optional<base::RoleId> add_role(ControlWriter const& db, base::WorkspaceId workspace,
                                     CustomRole const& role, base::Instant now);
// False when the name is taken.
bool save_role(ControlWriter const& db, CustomRole const& role);
// Open invitations with it go too. Breaks while a member has it.
void remove_role(ControlWriter const& db, base::RoleId id);

}  // namespace control::store

#include "control/role.hpp"

#include <algorithm>

namespace control {

namespace {

struct Permission {
    std::string_view name;
    Role needed;
};

constexpr std::array AllPermissions = {
    Permission{"read", Role::analyst},           Permission{"reply", Role::agent},
    Permission{"edit_contacts", Role::agent},    Permission{"manage_labels", Role::supervisor},
    Permission{"read_raw", Role::supervisor},    Permission{"manage_channels", Role::admin},
    Permission{"manage_members", Role::admin},   Permission{"manage_tokens", Role::admin},
    Permission{"manage_workspace", Role::admin}, Permission{"read_audit", Role::admin},
    Permission{"delete_workspace", Role::owner},
};

}  // namespace

std::vector<std::string> permissions_of(Role role)
{
    std::vector<std::string> out;
    for (auto const& permission : AllPermissions)
        if (at_least(role, permission.needed))
            out.emplace_back(permission.name);
    return out;
}

bool is_scope(std::string_view scope) { return std::ranges::find(Scopes, scope) != Scopes.end(); }

}  // namespace control

#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control/role.hpp"
#include "workspace/sight.hpp"

// What somebody may do in a workspace, in single words. The route table asks for one of them; roles
// are sets of them.
namespace control {

enum class Permission : std::uint8_t {
    read,   // look at conversations, contacts, channels
    reply,  // answer, write notes, assign, label, finish
    edit_contacts,
    manage_labels,
    block_people,
    read_raw,  // what the provider sent, word for word
    read_costs,
    manage_notices,
    manage_channels,
    manage_members,
    manage_roles,
    manage_teams,
    manage_tokens,
    manage_workspace,
    read_audit,
    delete_workspace,  // of owners only: no role that was made here has it
};
constexpr auto words_of(Permission)
{
    using namespace std::literals;
    using enum Permission;
    return std::array{std::pair{read, "read"sv},
                      std::pair{reply, "reply"sv},
                      std::pair{edit_contacts, "edit_contacts"sv},
                      std::pair{manage_labels, "manage_labels"sv},
                      std::pair{block_people, "block_people"sv},
                      std::pair{read_raw, "read_raw"sv},
                      std::pair{read_costs, "read_costs"sv},
                      std::pair{manage_notices, "manage_notices"sv},
                      std::pair{manage_channels, "manage_channels"sv},
                      std::pair{manage_members, "manage_members"sv},
                      std::pair{manage_roles, "manage_roles"sv},
                      std::pair{manage_teams, "manage_teams"sv},
                      std::pair{manage_tokens, "manage_tokens"sv},
                      std::pair{manage_workspace, "manage_workspace"sv},
                      std::pair{read_audit, "read_audit"sv},
                      std::pair{delete_workspace, "delete_workspace"sv}};
}
constexpr auto schema_name(Permission) { return "Permission"; }

// A set of them.
class Permissions {
public:
    constexpr Permissions() = default;
    constexpr Permissions(std::initializer_list<Permission> list)
    {
        for (auto const one : list)
            add(one);
    }

    constexpr void add(Permission one) { m_bits |= bit(one); }
    constexpr bool has(Permission one) const { return (m_bits & bit(one)) != 0; }
    constexpr bool covers(Permissions other) const { return (other.m_bits & ~m_bits) == 0; }
    std::vector<Permission> list() const;

    friend constexpr bool operator==(Permissions, Permissions) = default;

private:
    static constexpr std::uint32_t bit(Permission one) { return 1U << unsigned(one); }
    std::uint32_t m_bits = 0;
};
// Columns hold a JSON list of words; words of a newer version give nothing.
std::string to_column(Permissions permissions);
bool from_column(std::string_view text, Permissions& out);

// All that a role decides. By itself it allows nothing.
struct Rights {
    Permissions may;
    workspace::Sight sight = workspace::Sight::own;
    bool phones = false;  // sees phone numbers whole

    bool has(Permission one) const { return may.has(one); }
    // Whether whoever has these may hand out the others.
    bool covers(Rights const& other) const
    {
        return may.covers(other.may) && sight >= other.sight && (phones || !other.phones);
    }
    friend bool operator==(Rights const&, Rights const&) = default;
};

// What agents see is a setting of the workspace; the other built-in roles see everything.
struct AgentSees {
    workspace::Sight sight = workspace::Sight::own;
    bool phones = false;
};
// Of a built-in role; of `custom` nothing.
Rights rights_of(Role role, AgentSees const& agents);
// Of whoever is held by something else than a role: the operator, and API tokens by their scopes.
Rights all_rights();

}  // namespace control

namespace control::store {
using control::from_column;
using control::to_column;
}  // namespace control::store

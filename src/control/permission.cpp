#include "control/permission.hpp"

#include "base/json.hpp"

namespace control {

namespace {

using enum Permission;
using workspace::Sight;

constexpr Permissions OfAnalyst = {read};
constexpr Permissions OfAgent = {read, reply, edit_contacts};
constexpr Permissions OfSupervisor = {read,         reply,    edit_contacts, manage_labels,
                                      block_people, read_raw, read_costs,    manage_notices};
constexpr Permissions OfAdmin = {
    read,         reply,        edit_contacts,  manage_labels,    block_people,
    read_raw,     read_costs,   manage_notices, manage_channels,  manage_members,
    manage_roles, manage_teams, manage_tokens,  manage_workspace, read_audit};
constexpr Permissions everything()
{
    auto all = OfAdmin;
    all.add(delete_workspace);
    return all;
}

}  // namespace

std::vector<Permission> Permissions::list() const
{
    std::vector<Permission> out;
    for (auto const& [permission, word] : words_of(Permission{}))
        if (has(permission))
            out.push_back(permission);
    return out;
}

std::string to_column(Permissions permissions)
{
    auto words = base::Json::array();
    for (auto const one : permissions.list())
        words.push_back(std::string(base::word_of(one)));
    return base::to_text(words);
}

bool from_column(std::string_view text, Permissions& out)
{
    auto const words = base::parse_json(text);
    if (!words || !words->is_array())
        return false;
    out = {};
    for (auto const& word : *words)
        if (word.is_string())
            if (auto const one = base::from_word<Permission>(word.get_ref<std::string const&>()))
                out.add(*one);
    return true;
}

Rights rights_of(Role role, AgentSees const& agents)
{
    switch (role) {
    case Role::analyst: return {OfAnalyst, Sight::all, true};
    case Role::agent: return {OfAgent, agents.sight, agents.phones};
    case Role::supervisor: return {OfSupervisor, Sight::all, true};
    case Role::admin: return {OfAdmin, Sight::all, true};
    case Role::owner: return all_rights();
    case Role::custom: break;
    }
    return {};
}

Rights all_rights() { return {everything(), Sight::all, true}; }

}  // namespace control

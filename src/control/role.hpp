#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/fields.hpp"

namespace control {

using base::body;
using base::path;
using base::query;

// What a member is. What each may do is in permission.hpp; `custom` is a role that was made in the
// workspace.
enum class Role { analyst, agent, supervisor, admin, owner, custom };

constexpr auto words_of(Role)
{
    return std::array{
        std::pair{Role::analyst, std::string_view("analyst")},
        std::pair{Role::agent, std::string_view("agent")},
        std::pair{Role::supervisor, std::string_view("supervisor")},
        std::pair{Role::admin, std::string_view("admin")},
        std::pair{Role::owner, std::string_view("owner")},
        std::pair{Role::custom, std::string_view("custom")},
    };
}
constexpr auto schema_name(Role) { return "Role"; }

// What an API token may be given. `all` stands for every one of them, also future ones.
inline constexpr std::array<std::string_view, 11> Scopes = {
    "all",
    "conversations:read",
    "conversations:write",
    "contacts:read",
    "contacts:write",
    "channels:read",
    "channels:write",
    "members:read",
    "members:write",
    "settings:read",
    "settings:write",
};
bool is_scope(std::string_view scope);

// Columns of Worded enums hold their words.
template <base::Worded E>
constexpr std::string_view to_column(E value)
{
    return base::word_of(value);
}
template <base::Worded E>
constexpr bool from_column(std::string_view text, E& out)
{
    auto const known = base::from_word<E>(text);
    if (known)
        out = *known;
    return known.has_value();
}

}  // namespace control

// Where argument-dependent lookup finds them for the store's own enums.
namespace control::store {
using control::from_column;
using control::to_column;
}  // namespace control::store

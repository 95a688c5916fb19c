#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"
#include "control/role.hpp"

namespace control {

enum class Availability { online, away, off };
constexpr auto words_of(Availability)
{
    return std::array{
        std::pair{Availability::online, std::string_view("online")},
        std::pair{Availability::away, std::string_view("away")},
        std::pair{Availability::off, std::string_view("off")},
    };
}
constexpr auto schema_name(Availability) { return "Availability"; }

// The languages the dashboard speaks.
enum class Language { en, id, ms, ar, pt_br };
constexpr auto words_of(Language)
{
    return std::array{
        std::pair{Language::en, std::string_view("en")},
        std::pair{Language::id, std::string_view("id")},
        std::pair{Language::ms, std::string_view("ms")},
        std::pair{Language::ar, std::string_view("ar")},
        std::pair{Language::pt_br, std::string_view("pt-BR")},
    };
}
constexpr auto schema_name(Language) { return "Language"; }

enum class UserState { active, disabled };
constexpr auto words_of(UserState)
{
    return std::array{
        std::pair{UserState::active, std::string_view("active")},
        std::pair{UserState::disabled, std::string_view("disabled")},
    };
}

enum class MemberState { active, suspended };
constexpr auto words_of(MemberState)
{
    return std::array{
        std::pair{MemberState::active, std::string_view("active")},
        std::pair{MemberState::suspended, std::string_view("suspended")},
    };
}
constexpr auto schema_name(MemberState) { return "MemberState"; }

// A person, in all their workspaces.
struct User {
    base::UserId id;
    std::string email;
    std::string name;
    std::optional<std::string> password;  // Argon2id text; absent until they chose one
    Language language = Language::en;
    Availability availability = Availability::online;
    UserState state = UserState::active;
    bool operator_right = false;
    std::optional<std::string> totp_seed;     // sealed
    std::optional<std::string> totp_pending;  // sealed
    std::int64_t totp_last_step = 0;
    base::Instant created_at;

    static constexpr auto row()
    {
        return std::tuple{&User::id,           &User::email,          &User::name,
                          &User::password,     &User::language,       &User::availability,
                          &User::state,        &User::operator_right, &User::totp_seed,
                          &User::totp_pending, &User::totp_last_step, &User::created_at};
    }
};

// Whether neither's password was changed since the other was read.
bool same_password(User const& a, User const& b);

// A person's place in one workspace.
struct Membership {
    base::WorkspaceId workspace;
    base::UserId user;
    Role role = Role::agent;
    MemberState state = MemberState::active;
    base::RoleId custom_role = {};  // with role `custom`

    static constexpr auto row()
    {
        return std::tuple{&Membership::workspace, &Membership::user, &Membership::role,
                          &Membership::state, &Membership::custom_role};
    }
};

}  // namespace control

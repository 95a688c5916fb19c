#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/permission.hpp"
#include "control/user.hpp"

// Users, their second factor and where they belong.
namespace control::store {

std::optional<User> find_user(ControlReader const& db, base::UserId id);
std::optional<User> find_user(ControlReader const& db, std::string_view email);

struct NewUser {
    std::string email;
    std::string name;
    std::optional<std::string> password;
    Language language = Language::en;
    bool operator_right = false;
};
// Nothing when the e-mail address is taken.
std::optional<base::UserId> add_user(ControlWriter const& db, NewUser const& user,
                                     base::Instant now);
void set_profile(ControlWriter const& db, base::UserId id, std::string_view name, Language language,
                 Availability availability);
void set_password(ControlWriter const& db, base::UserId id, std::string_view password);
// Only when nobody changed it since: a rehash must not undo a new password.
void refresh_password(ControlWriter const& db, base::UserId id, std::string_view old_password,
                      std::string_view password);
void set_user_state(ControlWriter const& db, base::UserId id, UserState state);
void touch_user(ControlWriter const& db, base::UserId id, base::Instant now);

void set_totp_pending(ControlWriter const& db, base::UserId id, std::string_view sealed_seed);
// The pending seed becomes the seed; `step` has been used.
void confirm_totp(ControlWriter const& db, base::UserId id, std::int64_t step);
void clear_totp(ControlWriter const& db, base::UserId id);
// False when this step, or a later one, was used before.
bool use_totp_step(ControlWriter const& db, base::UserId id, std::int64_t step);

void add_recovery_code(ControlWriter const& db, base::UserId user, std::string_view hash);
void clear_recovery_codes(ControlWriter const& db, base::UserId user);
// False when there is no such code or it was used before.
bool use_recovery_code(ControlWriter const& db, base::UserId user, std::string_view hash,
                       base::Instant now);
int recovery_codes_left(ControlReader const& db, base::UserId user);

struct UserRow {
    base::UserId id;
    std::string email;
    std::string name;
    UserState state = UserState::active;
    bool operator_right = false;
    bool has_password = false;
    bool has_totp = false;
    base::Instant created_at;
    std::optional<base::Instant> last_seen_at;

    static constexpr auto row()
    {
        return std::tuple{&UserRow::id,       &UserRow::email,          &UserRow::name,
                          &UserRow::state,    &UserRow::operator_right, &UserRow::has_password,
                          &UserRow::has_totp, &UserRow::created_at,     &UserRow::last_seen_at};
    }
};
std::vector<UserRow> all_users(ControlReader const& db);

struct MembershipName {
    base::WorkspaceId id;
    std::string slug;
    std::string name;
    Role role = Role::agent;
    base::RoleId custom_role;
    std::string role_name;  // of a custom role
    Rights rights;
    bool only_assignee = false;
    bool second_factor_needed = false;  // the workspace wants one, and they have none

    static MembershipName from(db::Columns& columns);
};
// Active memberships in active workspaces, by name.
std::vector<MembershipName> memberships_of(ControlReader const& db, base::UserId user);

}  // namespace control::store

#include "control/user_store.hpp"

#include "crypto/secret.hpp"

namespace control {

bool same_password(User const& a, User const& b)
{
    return a.password.has_value() == b.password.has_value() &&
           crypto::same(a.password.value_or(""), b.password.value_or(""));
}

}  // namespace control

namespace control::store {

std::optional<User> find_user(ControlReader const& db, base::UserId id)
{
    return db.maybe<User>(R"sql(
        SELECT id, email, name, password, language, availability, state, operator,
               totp_seed, totp_pending, totp_last_step, created_at
          FROM user WHERE id = ?1
    )sql",
                          id);
}

std::optional<User> find_user(ControlReader const& db, std::string_view email)
{
    return db.maybe<User>(R"sql(
        SELECT id, email, name, password, language, availability, state, operator,
               totp_seed, totp_pending, totp_last_step, created_at
          FROM user WHERE email = ?1
    )sql",
                          email);
}

std::optional<base::UserId> add_user(ControlWriter const& db, NewUser const& user,
                                     base::Instant now)
{
    return db.try_insert<base::UserId>(R"sql(
        INSERT INTO user (email, name, password, language, operator, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    )sql",
                                       user.email, user.name, user.password, user.language,
                                       user.operator_right, now);
}

void set_profile(ControlWriter const& db, base::UserId id, std::string_view name, Language language,
                 Availability availability)
{
    db.run(R"sql(
        UPDATE user SET name = ?2, language = ?3, availability = ?4 WHERE id = ?1
    )sql",
           id, name, language, availability);
}

void set_password(ControlWriter const& db, base::UserId id, std::string_view password)
{
    db.run(R"sql(UPDATE user SET password = ?2 WHERE id = ?1)sql", id, password);
}

void refresh_password(ControlWriter const& db, base::UserId id, std::string_view old_password,
                      std::string_view password)
{
    db.run(R"sql(
        UPDATE user SET password = ?3 WHERE id = ?1 AND password = ?2
    )sql",
           id, old_password, password);
}

void set_user_state(ControlWriter const& db, base::UserId id, UserState state)
{
    db.run(R"sql(UPDATE user SET state = ?2 WHERE id = ?1)sql", id, state);
}

void touch_user(ControlWriter const& db, base::UserId id, base::Instant now)
{
    db.run(R"sql(UPDATE user SET last_seen_at = ?2 WHERE id = ?1)sql", id, now);
}

void set_totp_pending(ControlWriter const& db, base::UserId id, std::string_view sealed_seed)
{
    db.run(R"sql(
        UPDATE user SET totp_pending = ?2 WHERE id = ?1
    )sql",
           id, db::Blob(sealed_seed));
}

void confirm_totp(ControlWriter const& db, base::UserId id, std::int64_t step)
{
    db.run(R"sql(
        UPDATE user SET totp_seed = totp_pending, totp_pending = NULL, totp_last_step = ?2
         WHERE id = ?1 AND totp_pending IS NOT NULL
    )sql",
           id, step);
}

void clear_totp(ControlWriter const& db, base::UserId id)
{
    db.run(R"sql(
        UPDATE user SET totp_seed = NULL, totp_pending = NULL WHERE id = ?1
    )sql",
           id);
}

bool use_totp_step(ControlWriter const& db, base::UserId id, std::int64_t step)
{
    return db.run(R"sql(
        UPDATE user SET totp_last_step = ?2 WHERE id = ?1 AND totp_last_step < ?2
    )sql",
                  id, step) == 1;
}

void add_recovery_code(ControlWriter const& db, base::UserId user, std::string_view hash)
{
    db.run(R"sql(
        INSERT INTO recovery_code (user_id, code_hash) VALUES (?1, ?2)
    )sql",
           user, db::Blob(hash));
}

void clear_recovery_codes(ControlWriter const& db, base::UserId user)
{
    db.run(R"sql(DELETE FROM recovery_code WHERE user_id = ?1)sql", user);
}

bool use_recovery_code(ControlWriter const& db, base::UserId user, std::string_view hash,
                       base::Instant now)
{
    return db.run(R"sql(
        UPDATE recovery_code SET used_at = ?3
         WHERE code_hash = ?2 AND user_id = ?1 AND used_at IS NULL
    )sql",
                  user, db::Blob(hash), now) == 1;
}

int recovery_codes_left(ControlReader const& db, base::UserId user)
{
    return db.one<int>(R"sql(
        SELECT count(*) FROM recovery_code WHERE user_id = ?1 AND used_at IS NULL
    )sql",
                       user);
}

std::vector<UserRow> all_users(ControlReader const& db)
{
    return db.all<UserRow>(R"sql(
        -- scan: the operator's list of every user
        SELECT id, email, name, state, operator, password IS NOT NULL, totp_seed IS NOT NULL,
               created_at, last_seen_at
          FROM user ORDER BY id
    )sql");
}

MembershipName MembershipName::from(db::Columns& columns)
{
    MembershipName place;
    place.id = columns.next<base::WorkspaceId>();
    place.slug = columns.next<std::string>();
    place.name = columns.next<std::string>();
    place.role = columns.next<Role>();
    AgentSees agents;
    agents.sight = columns.next<workspace::Sight>();
    agents.phones = columns.next<bool>();
    place.only_assignee = columns.next<bool>();
    place.second_factor_needed = columns.next<bool>();
    place.custom_role = columns.next<base::RoleId>();
    place.role_name = columns.next<std::optional<std::string>>().value_or("");
    auto const may = columns.next<std::optional<Permissions>>();
    auto const sight = columns.next<std::optional<workspace::Sight>>();
    auto const phones = columns.next<std::optional<bool>>();
    if (place.role != Role::custom)
        place.rights = rights_of(place.role, agents);
    else if (may && sight && phones)
        place.rights = {*may, *sight, *phones};
    return place;
}

std::vector<MembershipName> memberships_of(ControlReader const& db, base::UserId user)
{
    return db.all<MembershipName>(R"sql(
        SELECT workspace.id, workspace.slug, workspace.name, membership.role, workspace.agent_sight,
               workspace.agent_phones, workspace.only_assignee,
               workspace.require_totp AND user.totp_seed IS NULL, membership.role_id, role.name,
               role.permissions, role.sight, role.phones
          FROM membership JOIN workspace ON workspace.id = membership.workspace_id
          JOIN user ON user.id = membership.user_id
          LEFT JOIN role ON role.id = membership.role_id
         WHERE membership.user_id = ?1 AND membership.state = 'active'
           AND workspace.state = 'active'
         ORDER BY workspace.name, workspace.id
    )sql",
                                  user);
}

}  // namespace control::store

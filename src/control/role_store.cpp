#include "control/role_store.hpp"

#include "db/broken.hpp"

namespace control::store {

CustomRole CustomRole::from(db::Columns& columns)
{
    CustomRole role;
    role.id = columns.next<base::RoleId>();
    role.name = columns.next<std::string>();
    role.rights.may = columns.next<Permissions>();
    role.rights.sight = columns.next<workspace::Sight>();
    role.rights.phones = columns.next<bool>();
    return role;
}

std::vector<CustomRole> roles_of(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.all<CustomRole>(R"sql(
        SELECT id, name, permissions, sight, phones FROM role
         WHERE workspace_id = ?1 ORDER BY name
    )sql",
                              workspace);
}

std::optional<CustomRole> find_role(ControlReader const& db, base::WorkspaceId workspace,
                                    base::RoleId id)
{
    return db.maybe<CustomRole>(R"sql(
        SELECT id, name, permissions, sight, phones FROM role WHERE id = ?2 AND workspace_id = ?1
    )sql",
                                workspace, id);
}

std::optional<base::RoleId> add_role(ControlWriter const& db, base::WorkspaceId workspace,
                                     CustomRole const& role, base::Instant now)
{
    return db.try_insert<base::RoleId>(R"sql(
        INSERT INTO role (workspace_id, name, permissions, sight, phones, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    )sql",
                                       workspace, role.name, role.rights.may, role.rights.sight,
                                       role.rights.phones, now);
}

bool save_role(ControlWriter const& db, CustomRole const& role)
{
    try {
        db.run(R"sql(
            UPDATE role SET name = ?2, permissions = ?3, sight = ?4, phones = ?5 WHERE id = ?1
        )sql",
               role.id, role.name, role.rights.may, role.rights.sight, role.rights.phones);
        return true;
    } catch (db::Broken const& e) {
        if (e.is_unique())
            return false;
        throw;
    }
}

void remove_role(ControlWriter const& db, base::RoleId id)
{
    db.run(R"sql(DELETE FROM role WHERE id = ?1)sql", id);
}

}  // namespace control::store

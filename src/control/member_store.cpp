#include "control/member_store.hpp"

namespace control::store {

std::optional<Membership> find_member(ControlReader const& db, base::WorkspaceId workspace,
                                      base::UserId user)
{
    return db.maybe<Membership>(R"sql(
        SELECT workspace_id, user_id, role, state, role_id FROM membership
         WHERE workspace_id = ?1 AND user_id = ?2
    )sql",
                                workspace, user);
}

bool has_any_owner(ControlReader const& db)
{
    return db.one<bool>(R"sql(
        SELECT EXISTS (SELECT 1 FROM membership JOIN workspace ON workspace.id = workspace_id
                        WHERE role = 'owner' AND workspace.state <> 'deleting')
    )sql");
}

int count_owners(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.one<int>(R"sql(
        SELECT count(*) FROM membership JOIN user ON user.id = membership.user_id
         WHERE membership.role = 'owner' AND membership.workspace_id = ?1
           AND membership.state = 'active' AND user.state = 'active'
    )sql",
                       workspace);
}

std::vector<MemberRow> members_of(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.all<MemberRow>(R"sql(
        SELECT user.id, user.name, user.email, membership.role, membership.state,
               user.availability, user.last_seen_at, membership.role_id, role.name
          FROM membership JOIN user ON user.id = membership.user_id
          LEFT JOIN role ON role.id = membership.role_id
         WHERE membership.workspace_id = ?1
         ORDER BY user.name, user.id
    )sql",
                             workspace);
}

std::optional<MemberRow> find_member_row(ControlReader const& db, base::WorkspaceId workspace,
                                         base::UserId user)
{
    return db.maybe<MemberRow>(R"sql(
        SELECT user.id, user.name, user.email, membership.role, membership.state,
               user.availability, user.last_seen_at, membership.role_id, role.name
          FROM membership JOIN user ON user.id = membership.user_id
          LEFT JOIN role ON role.id = membership.role_id
         WHERE membership.workspace_id = ?1 AND membership.user_id = ?2
    )sql",
                               workspace, user);
}

bool add_member(ControlWriter const& db, Membership const& member, base::Instant now)
{
    return db.run(R"sql(
        INSERT INTO membership (workspace_id, user_id, role, state, created_at, role_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (workspace_id, user_id) DO NOTHING
    )sql",
                  member.workspace, member.user, member.role, member.state, now,
                  member.custom_role) == 1;
}

void set_member(ControlWriter const& db, Membership const& member)
{
    db.run(R"sql(
        UPDATE membership SET role = ?3, state = ?4, role_id = ?5
         WHERE workspace_id = ?1 AND user_id = ?2
    )sql",
           member.workspace, member.user, member.role, member.state, member.custom_role);
}

bool remove_member(ControlWriter const& db, base::WorkspaceId workspace, base::UserId user)
{
    return db.run(R"sql(
        DELETE FROM membership WHERE workspace_id = ?1 AND user_id = ?2
    )sql",
                  workspace, user) == 1;
}

std::optional<Invitation> find_invitation(ControlReader const& db, std::string_view token_hash)
{
    return db.maybe<Invitation>(R"sql(
        SELECT id, workspace_id, email, role, created_by, created_at, expires_at, role_id,
               (SELECT name FROM role WHERE role.id = role_id)
          FROM invitation WHERE token_hash = ?1 AND state = 'open'
    )sql",
                                db::Blob(token_hash));
}

std::optional<Invitation> find_invitation(ControlReader const& db, base::WorkspaceId workspace,
                                          base::InvitationId id)
{
    return db.maybe<Invitation>(R"sql(
        SELECT id, workspace_id, email, role, created_by, created_at, expires_at, role_id,
               (SELECT name FROM role WHERE role.id = role_id)
          FROM invitation WHERE id = ?2 AND workspace_id = ?1 AND state = 'open'
    )sql",
                                workspace, id);
}

std::vector<Invitation> open_invitations(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.all<Invitation>(R"sql(
        SELECT id, workspace_id, email, role, created_by, created_at, expires_at, role_id,
               (SELECT name FROM role WHERE role.id = role_id)
          FROM invitation WHERE workspace_id = ?1 AND state = 'open' ORDER BY id DESC
    )sql",
                              workspace);
}

base::InvitationId add_invitation(ControlWriter const& db, Invitation const& invitation,
                                  std::string_view token_hash)
{
    db.run(R"sql(
        UPDATE invitation SET state = 'withdrawn'
         WHERE workspace_id = ?1 AND email = ?2 AND state = 'open'
    )sql",
           invitation.workspace, invitation.email);
    return db.insert<base::InvitationId>(R"sql(
        INSERT INTO invitation (workspace_id, email, role, token_hash, created_by, created_at,
                                expires_at, role_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    )sql",
                                         invitation.workspace, invitation.email, invitation.role,
                                         db::Blob(token_hash), invitation.created_by,
                                         invitation.created_at, invitation.expires_at,
                                         invitation.custom_role);
}

bool close_invitation(ControlWriter const& db, base::InvitationId id, InvitationState state)
{
    return db.run(R"sql(
        UPDATE invitation SET state = ?2 WHERE id = ?1 AND state = 'open'
    )sql",
                  id, state) == 1;
}

}  // namespace control::store

#include "control/workspace_store.hpp"

namespace control::store {

std::optional<WorkspaceRecord> find_workspace(ControlReader const& db, base::WorkspaceId id)
{
    return db.maybe<WorkspaceRecord>(R"sql(
        SELECT id, slug, name, language, country, time_zone, state, file, file_key_version,
               key_version, has_sample_data, created_at, agent_sight, agent_phones, only_assignee,
               require_totp
          FROM workspace WHERE id = ?1
    )sql",
                                     id);
}

std::optional<WorkspaceRecord> find_workspace(ControlReader const& db, std::string_view slug)
{
    return db.maybe<WorkspaceRecord>(R"sql(
        SELECT id, slug, name, language, country, time_zone, state, file, file_key_version,
               key_version, has_sample_data, created_at, agent_sight, agent_phones, only_assignee,
               require_totp
          FROM workspace WHERE slug = ?1
    )sql",
                                     slug);
}

std::vector<WorkspaceRecord> all_workspaces(ControlReader const& db)
{
    return db.all<WorkspaceRecord>(R"sql(
        -- scan: every workspace is asked for
        SELECT id, slug, name, language, country, time_zone, state, file, file_key_version,
               key_version, has_sample_data, created_at, agent_sight, agent_phones, only_assignee,
               require_totp
          FROM workspace ORDER BY id
    )sql");
}

std::vector<WorkspaceRecord> workspaces_in(ControlReader const& db, WorkspaceState state)
{
    return db.all<WorkspaceRecord>(R"sql(
        SELECT id, slug, name, language, country, time_zone, state, file, file_key_version,
               key_version, has_sample_data, created_at, agent_sight, agent_phones, only_assignee,
               require_totp
          FROM workspace WHERE state = ?1 ORDER BY id
    )sql",
                                   state);
}

bool has_workspace(ControlReader const& db)
{
    return db.one<bool>(R"sql(
        -- scan: stops at the first row
        SELECT EXISTS (SELECT 1 FROM workspace)
    )sql");
}

std::optional<base::WorkspaceId> add_workspace(ControlWriter const& db,
                                               WorkspaceRecord const& workspace)
{
    return db.try_insert<base::WorkspaceId>(R"sql(
        INSERT INTO workspace (slug, name, language, country, time_zone, state, file,
                               file_key_version, key_version, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
    )sql",
                                            workspace.slug, workspace.name, workspace.language,
                                            workspace.country, workspace.time_zone, workspace.state,
                                            workspace.file, workspace.file_key_version,
                                            workspace.key_version, workspace.created_at);
}

void set_workspace_state(ControlWriter const& db, base::WorkspaceId id, WorkspaceState state)
{
    db.run(R"sql(UPDATE workspace SET state = ?2 WHERE id = ?1)sql", id, state);
}

void set_workspace_slug(ControlWriter const& db, base::WorkspaceId id, std::string_view slug)
{
    db.run(R"sql(UPDATE workspace SET slug = ?2 WHERE id = ?1)sql", id, slug);
}

void set_workspace_profile(ControlWriter const& db, WorkspaceRecord const& workspace)
{
    db.run(R"sql(
        UPDATE workspace
           SET name = ?2, language = ?3, country = ?4, time_zone = ?5, agent_sight = ?6,
               agent_phones = ?7, only_assignee = ?8, require_totp = ?9
         WHERE id = ?1
    )sql",
           workspace.id, workspace.name, workspace.language, workspace.country, workspace.time_zone,
           workspace.agent_sight, workspace.agent_phones, workspace.only_assignee,
           workspace.require_totp);
}

void set_sample_data(ControlWriter const& db, base::WorkspaceId id, bool has_sample_data)
{
    db.run(R"sql(UPDATE workspace SET has_sample_data = ?2 WHERE id = ?1)sql", id, has_sample_data);
}

void remove_workspace(ControlWriter const& db, base::WorkspaceId id)
{
    db.run(R"sql(DELETE FROM workspace WHERE id = ?1)sql", id);
}

std::vector<WrappedKey> keys_of(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.all<WrappedKey>(R"sql(
        SELECT workspace_id, version, wrapped FROM workspace_key
         WHERE workspace_id = ?1 ORDER BY version
    )sql",
                              workspace);
}

std::vector<WrappedKey> all_keys(ControlReader const& db)
{
    return db.all<WrappedKey>(R"sql(
        -- scan: the root key changes, so every key is wrapped anew
        SELECT workspace_id, version, wrapped FROM workspace_key ORDER BY workspace_id, version
    )sql");
}

void add_key(ControlWriter const& db, WrappedKey const& key, base::Instant now)
{
    db.run(R"sql(
        INSERT INTO workspace_key (workspace_id, version, wrapped, created_at)
        VALUES (?1, ?2, ?3, ?4)
    )sql",
           key.workspace, key.version, db::Blob(key.wrapped), now);
}

void rewrap_key(ControlWriter const& db, WrappedKey const& key)
{
    db.run(R"sql(
        UPDATE workspace_key SET wrapped = ?3 WHERE workspace_id = ?1 AND version = ?2
    )sql",
           key.workspace, key.version, db::Blob(key.wrapped));
}

void remove_keys(ControlWriter const& db, base::WorkspaceId workspace)
{
    db.run(R"sql(DELETE FROM workspace_key WHERE workspace_id = ?1)sql", workspace);
}

int remove_keys_below(ControlWriter const& db, base::WorkspaceId workspace, std::uint32_t version)
{
    return db.run(R"sql(
        DELETE FROM workspace_key
         WHERE workspace_id = ?1 AND version < ?2
           AND version <> (SELECT file_key_version FROM workspace WHERE id = ?1)
    )sql",
                  workspace, version);
}

void set_key_version(ControlWriter const& db, base::WorkspaceId id, std::uint32_t version)
{
    db.run(R"sql(UPDATE workspace SET key_version = ?2 WHERE id = ?1)sql", id, version);
}

void set_file_key_version(ControlWriter const& db, base::WorkspaceId id, std::uint32_t version)
{
    db.run(R"sql(UPDATE workspace SET file_key_version = ?2 WHERE id = ?1)sql", id, version);
}

std::optional<ChannelRoute> find_route(ControlReader const& db, std::string_view key)
{
    return db.maybe<ChannelRoute>(R"sql(
        SELECT key, kind, account, workspace_id, channel_id FROM channel_route WHERE key = ?1
    )sql",
                                  key);
}

std::optional<ChannelRoute> find_route(ControlReader const& db, std::string_view kind,
                                       std::string_view account)
{
    return db.maybe<ChannelRoute>(R"sql(
        SELECT key, kind, account, workspace_id, channel_id FROM channel_route
         WHERE kind = ?1 AND account = ?2
    )sql",
                                  kind, account);
}

std::vector<ChannelRoute> all_routes(ControlReader const& db)
{
    return db.all<ChannelRoute>(R"sql(
        -- scan: the start of the server learns them all
        SELECT key, kind, account, workspace_id, channel_id FROM channel_route
    )sql");
}

bool add_route(ControlWriter const& db, ChannelRoute const& route, base::Instant now)
{
    return db
        .try_insert(R"sql(
        INSERT INTO channel_route (key, kind, account, workspace_id, channel_id, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    )sql",
                    route.key, route.kind, route.account, route.workspace, route.channel, now)
        .has_value();
}

bool remove_route(ControlWriter const& db, base::WorkspaceId workspace, base::ChannelId channel)
{
    return db.run(R"sql(
        DELETE FROM channel_route WHERE workspace_id = ?1 AND channel_id = ?2
    )sql",
                  workspace, channel) == 1;
}

}  // namespace control::store

#include "accounts/store.hpp"

namespace accounts {

std::optional<ChannelBrief> brief(db::Reader const& db, ChannelId channel)
{
    using Row = std::tuple<ChannelId, channels::Kind, std::string, State>;
    auto row = db.maybe<Row>(R"sql(
        SELECT id, kind, name, state FROM channel WHERE id = ?1
    )sql",
                             channel);
    if (!row)
        return std::nullopt;
    auto& [id, kind, name, state] = *row;
    return ChannelBrief{id, kind, std::move(name), state};
}

std::vector<ChannelBrief> briefs(db::Reader const& db)
{
    std::vector<ChannelBrief> out;
    using Row = std::tuple<ChannelId, channels::Kind, std::string, State>;
    auto const take = [&](Row&& row) {
        auto& [id, kind, name, state] = row;
        out.push_back({id, kind, std::move(name), state});
    };
    db.each<Row>(R"sql(
        -- scan: a workspace has a handful of channels
        SELECT id, kind, name, state FROM channel ORDER BY id
    )sql",
                 take);
    return out;
}

std::optional<ChannelId> find_by_key(db::Reader const& db, std::string_view kind,
                                     std::string_view webhook_key)
{
    return db.maybe<ChannelId>(R"sql(
        SELECT id FROM channel
         WHERE webhook_key = ?1 AND kind = ?2 AND state <> 'disconnected'
    )sql",
                               webhook_key, kind);
}

std::optional<ChannelId> find_by_account(db::Reader const& db, std::string_view kind,
                                         std::string_view account)
{
    return db.maybe<ChannelId>(R"sql(
        SELECT id FROM channel
         WHERE kind = ?1 AND account = ?2 AND state <> 'disconnected'
    )sql",
                               kind, account);
}

std::vector<ChannelId> find_by_parent(db::Reader const& db, std::string_view kind,
                                      std::string_view parent)
{
    return db.all<ChannelId>(R"sql(
        SELECT id FROM channel
         WHERE kind = ?1 AND parent = ?2 AND state <> 'disconnected'
         ORDER BY id
    )sql",
                             kind, parent);
}

}  // namespace accounts

namespace accounts::store {

std::optional<Row> find(db::Reader const& db, ChannelId id)
{
    return db.maybe<Row>(R"sql(
        SELECT c.id, c.kind, c.name, c.state, c.account, c.parent, c.webhook_key, c.verify_token,
               c.access_token, c.app_secret, c.settings, c.profile, c.checks, c.problem_code,
               c.problem_detail, c.problem_at, c.last_event_at, c.created_at, c.sample,
               r.state, r.done, r.total, c.history
          FROM channel c LEFT JOIN removal r ON r.channel_id = c.id
         WHERE c.id = ?1
    )sql",
                         id);
}

std::vector<Row> all(db::Reader const& db)
{
    return db.all<Row>(R"sql(
        -- scan: a workspace has a handful of channels
        SELECT c.id, c.kind, c.name, c.state, c.account, c.parent, c.webhook_key, c.verify_token,
               c.access_token, c.app_secret, c.settings, c.profile, c.checks, c.problem_code,
               c.problem_detail, c.problem_at, c.last_event_at, c.created_at, c.sample,
               r.state, r.done, r.total, c.history
          FROM channel c LEFT JOIN removal r ON r.channel_id = c.id
         ORDER BY c.id DESC
    )sql");
}

std::optional<ChannelId> find_disconnected(db::Reader const& db, std::string_view kind,
                                           std::string_view account)
{
    return db.maybe<ChannelId>(R"sql(
        -- scan: a workspace has a handful of channels
        SELECT id FROM channel
         WHERE kind = ?1 AND account = ?2 AND state = 'disconnected'
           AND NOT EXISTS (SELECT 1 FROM removal r WHERE r.channel_id = channel.id)
         ORDER BY id DESC
         LIMIT 1
    )sql",
                               kind, account);
}

std::optional<ChannelId> insert(db::Writer const& tx, std::string_view kind, std::string_view name,
                                std::string_view account, std::string_view parent,
                                std::string_view webhook_key, base::Instant now)
{
    return tx.try_insert<ChannelId>(R"sql(
        INSERT INTO channel (kind, name, state, account, parent, webhook_key, verify_token, created_at)
        VALUES (?1, ?2, 'attention', ?3, ?4, ?5, x'', ?6)
    )sql",
                                    kind, name, account, parent, webhook_key, now);
}

bool reconnect(db::Writer const& tx, ChannelId id, std::string_view parent,
               std::string_view webhook_key)
{
    return tx.run(R"sql(
        UPDATE channel
           SET state = 'attention', parent = ?2, webhook_key = ?3, disconnected_at = NULL,
               problem_code = NULL, problem_detail = NULL, problem_at = NULL
         WHERE id = ?1 AND state = 'disconnected'
    )sql",
                  id, parent, webhook_key) > 0;
}

void set_verify_token(db::Writer const& tx, ChannelId id, std::string_view sealed)
{
    tx.run(R"sql(
        UPDATE channel SET verify_token = ?2 WHERE id = ?1
    )sql",
           id, db::Blob(sealed));
}

void set_access_token(db::Writer const& tx, ChannelId id, std::string_view sealed)
{
    tx.run(R"sql(
        UPDATE channel SET access_token = ?2 WHERE id = ?1
    )sql",
           id, db::Blob(sealed));
}

void set_app_secret(db::Writer const& tx, ChannelId id, std::string_view sealed)
{
    tx.run(R"sql(
        UPDATE channel SET app_secret = ?2 WHERE id = ?1
    )sql",
           id, db::Blob(sealed));
}

void set_name(db::Writer const& tx, ChannelId id, std::string_view name)
{
    tx.run(R"sql(
        UPDATE channel SET name = ?2 WHERE id = ?1
    )sql",
           id, name);
}

void set_settings(db::Writer const& tx, ChannelId id, std::string_view settings)
{
    tx.run(R"sql(
        UPDATE channel SET settings = ?2 WHERE id = ?1
    )sql",
           id, settings);
}

void set_state(db::Writer const& tx, ChannelId id, State state)
{
    tx.run(R"sql(
        UPDATE channel SET state = ?2 WHERE id = ?1 AND state <> 'disconnected'
    )sql",
           id, state);
}

void set_findings(db::Writer const& tx, ChannelId id, std::string_view profile,
                  std::string_view checks)
{
    tx.run(R"sql(
        UPDATE channel SET profile = ?2, checks = ?3 WHERE id = ?1
    )sql",
           id, profile, checks);
}

void set_problem(db::Writer const& tx, ChannelId id, std::string_view code, std::string_view detail,
                 base::Instant at)
{
    tx.run(R"sql(
        UPDATE channel
           SET problem_code = ?2, problem_detail = ?3, problem_at = ?4
         WHERE id = ?1
    )sql",
           id, code, detail, at);
}

void clear_problem(db::Writer const& tx, ChannelId id)
{
    tx.run(R"sql(
        UPDATE channel
           SET problem_code = NULL, problem_detail = NULL, problem_at = NULL
         WHERE id = ?1
    )sql",
           id);
}

bool disconnect(db::Writer const& tx, ChannelId id, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE channel
           SET state = 'disconnected', disconnected_at = ?2, verify_token = x'',
               access_token = NULL, app_secret = NULL, checks = '[]',
               problem_code = NULL, problem_detail = NULL, problem_at = NULL
         WHERE id = ?1 AND state <> 'disconnected'
    )sql",
                  id, now) > 0;
}

bool stop_active(db::Writer const& tx, ChannelId id, std::string_view code, std::string_view detail,
                 base::Instant at)
{
    return tx.run(R"sql(
        UPDATE channel
           SET state = 'attention', problem_code = ?2, problem_detail = ?3, problem_at = ?4
         WHERE id = ?1 AND state = 'active'
    )sql",
                  id, code, detail, at) > 0;
}

bool forget_token(db::Writer const& tx, ChannelId id, std::string_view settings,
                  std::string_view code, std::string_view detail, base::Instant at)
{
    return tx.run(R"sql(
        UPDATE channel
           SET access_token = NULL, settings = ?2,
               state = CASE state WHEN 'active' THEN 'attention' ELSE state END,
               problem_code = ?3, problem_detail = ?4, problem_at = ?5
         WHERE id = ?1 AND access_token IS NOT NULL
    )sql",
                  id, settings, code, detail, at) > 0;
}

std::optional<std::string> history(db::Reader const& db, ChannelId id)
{
    return db
        .maybe<std::optional<std::string>>(R"sql(SELECT history FROM channel WHERE id = ?1)sql", id)
        .value_or(std::nullopt);
}

void set_history(db::Writer const& tx, ChannelId id, std::string_view json)
{
    tx.run(R"sql(UPDATE channel SET history = ?2 WHERE id = ?1)sql", id, json);
}

void heard(db::Writer const& tx, ChannelId id, base::Instant at)
{
    tx.run(R"sql(
        UPDATE channel
           SET last_event_at = ?2
         WHERE id = ?1 AND (last_event_at IS NULL OR last_event_at <= ?2 - 60000)
    )sql",
           id, at);
}

}  // namespace accounts::store

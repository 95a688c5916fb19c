#include "control/audit_store.hpp"

namespace control::store {

void add_audit(ControlWriter const& db, AuditRow const& row)
{
    db.run(R"sql(
        INSERT INTO audit (at, workspace_id, user_id, actor, action, target, address, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    )sql",
           row.at, row.workspace, row.user, row.actor, row.action, row.target, row.address,
           row.detail);
}

std::vector<AuditRow> audit_of(ControlReader const& db, base::WorkspaceId workspace,
                               AuditFilter const& filter, std::int64_t before, int limit)
{
    if (filter.user)
        return db.all<AuditRow>(R"sql(
            SELECT id, at, workspace_id, user_id, actor, action, target, address, detail
              FROM audit INDEXED BY audit_of_user
             WHERE workspace_id = ?1 AND user_id = ?2 AND id < ?3
               AND (?4 = '' OR substr(action, 1, instr(action, '.') - 1) = ?4)
               AND at >= ?5 AND at < ?6
             ORDER BY id DESC LIMIT ?7
        )sql",
                                workspace, filter.user, before, filter.subject, filter.since,
                                filter.until, limit);
    if (!filter.subject.empty())
        return db.all<AuditRow>(R"sql(
            SELECT id, at, workspace_id, user_id, actor, action, target, address, detail
              FROM audit INDEXED BY audit_of_subject
             WHERE workspace_id = ?1 AND substr(action, 1, instr(action, '.') - 1) = ?2
               AND id < ?3 AND at >= ?4 AND at < ?5
             ORDER BY id DESC LIMIT ?6
        )sql",
                                workspace, filter.subject, before, filter.since, filter.until,
                                limit);
    return db.all<AuditRow>(R"sql(
        SELECT id, at, workspace_id, user_id, actor, action, target, address, detail
          FROM audit INDEXED BY audit_of_workspace
         WHERE workspace_id = ?1 AND id < ?2 AND at >= ?3 AND at < ?4
         ORDER BY id DESC LIMIT ?5
    )sql",
                            workspace, before, filter.since, filter.until, limit);
}

Attempts find_attempts(ControlReader const& db, std::string_view bucket)
{
    using Row = std::tuple<int, base::Instant, base::Instant, base::Instant>;
    auto const row = db.maybe<Row>(R"sql(
        SELECT failures, first_at, last_at, blocked_until FROM attempt WHERE bucket = ?1
    )sql",
                                   bucket);
    if (!row)
        return {};
    auto const& [failures, first_at, last_at, blocked_until] = *row;
    return {failures, first_at, last_at, blocked_until};
}

void put_attempts(ControlWriter const& db, std::string_view bucket, Attempts const& attempts)
{
    db.run(R"sql(
        INSERT INTO attempt (bucket, failures, first_at, last_at, blocked_until)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (bucket) DO UPDATE
            SET failures = excluded.failures, first_at = excluded.first_at,
                last_at = excluded.last_at, blocked_until = excluded.blocked_until
    )sql",
           bucket, attempts.failures, attempts.first_at, attempts.last_at, attempts.blocked_until);
}

void remove_attempts(ControlWriter const& db, std::string_view bucket)
{
    db.run(R"sql(DELETE FROM attempt WHERE bucket = ?1)sql", bucket);
}

void uncount_attempt(ControlWriter const& db, std::string_view bucket)
{
    db.run(R"sql(
        UPDATE attempt SET failures = failures - 1 WHERE bucket = ?1 AND failures > 0
    )sql",
           bucket);
}

int remove_old_attempts(ControlWriter const& db, base::Instant last_before)
{
    return db.run(R"sql(DELETE FROM attempt WHERE last_at < ?1)sql", last_before);
}

std::optional<std::string> find_setting(ControlReader const& db, std::string_view name)
{
    return db.maybe<std::string>(R"sql(SELECT value FROM setting WHERE name = ?1)sql", name);
}

void put_setting(ControlWriter const& db, std::string_view name, std::string_view value,
                 base::Instant now)
{
    db.run(R"sql(
        INSERT INTO setting (name, value, updated_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    )sql",
           name, value, now);
}

std::int64_t rights_version(ControlReader const& db)
{
    auto const version = db.maybe<std::int64_t>(R"sql(
        SELECT version FROM rights WHERE id = 1
    )sql");
    return version.value_or(0);
}

}  // namespace control::store

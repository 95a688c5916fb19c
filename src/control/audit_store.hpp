#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/limit.hpp"

// The audit trail, the counts of failed tries, and the settings of the installation.
namespace control::store {

struct AuditRow {
    std::int64_t id = 0;
    base::Instant at;
    base::WorkspaceId workspace;  // 0: about a person or the installation
    base::UserId user;            // who did it; 0: nobody known, or the operator
    std::string actor;            // their name then, or the token's, or "operator"
    std::string action;           // e.g. `member.role_changed`
    std::string target;           // e.g. `user:17`
    std::string address;
    std::string detail;  // a few plain words; never a secret

    static constexpr auto row()
    {
        return std::tuple{&AuditRow::id,     &AuditRow::at,      &AuditRow::workspace,
                          &AuditRow::user,   &AuditRow::actor,   &AuditRow::action,
                          &AuditRow::target, &AuditRow::address, &AuditRow::detail};
    }
};
void add_audit(ControlWriter const& db, AuditRow const& row);
struct AuditFilter {
    base::UserId user;    // 0: anybody's
    std::string subject;  // such as `member`; empty: any
    base::Instant since{INT64_MIN};
    base::Instant until{INT64_MAX};  // not itself
};
// Newest first, ids below `before`. Walks the index of the person, else that of the subject, else all
// of the workspace's, and stops after its rows.
std::vector<AuditRow> audit_of(ControlReader const& db, base::WorkspaceId workspace,
                               AuditFilter const& filter, std::int64_t before, int limit);

Attempts find_attempts(ControlReader const& db, std::string_view bucket);
void put_attempts(ControlWriter const& db, std::string_view bucket, Attempts const& attempts);
void remove_attempts(ControlWriter const& db, std::string_view bucket);
// Takes one count back, when a try turned out right.
void uncount_attempt(ControlWriter const& db, std::string_view bucket);
int remove_old_attempts(ControlWriter const& db, base::Instant last_before);

std::optional<std::string> find_setting(ControlReader const& db, std::string_view name);
void put_setting(ControlWriter const& db, std::string_view name, std::string_view value,
                 base::Instant now);

// Grows whenever somebody may do less than before.
std::int64_t rights_version(ControlReader const& db);

}  // namespace control::store

#pragma once

#include <stdexcept>
#include <string>

namespace db {

// The world is broken, or a constraint was hit that the caller did not expect: thrown by every
// statement. Holds SQLite's extended result code (sqlite.org/rescode.html, read 2026-11-20). The
// text carries SQLite's own words and the statement, never a bound value.
class Broken : public std::runtime_error {
public:
    Broken(int code, std::string const& what, int system_errno = 0);

    int code() const { return m_code; }
    // A UNIQUE or PRIMARY KEY said no.
    bool is_unique() const;
    // Any constraint: UNIQUE, CHECK, NOT NULL, FOREIGN KEY, STRICT types.
    bool is_constraint() const;
    // Another process held the file longer than the busy time-out.
    bool is_busy() const;
    // No room left on the disk or in the quota.
    bool is_full() const;
    // Page checksums or structure are wrong: restore from a backup.
    bool is_damaged() const;
    // The disk failed a read, write or sync.
    bool is_io() const;

private:
    int m_code;
    int m_errno;
};

}  // namespace db

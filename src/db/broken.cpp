#include "db/broken.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace db {

Broken::Broken(int code, std::string const& what, int system_errno)
    : std::runtime_error(what), m_code(code), m_errno(system_errno)
{
}

bool Broken::is_unique() const
{
    return m_code == SQLITE_CONSTRAINT_UNIQUE || m_code == SQLITE_CONSTRAINT_PRIMARYKEY ||
           m_code == SQLITE_CONSTRAINT_ROWID;
}

bool Broken::is_constraint() const { return (m_code & 0xFF) == SQLITE_CONSTRAINT; }

bool Broken::is_busy() const
{
    return (m_code & 0xFF) == SQLITE_BUSY || (m_code & 0xFF) == SQLITE_LOCKED;
}

bool Broken::is_full() const
{
    // The index of the write-ahead log grows through ftruncate, which reports a full disk as an
    // I/O error.
    return (m_code & 0xFF) == SQLITE_FULL ||
           ((m_code & 0xFF) == SQLITE_IOERR && (m_errno == ENOSPC || m_errno == EDQUOT));
}

bool Broken::is_damaged() const
{
    return (m_code & 0xFF) == SQLITE_CORRUPT || (m_code & 0xFF) == SQLITE_NOTADB;
}

bool Broken::is_io() const { return (m_code & 0xFF) == SQLITE_IOERR && !is_full(); }

}  // namespace db

/* Compiled beside SQLite: what its version must be, and what it must not be able to do. */
#include "sqlite3.h"

/* Earlier versions can corrupt a file when the write-ahead log is reset.
   Source: https://sqlite.org/wal.html, section on the WAL-reset bug, read 2026-11-21. */
#if SQLITE_VERSION_NUMBER < 3051003
#error "SQLite 3.51.3 or newer is needed"
#endif

/* Loading extensions is compiled out; SQLiteCpp's archive still asks for the name. */
int sqlite3_load_extension(sqlite3 *db, const char *file, const char *entry, char **error)
{
    (void)db;
    (void)file;
    (void)entry;
    if (error)
        *error = 0;
    return SQLITE_ERROR;
}

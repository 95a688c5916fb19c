#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>
#include <string_view>

#include "db/broken.hpp"

struct sqlite3;

namespace db {

// Only for this room's .cpp files: SQLiteCpp's exceptions become ours, with the statement named.
[[noreturn]] void throw_broken(sqlite3* handle, SQLite::Exception const& e, std::string_view sql);
// Throws for any other result than SQLITE_OK.
void check(sqlite3* handle, int result, std::string_view doing);

// Makes a name that was created, renamed or removed in the folder of `path` last through a power cut.
void sync_folder_of(std::string const& path);

template <class Work>
void rethrowing(sqlite3* handle, std::string_view sql, Work const& work)
{
    try {
        work();
    } catch (SQLite::Exception const& e) {
        throw_broken(handle, e, sql);
    }
}

}  // namespace db

#include "db/rethrow.hpp"

#include <sqlite3.h>

namespace db {

namespace {

std::string described(std::string_view what, std::string_view sql)
{
    std::string text = "sqlite: ";
    text.append(what).append(" in: ").append(sql.substr(0, 400));
    return text;
}

}  // namespace

void throw_broken(sqlite3* handle, SQLite::Exception const& e, std::string_view sql)
{
    auto code = e.getExtendedErrorCode() > 0 ? e.getExtendedErrorCode() : e.getErrorCode();
    // SQLiteCpp's own complaints (a column that is not there) carry no code.
    if (code <= 0)
        code = SQLITE_MISUSE;
    throw Broken(code, described(e.what(), sql), handle ? sqlite3_system_errno(handle) : 0);
}

void check(sqlite3* handle, int result, std::string_view doing)
{
    if (result == SQLITE_OK)
        return;
    auto const code = handle ? sqlite3_extended_errcode(handle) : result;
    auto const* words = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
    throw Broken(code == SQLITE_OK ? result : code, described(words, doing),
                 handle ? sqlite3_system_errno(handle) : 0);
}

}  // namespace db

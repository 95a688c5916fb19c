#include "db/upkeep.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "db/reader.hpp"
#include "db/rethrow.hpp"

namespace db {

namespace {

using base::Error;
using base::Fault;
using base::Result;

// 4 MiB; others get the processor, and the caller a say, between two steps.
constexpr int PagesAtOnce = 1024;

Error refusal_of_copy(Broken const& e, std::string const& path)
{
    if (e.is_full())
        return {Fault::unavailable, "disk_full", path};
    if (e.is_damaged())
        return {Fault::unavailable, "db_damaged", e.what()};
    return {Fault::unavailable, "db_unreadable", e.what()};
}

void remove_with_log(std::string const& path)
{
    for (auto const* end : {"", "-wal", "-shm", "-journal"})
        ::unlink((path + end).c_str());
}

// False when it was stopped.
bool copy_pages(Connection& source, Connection& target, CopyProgress const& progress)
{
    auto* const copy = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    if (copy == nullptr)
        check(target.handle(), sqlite3_errcode(target.handle()), "copy");
    int result = SQLITE_OK;
    bool goes_on = true;
    while (result == SQLITE_OK && goes_on) {
        result = sqlite3_backup_step(copy, PagesAtOnce);
        auto const all = sqlite3_backup_pagecount(copy);
        if (progress && result == SQLITE_OK)
            goes_on = progress(all - sqlite3_backup_remaining(copy), all);
    }
    auto const finished = sqlite3_backup_finish(copy);
    if (finished != SQLITE_OK)
        throw Broken(finished, std::string("copy: ") + sqlite3_errmsg(target.handle()),
                     sqlite3_system_errno(target.handle()));
    return result == SQLITE_DONE;
}

Result<void> fill_copy(Connection& source, File const& file, CopyProgress const& progress)
{
    try {
        auto target = TRY(Connection::open(file, OpenMode::create));
        // The log would double the writing. Nobody needs a copy that is not finished.
        target.run_script("PRAGMA journal_mode = MEMORY");
        Snapshot const still{Reader(source)};
        if (!copy_pages(source, target, progress))
            return Error{Fault::conflict, "copy_stopped", file.path};
        return {};
    } catch (Broken const& e) {
        return refusal_of_copy(e, file.path);
    }
}

}  // namespace

Result<void> copy_file(Connection& source, File const& target, CopyProgress const& progress)
{
    auto filled = fill_copy(source, target, progress);
    if (!filled && filled.error().code != "db_exists")
        remove_with_log(target.path);
    if (filled)
        sync_folder_of(target.path);
    return filled;
}

Result<void> check_file(Connection& connection, Check check)
{
    Reader const db(connection);
    auto const full = check == Check::full;
    auto const damaged = [&](std::string const& what) {
        return Error{Fault::unavailable, "db_damaged", connection.path() + ": " + what};
    };
    try {
        auto const finding = full ? db.one<std::string>(R"sql(PRAGMA integrity_check(1))sql")
                                  : db.one<std::string>(R"sql(PRAGMA quick_check(1))sql");
        if (finding != "ok")
            return damaged(finding);
        auto const orphan = full ? db.maybe<std::string>(
                                       R"sql(SELECT "table" FROM pragma_foreign_key_check)sql")
                                 : std::nullopt;
        if (orphan)
            return damaged("orphans in " + *orphan);
        return {};
    } catch (Broken const& e) {
        if (e.is_damaged())
            return damaged(e.what());
        throw;
    }
}

std::optional<std::array<std::uint8_t, 16>> mark_of(std::string const& path)
{
    std::array<std::uint8_t, 16> mark{};
    auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    auto const got = ::pread(fd, mark.data(), mark.size(), 0);
    ::close(fd);
    if (got != ssize_t(mark.size()))
        return std::nullopt;
    return mark;
}

Result<void> rekey_file(File const& file, Key const& fresh)
{
    File const copy{file.path + ".rekey", fresh};
    remove_with_log(copy.path);
    {
        // Being the last to close it, this connection also empties the log.
        auto source = TRY(Connection::open(file, OpenMode::write));
        TRY(copy_file(source, copy));
    }
    if (::access((file.path + "-wal").c_str(), F_OK) == 0) {
        remove_with_log(copy.path);
        return Error{Fault::conflict, "db_in_use", file.path};
    }
    if (std::rename(copy.path.c_str(), file.path.c_str()) != 0)
        return Error{Fault::unavailable, "db_unreadable", file.path};
    sync_folder_of(file.path);
    return {};
}

}  // namespace db

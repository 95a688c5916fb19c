#include "disk.hpp"

#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace db::disk {

std::atomic<bool> g_sync_fails = false;
std::atomic<bool> g_is_full = false;

namespace {

ssize_t write_or_full(int fd, void const* data, size_t size, off_t at)
{
    if (g_is_full) {
        errno = ENOSPC;
        return -1;
    }
    return ::syscall(SYS_pwrite64, fd, data, size, at);
}

int sync_or_fail(long call, int fd)
{
    if (g_sync_fails) {
        errno = EIO;
        return -1;
    }
    return int(::syscall(call, fd));
}

}  // namespace

void watch_writes()
{
    auto* const vfs = sqlite3_vfs_find("unix");
    for (auto const* name : {"pwrite", "pwrite64"})
        vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(write_or_full));
}

}  // namespace db::disk

// The executable's own come before the C library's, for SQLite too.
extern "C" int fsync(int fd) { return db::disk::sync_or_fail(SYS_fsync, fd); }
extern "C" int fdatasync(int fd) { return db::disk::sync_or_fail(SYS_fdatasync, fd); }

#pragma once

#include <atomic>

// A disk that can be told to fail, below SQLite and in this process only. Set back after use.
namespace db::disk {

// Every fsync and fdatasync fails with EIO.
extern std::atomic<bool> g_sync_fails;
// Every write fails with ENOSPC. Call watch_writes() once before.
extern std::atomic<bool> g_is_full;
void watch_writes();

}  // namespace db::disk

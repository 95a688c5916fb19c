#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "db/connection.hpp"

// Copies, checks and new keys: what is done to a whole file.
namespace db {

// Called with pages done and pages in all; false stops the copy.
using CopyProgress = std::function<bool(int done, int all)>;

// Copies what the file holds at this moment to a new file, while others read and write it. The copy
// is encrypted with `target.key`, which may be another key, synced, and has no log beside it.
// `source` is a connection of its own for as long as this runs (a fresh OpenMode::read one; not one
// lent from a pool). On a refusal nothing is left behind: `db_exists`, `disk_full`, `copy_stopped`,
// `db_damaged`, `db_unreadable`.
base::Result<void> copy_file(Connection& source, File const& target,
                             CopyProgress const& progress = {});

enum class Check {
    quick,  // structure of every page, and every page's authenticity: seconds for a gigabyte
    full,   // indexes against their tables and foreign keys as well
};
// Refuses `db_damaged` with the first finding as detail. Other connections are not held up.
base::Result<void> check_file(Connection& connection, Check check);

// The first 16 bytes of a file: the mark of the key that opens it (see db::Key). Nothing when there is
// no such file or it is shorter. Tells which of several key versions to try.
std::optional<std::array<std::uint8_t, 16>> mark_of(std::string const& path);

// Gives a file another key by copying it beside itself and renaming the copy over it, so that a crash
// at any point leaves one whole file under either the old or the new key; mark_of tells which.
// Nobody may have the file open. Refuses what Connection::open and copy_file refuse.
base::Result<void> rekey_file(File const& file, Key const& fresh);

}  // namespace db

#pragma once

#include <optional>
#include <string>

#include "control/control.hpp"
#include "crypto/backup_stream.hpp"

// One encrypted file that holds a whole data folder.
//
//   "SAPA-BACKUP-1\n" | length u16 BE | JSON: salt of the passphrase if there is one | stream
//   the stream (crypto/backup_stream.hpp) is a row of entries:
//     length of the name u16 BE | size u64 BE | name | bytes
//   keys.json, control.db, workspaces/<hex>.db, media/<hex>/<name>, and manifest.json at the end with
//   the SHA-256 of every entry before it.
//
// The files inside stay encrypted with their own keys. To read a backup takes the root key it was made
// with; an offline key opens the stream as well, but what is inside still wants the root key.
namespace control {

struct BackupSummary {
    base::Instant taken_at;
    std::string version;  // of Sapa
    int workspaces = 0;
    int media = 0;
    std::uint64_t bytes = 0;  // of everything inside
};

// Copies what is there at this moment, beside a running server; the file appears under its name only
// when it is whole and on disk. Refuses `file_exists`, `busy`, `disk_full`, `offline_key_malformed`.
base::Result<BackupSummary> write_backup(Control& control, Caller const& caller,
                                         std::string const& path,
                                         std::optional<std::string> const& offline_public);

// When write_backup() last wrote one from this folder; nothing when never.
std::optional<base::Instant> last_backup(Control& control);

// How to read a backup: the root key as for a folder (`folder` names the default key file), or the
// secret half of an offline key.
struct BackupAccess {
    std::string folder;
    RootKeySource root_key;
    std::optional<std::string> offline_secret;
};

// Puts a backup into a folder that is not there yet or empty. It appears there only when it is whole.
// Refuses `folder_not_empty`, `backup_malformed`, `backup_damaged`, `backup_other_key`.
base::Result<BackupSummary> restore_backup(std::string const& path, BackupAccess const& access,
                                           std::string const& target, base::World world);

// Restores into a scratch folder, opens every file with its key and checks it, and removes it again.
base::Result<BackupSummary> verify_backup(std::string const& path, BackupAccess const& access,
                                          std::string const& scratch, base::World world);

}  // namespace control

#include "control/backup.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/text.hpp"
#include "control/audit_store.hpp"
#include "control/backup_file.hpp"
#include "db/upkeep.hpp"

namespace control {

using backup_file::Pack;
using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view LastBackup = "last_backup";

// A folder that goes away with its contents.
class Scratch {
public:
    explicit Scratch(std::string path) : m_path(std::move(path))
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
        fs::create_directories(m_path);
        fs::permissions(m_path, fs::perms::owner_all);
    }
    ~Scratch()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    std::string const& path() const { return m_path; }

private:
    std::string m_path;
};

// What the file holds at this moment, as an entry.
Result<void> add_database(Pack& pack, std::string const& name, db::File const& file,
                          Scratch const& scratch)
{
    auto const copy = scratch.path() + "/copy.db";
    auto source = TRY(db::Connection::open(file, db::OpenMode::read));
    TRY(db::copy_file(source, {copy, file.key}));
    TRY(pack.add_file(name, copy));
    fs::remove(copy);
    return {};
}

Result<int> add_media(Pack& pack, std::string const& file, std::string const& folder)
{
    int added = 0;
    std::error_code gone;
    for (auto const& entry : fs::directory_iterator(folder, gone)) {
        auto const name = "media/" + file + "/" + entry.path().filename().string();
        // Files still being written are not part of any message yet.
        if (backup_file::is_entry_name(name) && !name.ends_with(".part"))
            added += TRY(pack.add_file(name, entry.path().string()));
    }
    return added;
}

BackupSummary summary_of(Json const& manifest)
{
    BackupSummary out;
    out.taken_at = {base::number_at(manifest, "taken_at").value_or(0)};
    out.version = base::text_at(manifest, "version").value_or("");
    out.workspaces = int(base::number_at(manifest, "workspaces").value_or(0));
    out.media = int(base::number_at(manifest, "media").value_or(0));
    out.bytes = std::uint64_t(base::number_at(manifest, "bytes").value_or(0));
    return out;
}

// A key file is looked for beside the folder the backup was made of, unless one is named.
RootKeySource source_for(BackupAccess const& access, bool has_salt)
{
    auto source = access.root_key;
    if (source.key_file.empty() && !has_salt)
        source.key_file = access.folder + ".key";
    return source;
}

Result<crypto::BackupKeys> keys_for(BackupAccess const& access, Json const& head, base::World world)
{
    if (access.offline_secret)
        return crypto::offline_keys_from(*access.offline_secret);
    auto const salt = base::text_at(head, "salt").value_or("");
    auto const folder = TRY(Folder::plain(access.folder));
    auto const loaded = TRY(
        load_root_key(folder, source_for(access, !salt.empty()), salt, false, world));
    return crypto::backup_keys(loaded.key.derive(crypto::Purpose::backup));
}

// Every file with its own key: all of SQLite's checks, and the sealed keys above them.
Result<void> check_folder(std::string const& folder, BackupAccess const& access, bool has_salt,
                          base::World world)
{
    auto const control = TRY(Control::open(folder, source_for(access, has_salt), {}, world));
    auto check = [](db::File const& file) -> Result<void> {
        auto connection = TRY(db::Connection::open(file, db::OpenMode::read));
        return db::check_file(connection, db::Check::full);
    };
    TRY(check({control->folder().control_file(), control->vault().control_key()}));
    auto const all = control->read(
        [](ControlReader const& db) { return store::all_workspaces(db); });
    for (auto const& workspace : all)
        if (workspace.state == WorkspaceState::active)
            TRY(check(TRY(control->open_record(workspace)).file));
    return {};
}

}  // namespace

Result<BackupSummary> write_backup(Control& control, Caller const& caller, std::string const& path,
                                   std::optional<std::string> const& offline_public)
{
    auto const& folder = control.folder();
    auto const lock = folder.lock_for_work();
    if (!lock)
        return Error{Fault::conflict, "busy", "A backup or a change of keys is running."};
    if (offline_public && !crypto::is_public_key(*offline_public))
        return Error{Fault::invalid, "offline_key_malformed", "The offline key is 64 hex digits."};
    Scratch const scratch(folder.path() + "/backup.tmp");
    auto const keys_text = read_small_file(folder.keys_file()).value_or("");
    auto const keys = base::parse_json(keys_text);
    Json head = {{"format", 1}};
    if (auto const salt = keys ? base::text_at(*keys, "salt") : std::nullopt)
        head["salt"] = *salt;
    auto pack = TRY(
        Pack::start(path, head, crypto::backup_keys(control.vault().backup_key()), offline_public));
    Json manifest = {{"taken_at", control.now().ms}, {"version", control.facts().version}};
    TRY(pack.add_text("keys.json", keys_text));
    TRY(add_database(pack, "control.db", {folder.control_file(), control.vault().control_key()},
                     scratch));
    int workspaces = 0;
    int media = 0;
    auto const all = control.read(
        [](ControlReader const& db) { return store::all_workspaces(db); });
    for (auto const& workspace : all) {
        if (workspace.state != WorkspaceState::active)
            continue;
        auto const record = TRY(control.open_record(workspace));
        TRY(add_database(pack, "workspaces/" + workspace.file + ".db", record.file, scratch));
        media += TRY(add_media(pack, workspace.file, record.media_folder));
        ++workspaces;
    }
    manifest["workspaces"] = workspaces;
    manifest["media"] = media;
    manifest["bytes"] = pack.bytes();
    manifest["sha256"] = pack.hashes();
    TRY(pack.add_text(backup_file::Manifest, base::to_text(manifest)));
    TRY(pack.finish());
    note_later(control, caller, {.action = "backup.written"});
    control.post([now = control.now()](ControlWriter const& tx) {
        store::put_setting(tx, LastBackup, std::to_string(now.ms), now);
    });
    return summary_of(manifest);
}

std::optional<base::Instant> last_backup(Control& control)
{
    auto const text = control.read(
        [](ControlReader const& db) { return store::find_setting(db, LastBackup).value_or(""); });
    base::Instant at;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), at.ms);
    return read.ec == std::errc() ? std::optional(at) : std::nullopt;
}

Result<BackupSummary> restore_backup(std::string const& path, BackupAccess const& access,
                                     std::string const& target, base::World world)
{
    auto const folder = TRY(Folder::plain(target));
    std::error_code fault;
    if (fs::exists(folder.path(), fault) && !fs::is_empty(folder.path(), fault))
        return Error{Fault::conflict, "folder_not_empty",
                     folder.path() + " is not empty; name a folder that is, with --data"};
    auto const head = TRY(backup_file::read_head(path));
    auto const keys = TRY(keys_for(access, head, world));
    Scratch const scratch(folder.path() + ".restoring");
    auto const manifest = TRY(backup_file::unpack(path, keys, scratch.path()));
    fs::create_directories(scratch.path() + "/workspaces");
    fs::create_directories(scratch.path() + "/media");
    fs::remove(folder.path(), fault);
    fs::rename(scratch.path(), folder.path());
    auto const parent = fs::path(folder.path()).parent_path().string();
    sync_folder(parent);
    return summary_of(manifest);
}

Result<BackupSummary> verify_backup(std::string const& path, BackupAccess const& access,
                                    std::string const& scratch_folder, base::World world)
{
    auto const head = TRY(backup_file::read_head(path));
    auto const keys = TRY(keys_for(access, head, world));
    Scratch const scratch(scratch_folder + "/sapa-verify-" + base::to_hex(world.random.bytes(8)));
    auto const manifest = TRY(backup_file::unpack(path, keys, scratch.path()));
    TRY(check_folder(scratch.path(), access, head.contains("salt"), world));
    return summary_of(manifest);
}

}  // namespace control

#include "control/rotation.hpp"

#include "base/log.hpp"
#include "control/workspace_keys.hpp"
#include "db/upkeep.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

Error busy() { return {Fault::conflict, "busy", "A backup or another change of keys is running."}; }

// One transaction: afterwards every key opens with the new root key and none with the old.
Result<int> rewrap_all(Control& control)
{
    auto& vault = control.vault();
    return control.write([&](ControlWriter const& tx) -> Result<int> {
        int changed = 0;
        for (auto key : store::all_keys(tx)) {
            if (vault.is_rewrapped(key))
                continue;
            auto const opened = TRY(vault.unwrap(key));
            key.wrapped = vault.rewrap(key, opened);
            store::rewrap_key(tx, key);
            ++changed;
        }
        return changed;
    });
}

// The file takes the newest key; true when it has it. Nobody may have it open.
bool rekey(Control& control, WorkspaceRecord const& workspace)
{
    if (workspace.file_key_version == workspace.key_version)
        return true;
    auto const old_key = WorkspaceKeys::file_key_of(control, workspace, workspace.file_key_version);
    auto const new_key = WorkspaceKeys::file_key_of(control, workspace, workspace.key_version);
    if (!old_key || !new_key)
        return false;
    auto const path = control.folder().workspace_file(workspace.file);
    auto const key_of = [](crypto::Secret<32> const& key) {
        return db::Key{key.bytes(), crypto::file_mark(key)};
    };
    // A crash may have come between the file's change and ours.
    auto const changed = db::mark_of(path) == crypto::file_mark(*new_key);
    auto const done = changed ? Result<void>()
                              : db::rekey_file({path, key_of(*old_key)}, key_of(*new_key));
    if (!done) {
        base::log(base::LogLevel::warning, "control", "a file keeps its old key for now",
                  {{"workspace", workspace.id.value},
                   {"code", done.error().code},
                   {"detail", done.error().detail}});
        return false;
    }
    auto const kept = control.write([&](ControlWriter const& tx) -> Result<void> {
        store::set_file_key_version(tx, workspace.id, workspace.key_version);
        return {};
    });
    return kept.ok();
}

// Nobody else has the file open, so nothing is sealed with the old key after this.
bool finish_rotation(Control& control, WorkspaceRecord const& workspace, Reseal const& reseal)
{
    if (!rekey(control, workspace))
        return false;
    auto const found = control.read(
        [&](ControlReader const& db) { return store::find_workspace(db, workspace.id); });
    auto const record = control.open_record(*found);
    auto const resealed = record ? reseal(*record) : Result<int>(record.error());
    if (!resealed) {
        base::log(base::LogLevel::warning, "control", "old keys are kept",
                  {{"workspace", workspace.id.value}, {"code", resealed.error().code}});
        return false;
    }
    auto const done = control.write([&](ControlWriter const& tx) -> Result<void> {
        store::remove_keys_below(tx, workspace.id, workspace.key_version);
        return {};
    });
    return done.ok();
}

}  // namespace

Result<RootRotation> rotate_root(Control& control, Caller const& caller)
{
    auto const lock = control.folder().lock_for_work();
    if (!lock)
        return busy();
    TRY(control.vault().begin_rotation());
    RootRotation out;
    out.workspaces = TRY(rewrap_all(control));
    TRY(control.vault().finish_rotation());
    out.key_file = control.vault().key_file();
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        note(control, tx, caller, {.action = "vault.root_rotated"});
        return {};
    }));
    return out;
}

Result<void> resume_root_rotation(Control& control)
{
    if (!control.vault().rotation_is_open())
        return {};
    auto const lock = control.folder().lock_for_work();
    if (!lock)
        return {};
    TRY(rewrap_all(control));
    TRY(control.vault().finish_rotation());
    base::log(base::LogLevel::info, "control", "finished changing the root key after a crash");
    return {};
}

Result<WorkspaceRotation> rotate_workspace(Control& control, Caller const& caller,
                                           std::string_view slug, Reseal const& reseal)
{
    auto const lock = control.folder().lock_for_work();
    if (!lock)
        return busy();
    auto const fresh = TRY(control.write([&](ControlWriter const& tx) -> Result<WorkspaceRecord> {
        auto found = store::find_workspace(tx, slug);
        if (!found || found->state != WorkspaceState::active)
            return Error{Fault::not_found, "not_found", "No such workspace."};
        // Each file waits for one change of key at a time.
        if (found->key_version != found->file_key_version)
            return Error{Fault::conflict, "rotation_pending",
                         "The file still has its old key; restart the server first."};
        found->key_version += 1;
        store::WrappedKey const key{found->id, found->key_version,
                                    control.vault().wrap_new_key(found->id, found->key_version)};
        store::add_key(tx, key, control.now());
        store::set_key_version(tx, found->id, found->key_version);
        note(control, tx, caller,
             {.action = "vault.workspace_rotated",
              .target = "workspace:" + found->id.text(),
              .workspace = found->id});
        return std::move(*found);
    }));
    WorkspaceRotation out;
    out.key_version = fresh.key_version;
    out.resealed = TRY(reseal(TRY(control.open_record(fresh))));
    // A running server has the file open and may still seal with the old key.
    auto const alone = control.folder().lock_for_server();
    out.file_waits = !alone || !finish_rotation(control, fresh, reseal);
    return out;
}

void finish_rotations(Control& control, Reseal const& reseal)
{
    auto const all = control.read(
        [](ControlReader const& db) { return store::all_workspaces(db); });
    for (auto const& workspace : all) {
        auto const keys = control.read(
            [&](ControlReader const& db) { return store::keys_of(db, workspace.id).size(); });
        if (workspace.state == WorkspaceState::active && keys > 1)
            finish_rotation(control, workspace, reseal);
    }
}

std::vector<KeyStatus> key_status(Control& control)
{
    return control.read([](ControlReader const& db) {
        std::vector<KeyStatus> out;
        for (auto const& workspace : store::all_workspaces(db))
            if (workspace.state == WorkspaceState::active)
                out.push_back({workspace.slug, workspace.key_version, workspace.file_key_version,
                               int(store::keys_of(db, workspace.id).size())});
        return out;
    });
}

}  // namespace control

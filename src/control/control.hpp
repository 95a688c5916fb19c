#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/world.hpp"
#include "control/caller.hpp"
#include "control/folder.hpp"
#include "control/handle.hpp"
#include "control/rights.hpp"
#include "control/vault.hpp"
#include "control/workspace_store.hpp"
#include "crypto/password.hpp"
#include "crypto/token.hpp"
#include "db/reader_pool.hpp"
#include "db/writer_thread.hpp"
#include "workspace/desk.hpp"
#include "workspace/workspace.hpp"

namespace control {

// What this installation is, beside its data.
struct Facts {
    std::string version = {};
    bool demo = false;
    // Where people reach it, without a slash at the end, e.g. https://inbox.example.com. Empty: what
    // `sapa setup` stored, or what the running server wrote down.
    std::string public_url = {};
    crypto::PasswordCost password_cost = crypto::cost_for_this_machine();
};

// The control file of one data folder with its keys. Every member may be used from any thread.
class Control {
public:
    // Makes the folder, its keys and control.db where they are missing; else opens and migrates.
    // Refuses `wrong_root_key`, `root_key_missing`, `root_key_unsafe` (mode, owner, place),
    // `folder_unusable`, `folder_damaged`, `newer_schema`.
    static base::Result<std::unique_ptr<Control>> open(std::string const& folder,
                                                       RootKeySource const& source, Facts facts,
                                                       base::World world);
    ~Control();
    Control(Control const&) = delete;
    Control& operator=(Control const&) = delete;

    base::World world() const { return m_world; }
    base::Instant now() const { return m_world.now(); }
    Folder const& folder() const { return m_folder; }
    Vault& vault() { return m_vault; }
    Vault const& vault() const { return m_vault; }
    crypto::PasswordHasher& passwords() { return m_passwords; }
    Facts const& facts() const { return m_facts; }
    std::string public_url();
    base::Result<void> set_public_url(std::string_view url);

    // `work` gets a ControlReader. Never nest: a thread holds one reader at most.
    template <class Work>
    auto read(Work work)
    {
        auto const lease = m_readers.borrow();
        return work(ControlReader(*lease));
    }
    // `work` gets a ControlWriter and gives a Result; refusing undoes it. Waits for the commit.
    template <class Work>
    auto write(Work work)
    {
        return m_writer.write([&](db::Writer& tx) { return work(ControlWriter(tx)); });
    }
    // The same without waiting, for what nobody waits for.
    template <class Work>
    void post(Work work)
    {
        m_writer.post(
            db::Priority::background,
            [work = std::move(work)](db::Writer& tx) { return work(ControlWriter(tx)); },
            [](auto const&) {});
    }

    // 256 bits as text: cookies and one-time links.
    std::string new_secret() const { return crypto::new_token(m_world.random); }

    // What opens a workspace's file: its path, keys and sealer. Refuses `workspace_unusable` when
    // the keys do not unwrap, and changes the key of the file first when that is due.
    base::Result<workspace::Record> open_record(WorkspaceRecord const& workspace);

    // Called before the files of a workspace go, so that the server lets go of them. Set once at
    // start; the callee waits until the workspace is closed.
    void on_workspace_ends(std::function<void(base::WorkspaceId)> close)
    {
        m_close = std::move(close);
    }
    void close_workspace(base::WorkspaceId id) const
    {
        if (m_close)
            m_close(id);
    }
    // Whether this process serves people, and so has workspaces open for long.
    bool serves() const { return bool(m_close); }
    // False when another thread is ending that workspace already.
    bool begin_ending(base::WorkspaceId id)
    {
        std::scoped_lock const lock(m_ending_mutex);
        return m_ending.insert(id).second;
    }
    void end_ending(base::WorkspaceId id)
    {
        std::scoped_lock const lock(m_ending_mutex);
        m_ending.erase(id);
    }

    // For streams, which ask by the thousand; see RightsWatch.
    std::int64_t recent_rights() { return m_rights.version(*this); }

    // Removes sessions, devices and counts of tries that ran out. At most once an hour; call it often.
    void tidy();

    db::WriterThread& writer() { return m_writer; }
    db::ReaderPool& readers() { return m_readers; }

private:
    Control(Folder folder, Vault vault, db::Connection writing, Facts facts, base::World world);

    base::World m_world;
    Facts m_facts;
    Folder m_folder;
    Vault m_vault;
    crypto::PasswordHasher m_passwords;
    std::function<void(base::WorkspaceId)> m_close;
    std::mutex m_ending_mutex;
    std::set<base::WorkspaceId> m_ending;
    RightsWatch m_rights;
    std::atomic<std::int64_t> m_tidied = 0;  // monotonic, ms; 0: not yet
    db::ReaderPool m_readers;
    db::WriterThread m_writer;  // last: its thread uses the above
};

// A token, a person or the operator, in the audit trail. `workspace` 0 means caller.workspace.
struct Deed {
    std::string_view action;
    std::string target = {};
    std::string detail = {};
    base::WorkspaceId workspace = {};
};
void note(Control& control, ControlWriter const& tx, Caller const& caller, Deed const& deed);
// For other rooms, which have no transaction here: channels, exports, backups. Does not wait.
void note_later(Control& control, Caller const& caller, Deed const& deed);

// Somebody asked for a workspace that is not theirs: one line an hour in its audit trail, however
// often they ask. Does not wait.
void note_refused(Control& control, ControlReader const& db, Caller const& caller,
                  WorkspaceRecord const& workspace);

// The operator: whoever runs a command beside the data folder.
Caller operator_caller();

}  // namespace control

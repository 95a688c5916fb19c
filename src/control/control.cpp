#include "control/control.hpp"

#include <filesystem>

#include "control/audit_store.hpp"
#include "control/deletion.hpp"
#include "control/session.hpp"
#include "control/session_store.hpp"
#include "control/workspace_keys.hpp"
#include "crypto/secret.hpp"
#include "db/schema.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

// Made beside its place and renamed: a first start that is cut short leaves nothing that somebody
// would have to put right.
Result<void> make_control_file(Folder const& folder, db::Key const& key)
{
    auto const lock = folder.lock_for_work();
    if (!lock)
        return Error{Fault::conflict, "busy", "Another process is setting up this folder."};
    if (folder.has_control_file())
        return {};
    db::File const fresh{folder.control_file() + ".new", key};
    for (auto const* end : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(fresh.path + end);
    {
        // The last to close it empties the log.
        auto connection = TRY(db::Connection::open(fresh, db::OpenMode::create));
        TRY(db::bring_up_to_date(connection, db::embedded_schema(db::Part::control)));
    }
    std::filesystem::rename(fresh.path, folder.control_file());
    sync_folder(folder.path());
    return {};
}

}  // namespace

Result<std::unique_ptr<Control>> Control::open(std::string const& path, RootKeySource const& source,
                                               Facts facts, base::World world)
{
    auto folder = TRY(Folder::prepare(path));
    auto vault = TRY(Vault::open(folder, source, world));
    db::File const file{folder.control_file(), vault.control_key()};
    if (!folder.has_control_file())
        TRY(make_control_file(folder, file.key));
    auto connection = db::Connection::open(file, db::OpenMode::write);
    // The key is the right one, so a file it does not open is not ours or not whole.
    if (!connection &&
        (connection.error().code == "db_wrong_key" || connection.error().code == "db_damaged"))
        return Error{Fault::unavailable, "folder_damaged",
                     folder.control_file() + " is damaged; restore it from a backup"};
    if (!connection)
        return connection.error();
    TRY(db::bring_up_to_date(*connection, db::embedded_schema(db::Part::control)));
    return std::unique_ptr<Control>(new Control(std::move(folder), std::move(vault),
                                                std::move(*connection), std::move(facts), world));
}

Control::Control(Folder folder, Vault vault, db::Connection writing, Facts facts, base::World world)
    : m_world(world),
      m_facts(std::move(facts)),
      m_folder(std::move(folder)),
      m_vault(std::move(vault)),
      m_passwords(m_facts.password_cost),
      m_readers({m_folder.control_file(), m_vault.control_key()}, world.clock),
      m_writer(std::move(writing))
{
}

Control::~Control() = default;

void Control::tidy()
{
    using namespace std::chrono_literals;
    auto const time = m_world.clock.monotonic().count() + 1;
    auto before = m_tidied.load();
    if (before != 0 && time - before < std::chrono::milliseconds(1h).count())
        return;
    if (!m_tidied.compare_exchange_strong(before, time))
        return;
    post([now = now()](ControlWriter const& tx) {
        store::remove_old_sessions(tx, now - SessionIdle, now - SessionLongest);
        store::remove_old_devices(tx, now - SessionLongest);
        store::remove_old_attempts(tx, now - 24h);
        store::remove_old_deletions(tx, now - store::DeletionsKept);
    });
}

std::string Control::public_url()
{
    auto url = m_facts.public_url;
    if (url.empty())
        url = read([](ControlReader const& db) {
                  return store::find_setting(db, "public_url");
              }).value_or("");
    if (url.empty())
        if (auto const note = m_folder.run_note())
            url = note->url;
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    return url.empty() ? "http://localhost:8080" : url;
}

Result<void> Control::set_public_url(std::string_view url)
{
    return write([&](ControlWriter const& tx) -> Result<void> {
        store::put_setting(tx, "public_url", url, now());
        return {};
    });
}

Result<workspace::Record> Control::open_record(WorkspaceRecord const& workspace)
{
    auto keys = TRY(WorkspaceKeys::load(*this, workspace));
    db::File file{m_folder.workspace_file(workspace.file), keys->file_key()};
    return workspace::Record{
        workspace.id, workspace.slug, std::move(file), m_folder.media(workspace.file), keys, keys};
}

}  // namespace control

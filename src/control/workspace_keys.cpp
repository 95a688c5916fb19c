#include "control/workspace_keys.hpp"

#include <stdexcept>

#include "crypto/sealed.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

Result<std::shared_ptr<crypto::KeyRing const>> WorkspaceKeys::load_ring(Control& control,
                                                                        base::WorkspaceId id)
{
    auto const wrapped = control.read(
        [&](ControlReader const& db) { return store::keys_of(db, id); });
    if (wrapped.empty())
        return Error{Fault::unavailable, "workspace_unusable",
                     "workspace " + id.text() + " has no key"};
    auto ring = std::make_shared<crypto::KeyRing>();
    for (auto const& key : wrapped)
        ring->add(TRY(control.vault().unwrap(key)));
    return std::shared_ptr<crypto::KeyRing const>(std::move(ring));
}

Result<std::shared_ptr<WorkspaceKeys const>> WorkspaceKeys::load(Control& control,
                                                                 WorkspaceRecord const& workspace)
{
    std::shared_ptr<WorkspaceKeys> keys(new WorkspaceKeys(control));
    keys->m_workspace = workspace.id;
    keys->m_ring = TRY(load_ring(control, workspace.id));
    auto const* key = keys->m_ring->find(workspace.file_key_version);
    if (!key)
        return Error{Fault::unavailable, "workspace_unusable",
                     "the key of the file of workspace " + workspace.id.text() + " is not there"};
    keys->m_file_key = crypto::file_key(*key);
    keys->m_mark = crypto::file_mark(keys->m_file_key);
    return std::shared_ptr<WorkspaceKeys const>(std::move(keys));
}

Result<crypto::Secret<32>> WorkspaceKeys::file_key_of(Control& control,
                                                      WorkspaceRecord const& workspace,
                                                      std::uint32_t version)
{
    auto const ring = TRY(load_ring(control, workspace.id));
    auto const* key = ring->find(version);
    if (!key)
        return Error{Fault::unavailable, "workspace_unusable", "no such key version"};
    return crypto::file_key(*key);
}

std::shared_ptr<crypto::KeyRing const> WorkspaceKeys::ring() const
{
    std::lock_guard const lock(m_mutex);
    return m_ring;
}

std::string WorkspaceKeys::seal(std::string_view plain, Place const& place) const
{
    auto sealed = crypto::seal(plain,
                               {m_workspace, place.channel, place.table, place.column, place.row},
                               *ring(), m_control.world().random);
    if (!sealed)
        throw std::length_error("a value to be sealed is too long");
    return std::move(*sealed);
}

Result<std::string> WorkspaceKeys::open(std::string_view sealed, Place const& place) const
{
    crypto::Place const where{m_workspace, place.channel, place.table, place.column, place.row};
    auto opened = crypto::unseal(sealed, where, *ring());
    if (!opened && opened.error().code == "sealed_unknown_key") {
        auto fresh = TRY(load_ring(m_control, m_workspace));
        {
            std::lock_guard const lock(m_mutex);
            m_ring = fresh;
        }
        opened = crypto::unseal(sealed, where, *fresh);
    }
    if (!opened)
        return opened.error();
    return std::string(opened->view());
}

}  // namespace control

#include "app/workspaces.hpp"

#include <chrono>
#include <thread>

#include "base/log.hpp"
#include "control/workspace_store.hpp"

namespace app {

using namespace std::chrono_literals;

base::Result<std::shared_ptr<workspace::Workspace>> OpenWorkspaces::open(
    control::WorkspaceRecord const& record)
{
    // One at a time: opening is a matter of milliseconds, and nobody may get a half-opened one.
    std::scoped_lock const lock(m_mutex);
    if (auto const found = m_open.find(record.id); found != m_open.end())
        return found->second;
    auto opened = TRY(workspace::Workspace::open(TRY(m_control.open_record(record)), m_world));
    if (m_hooks.opened)
        m_hooks.opened(opened);
    m_open.emplace(record.id, opened);
    return opened;
}

base::Result<std::shared_ptr<workspace::Workspace>> OpenWorkspaces::open(base::WorkspaceId id)
{
    {
        std::scoped_lock const lock(m_mutex);
        if (auto const found = m_open.find(id); found != m_open.end())
            return found->second;
    }
    auto const record = m_control.read(
        [&](control::ControlReader const& db) { return control::store::find_workspace(db, id); });
    if (!record || record->state != control::WorkspaceState::active)
        return base::Error{base::Fault::not_found, "not_found"};
    return open(*record);
}

void OpenWorkspaces::close(base::WorkspaceId id)
{
    std::shared_ptr<workspace::Workspace> closing;
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_open.find(id);
        if (found == m_open.end())
            return;
        closing = std::move(found->second);
        m_open.erase(found);
    }
    if (m_hooks.closing)
        m_hooks.closing(*closing);
    std::weak_ptr<workspace::Workspace> const left = closing;
    closing.reset();
    for (int i = 0; i < 1000 && !left.expired(); ++i)
        std::this_thread::sleep_for(10ms);
    if (!left.expired())
        base::log(base::LogLevel::warning, "app", "a workspace is still in use",
                  {{"workspace", id.value}});
}

void OpenWorkspaces::close_all()
{
    for (;;) {
        base::WorkspaceId next;
        {
            std::scoped_lock const lock(m_mutex);
            if (m_open.empty())
                return;
            next = m_open.begin()->first;
        }
        close(next);
    }
}

}  // namespace app

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

std::vector<base::WorkspaceId> OpenWorkspaces::ids() const
{
    std::scoped_lock const lock(m_mutex);
    std::vector<base::WorkspaceId> all;
    for (auto const& [id, workspace] : m_open)
        all.push_back(id);
    return all;
}

std::vector<std::shared_ptr<workspace::Workspace>> OpenWorkspaces::all() const
{
    std::scoped_lock const lock(m_mutex);
    std::vector<std::shared_ptr<workspace::Workspace>> out;
    for (auto const& [id, workspace] : m_open)
        out.push_back(workspace);
    return out;
}

std::optional<base::WorkspaceId> OpenWorkspaces::stuck_for(std::chrono::milliseconds longest) const
{
    std::unique_lock const lock(m_mutex, std::try_to_lock);
    if (!lock)
        return std::nullopt;
    for (auto const& [id, workspace] : m_open)
        if (workspace->writer().busy_for() > longest)
            return id;
    return std::nullopt;
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
    closing->begin_closing();
    if (m_hooks.closing)
        m_hooks.closing(*closing);
    // Only we and those who still work in it hold it now, and they become fewer.
    for (int i = 0; i < 1000 && closing.use_count() > 1; ++i)
        std::this_thread::sleep_for(10ms);
    auto const in_use = closing.use_count() > 1;
    // Here and not in whoever lets go last, which may be the writing thread itself.
    closing->writer().stop();
    if (in_use)
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

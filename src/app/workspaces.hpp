#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "control/control.hpp"
#include "workspace/workspace.hpp"

namespace app {

// The workspaces that are open in this process. Any thread.
class OpenWorkspaces {
public:
    // What is done with a workspace before anybody gets it, and before it is let go.
    struct Hooks {
        std::function<void(std::shared_ptr<workspace::Workspace> const&)> opened;
        std::function<void(workspace::Workspace&)> closing;
    };

    OpenWorkspaces(control::Control& control, base::World world)
        : m_control(control), m_world(world)
    {
    }
    ~OpenWorkspaces() { close_all(); }

    // Before the first open().
    void set_hooks(Hooks hooks) { m_hooks = std::move(hooks); }

    // Opens it when nobody has yet. Refuses what control and the file refuse.
    base::Result<std::shared_ptr<workspace::Workspace>> open(
        control::WorkspaceRecord const& record);
    base::Result<std::shared_ptr<workspace::Workspace>> open(base::WorkspaceId id);
    std::vector<base::WorkspaceId> ids() const;
    std::vector<std::shared_ptr<workspace::Workspace>> all() const;
    // One whose writing thread has been at one thing for longer. Does not wait for one being opened.
    std::optional<base::WorkspaceId> stuck_for(std::chrono::milliseconds longest) const;
    // Waits until everybody has let go, ten seconds at most.
    void close(base::WorkspaceId id);
    void close_all();

private:
    control::Control& m_control;
    base::World m_world;
    Hooks m_hooks;
    mutable std::mutex m_mutex;
    std::map<base::WorkspaceId, std::shared_ptr<workspace::Workspace>> m_open;
};

}  // namespace app

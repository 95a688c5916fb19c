#pragma once

#include <map>
#include <mutex>
#include <string>

#include "accounts/connect.hpp"
#include "app/workspaces.hpp"
#include "intake/door.hpp"

namespace app {

// Which workspace and channel a webhook address belongs to, out of control.db.
class Directory final : public intake::Directory, public accounts::Routes {
public:
    Directory(control::Control& control, OpenWorkspaces& workspaces)
        : m_control(control), m_workspaces(workspaces)
    {
    }

    std::optional<intake::Target> by_key(std::string_view kind, std::string_view key) override;
    std::optional<intake::Target> by_account(std::string_view kind,
                                             std::string_view account) override;
    std::vector<std::shared_ptr<workspace::Workspace>> all() override { return m_workspaces.all(); }

    base::Result<void> add(std::string_view key, std::string_view kind, std::string_view account,
                           base::WorkspaceId workspace, base::ChannelId channel) override;
    void remove(base::WorkspaceId workspace, base::ChannelId channel) override;
    bool taken(std::string_view kind, std::string_view account) override;

private:
    std::optional<intake::Target> target(std::optional<control::store::ChannelRoute> const& route,
                                         std::string_view kind);

    control::Control& m_control;
    OpenWorkspaces& m_workspaces;
};

// Names of members, remembered until control.db changes.
class People final : public workspace::People {
public:
    explicit People(control::Control& control) : m_control(control) {}

    std::string name_of(base::WorkspaceId workspace, base::UserId user) const override;
    std::string workspace_name(base::WorkspaceId workspace) const override;
    std::optional<workspace::Asker> replier(base::WorkspaceId workspace,
                                            base::UserId user) const override;
    bool is_active_member(base::WorkspaceId workspace, base::UserId user) const override;

private:
    struct Known {
        std::string name;
        base::Instant at;
    };

    control::Control& m_control;
    mutable std::mutex m_mutex;
    mutable std::map<base::UserId, Known> m_names;
};

}  // namespace app

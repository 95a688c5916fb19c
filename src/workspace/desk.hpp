#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/world.hpp"
#include "workspace/sight.hpp"
#include "workspace/workspace.hpp"

namespace net {
class HttpClient;
}

namespace workspace {

enum class AskerKind {
    member,  // a person in the dashboard
    api,     // an API token
    system,  // a job, a rule, the CLI
};

// On whose behalf a use-case runs. Whether they may is decided by the route table before it.
struct Asker {
    AskerKind kind = AskerKind::system;
    base::UserId user;
    std::string name;
    bool sees_secrets = false;  // admins see verify tokens
    Sight sight = Sight::all;
    bool phones = true;          // sees phone numbers whole
    bool only_assignee = false;  // a setting: only the assignee may answer
};

// Names of members for assignees and authors, also of those who left. Any thread, quick.
class People {
public:
    virtual ~People() = default;
    // Empty when nobody of that number ever was a member here.
    virtual std::string name_of(base::WorkspaceId workspace, base::UserId user) const = 0;
    // What the business is called.
    virtual std::string workspace_name(base::WorkspaceId workspace) const = 0;
    // As whom they may answer customers here now; nothing when they may not.
    virtual std::optional<Asker> replier(base::WorkspaceId workspace, base::UserId user) const = 0;
    // Whether a conversation may be assigned to them now.
    virtual bool is_active_member(base::WorkspaceId workspace, base::UserId user) const = 0;
};

// What a use-case works with: who asks, where, and the instruments. It knows nothing of HTTP.
struct Desk {
    std::shared_ptr<Workspace> workspace;
    Asker asker;
    People const& people;
    net::HttpClient& http;

    base::World world() const { return workspace->world(); }
    base::Instant now() const { return workspace->world().now(); }
};

}  // namespace workspace

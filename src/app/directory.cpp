#include "app/directory.hpp"

#include <chrono>

#include "control/channel_route.hpp"
#include "control/member_store.hpp"
#include "control/user_store.hpp"
#include "control/workspace_store.hpp"

namespace app {

using namespace std::chrono_literals;

namespace {

// A new name is seen everywhere after this long.
constexpr auto NamesKept = std::chrono::milliseconds(5s);
constexpr std::size_t MostNames = 10'000;

}  // namespace

std::optional<intake::Target> Directory::target(
    std::optional<control::store::ChannelRoute> const& route, std::string_view kind)
{
    if (!route || route->kind != kind)
        return std::nullopt;
    auto workspace = m_workspaces.open(route->workspace);
    if (!workspace)
        return std::nullopt;
    return intake::Target{std::move(*workspace), route->channel};
}

std::optional<intake::Target> Directory::by_key(std::string_view kind, std::string_view key)
{
    return target(m_control.read([&](control::ControlReader const& db) {
        return control::store::find_route(db, key);
    }),
                  kind);
}

std::optional<intake::Target> Directory::by_account(std::string_view kind, std::string_view account)
{
    return target(m_control.read([&](control::ControlReader const& db) {
        return control::store::find_route(db, kind, account);
    }),
                  kind);
}

base::Result<void> Directory::add(std::string_view key, std::string_view kind,
                                  std::string_view account, base::WorkspaceId workspace,
                                  base::ChannelId channel)
{
    return control::add_channel_route(
        m_control, {std::string(key), std::string(kind), std::string(account), workspace, channel});
}

void Directory::remove(base::WorkspaceId workspace, base::ChannelId channel)
{
    control::remove_channel_route(m_control, workspace, channel);
}

bool Directory::taken(std::string_view kind, std::string_view account)
{
    return control::is_routed(m_control, kind, account);
}

std::string People::name_of(base::WorkspaceId, base::UserId user) const
{
    if (!user)
        return {};
    auto const now = m_control.now();
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_names.find(user);
        if (found != m_names.end() && now - found->second.at < NamesKept)
            return found->second.name;
    }
    auto const known = m_control.read(
        [&](control::ControlReader const& db) { return control::store::find_user(db, user); });
    std::scoped_lock const lock(m_mutex);
    if (m_names.size() >= MostNames)
        m_names.clear();
    m_names[user] = {known ? known->name : std::string(), now};
    return m_names[user].name;
}

std::string People::workspace_name(base::WorkspaceId workspace) const
{
    auto const known = m_control.read([&](control::ControlReader const& db) {
        return control::store::find_workspace(db, workspace);
    });
    return known ? known->name : std::string();
}

std::optional<workspace::Asker> People::replier(base::WorkspaceId workspace,
                                                base::UserId user) const
{
    auto const places = m_control.read(
        [&](control::ControlReader const& db) { return control::store::memberships_of(db, user); });
    for (auto const& place : places)
        if (place.id == workspace && place.rights.has(control::Permission::reply))
            return workspace::Asker{.kind = workspace::AskerKind::member,
                                    .user = user,
                                    .name = name_of(workspace, user),
                                    .sees_secrets = false,
                                    .sight = place.rights.sight,
                                    .phones = place.rights.phones,
                                    .only_assignee = place.only_assignee};
    return std::nullopt;
}

bool People::is_active_member(base::WorkspaceId workspace, base::UserId user) const
{
    return m_control.read([&](control::ControlReader const& db) {
        auto const member = control::store::find_member(db, workspace, user);
        return member && member->state == control::MemberState::active;
    });
}

}  // namespace app

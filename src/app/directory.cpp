#include "app/directory.hpp"

#include <chrono>

#include "control/member_store.hpp"
#include "control/user_store.hpp"

namespace app {

using base::Error;
using base::Fault;
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
    return m_control.write([&](control::ControlWriter const& tx) -> base::Result<void> {
        auto const there = control::store::find_route(tx, kind, account);
        if (there && there->workspace == workspace && there->channel == channel)
            return {};
        if (!control::store::add_route(
                tx, {std::string(key), std::string(kind), std::string(account), workspace, channel},
                m_control.now()))
            return Error{Fault::conflict, "account_taken",
                         "This account is connected already, here or in another workspace."};
        return {};
    });
}

void Directory::remove(base::WorkspaceId workspace, base::ChannelId channel)
{
    // Without the route nothing is taken in; should this fail, the disconnected channel refuses.
    auto const removed = m_control.write(
        [&](control::ControlWriter const& tx) -> base::Result<void> {
            control::store::remove_route(tx, workspace, channel);
            return {};
        });
    static_cast<void>(removed.ok());
}

bool Directory::taken(std::string_view kind, std::string_view account)
{
    return m_control.read([&](control::ControlReader const& db) {
        return control::store::find_route(db, kind, account).has_value();
    });
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

bool People::is_active_member(base::WorkspaceId workspace, base::UserId user) const
{
    return m_control.read([&](control::ControlReader const& db) {
        auto const member = control::store::find_member(db, workspace, user);
        return member && member->state == control::MemberState::active;
    });
}

}  // namespace app

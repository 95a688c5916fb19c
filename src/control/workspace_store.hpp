#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/workspace_record.hpp"

// Workspaces, their wrapped keys, and which channel accounts lead to them.
namespace control::store {

std::optional<WorkspaceRecord> find_workspace(ControlReader const& db, base::WorkspaceId id);
std::optional<WorkspaceRecord> find_workspace(ControlReader const& db, std::string_view slug);
std::vector<WorkspaceRecord> all_workspaces(ControlReader const& db);
std::vector<WorkspaceRecord> workspaces_in(ControlReader const& db, WorkspaceState state);
bool has_workspace(ControlReader const& db);

// Nothing when the slug is taken.
std::optional<base::WorkspaceId> add_workspace(ControlWriter const& db,
                                               WorkspaceRecord const& workspace);
void set_workspace_state(ControlWriter const& db, base::WorkspaceId id, WorkspaceState state);
// Frees the slug for others while the files are still being removed.
void set_workspace_slug(ControlWriter const& db, base::WorkspaceId id, std::string_view slug);
void set_workspace_profile(ControlWriter const& db, WorkspaceRecord const& workspace);
void set_sample_data(ControlWriter const& db, base::WorkspaceId id, bool has_sample_data);
// Removes the row with everything that hangs on it: wrapped keys, members, tokens, routes.
void remove_workspace(ControlWriter const& db, base::WorkspaceId id);

struct WrappedKey {
    base::WorkspaceId workspace;
    std::uint32_t version = 0;
    std::string wrapped;

    static constexpr auto row()
    {
        return std::tuple{&WrappedKey::workspace, &WrappedKey::version, &WrappedKey::wrapped};
    }
};
std::vector<WrappedKey> keys_of(ControlReader const& db, base::WorkspaceId workspace);
std::vector<WrappedKey> all_keys(ControlReader const& db);
void add_key(ControlWriter const& db, WrappedKey const& key, base::Instant now);
void rewrap_key(ControlWriter const& db, WrappedKey const& key);
void remove_keys(ControlWriter const& db, base::WorkspaceId workspace);
// Every version below, except the one that still opens the file.
int remove_keys_below(ControlWriter const& db, base::WorkspaceId workspace, std::uint32_t version);
void set_key_version(ControlWriter const& db, base::WorkspaceId id, std::uint32_t version);
void set_file_key_version(ControlWriter const& db, base::WorkspaceId id, std::uint32_t version);

// Where a webhook or a provider's account leads.
struct ChannelRoute {
    std::string key;      // the random part of the webhook address
    std::string kind;     // "whatsapp"
    std::string account;  // the provider's id of the account, e.g. a phone number id
    base::WorkspaceId workspace;
    base::ChannelId channel;

    static constexpr auto row()
    {
        return std::tuple{&ChannelRoute::key, &ChannelRoute::kind, &ChannelRoute::account,
                          &ChannelRoute::workspace, &ChannelRoute::channel};
    }
};
std::optional<ChannelRoute> find_route(ControlReader const& db, std::string_view key);
std::optional<ChannelRoute> find_route(ControlReader const& db, std::string_view kind,
                                       std::string_view account);
std::vector<ChannelRoute> all_routes(ControlReader const& db);
// False when the key or the account is taken.
bool add_route(ControlWriter const& db, ChannelRoute const& route, base::Instant now);
bool remove_route(ControlWriter const& db, base::WorkspaceId workspace, base::ChannelId channel);

}  // namespace control::store

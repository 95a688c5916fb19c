#pragma once

#include <optional>
#include <string_view>

#include "accounts/channel.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

namespace accounts {

struct ListTemplates {
    static constexpr auto about = "Templates as the provider last told them, by name.";
    std::optional<ChannelId> channel;
    static constexpr auto fields()
    {
        return std::tuple{base::query("channel_id", &ListTemplates::channel, "Of one channel.")};
    }
};

struct SyncTemplates {
    static constexpr auto about = "Ask the provider for the templates of a channel now.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &SyncTemplates::channel, "The channel.")};
    }
};

base::Result<base::Page<Template>> list_templates(workspace::Desk& desk, ListTemplates const& in);
// Blocks on the network. What the provider no longer tells is forgotten.
base::Result<base::Page<Template>> sync_templates(workspace::Desk& desk, SyncTemplates const& in);

// For a send by name. Nothing when it was never told.
std::optional<Template> find_template(db::Reader const& db, ChannelId channel,
                                      std::string_view name, std::string_view language);

}  // namespace accounts

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/templates/templates.hpp"
#include "channels/outbound.hpp"

namespace accounts::store {

std::vector<Template> all_templates(db::Reader const& db);
std::vector<Template> templates_of(db::Reader const& db, ChannelId channel);
std::optional<Template> find_template(db::Reader const& db, ChannelId channel,
                                      std::string_view name, std::string_view language);

void keep_template(db::Writer const& tx, ChannelId channel, channels::Template const& told,
                   base::Instant now);
// What the provider did not tell this time.
void forget_templates(db::Writer const& tx, ChannelId channel, base::Instant synced_at);

}  // namespace accounts::store

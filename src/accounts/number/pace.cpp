#include "accounts/number/pace.hpp"

#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"

namespace accounts {

double per_second_of(std::string_view throughput, bool on_phone_app)
{
    if (on_phone_app)
        return 20;
    return throughput == "HIGH" ? 1000 : 0;
}

void keep_pace(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
               double per_second)
{
    auto const row = store::find(tx, channel);
    if (!row)
        return;
    auto settings = Settings::read(row->settings);
    if (settings.per_second == per_second)
        return;
    settings.per_second = per_second;
    store::set_settings(tx, channel, settings.text());
    workspace.stir(workspace::Follower::outbox);
}

void keep_pace(workspace::Workspace& workspace, ChannelId channel, double per_second)
{
    auto const row = store::find(*workspace.read(), channel);
    if (!row || Settings::read(row->settings).per_second == per_second)
        return;
    auto const kept = workspace.write(
        [&](db::Writer& tx) { keep_pace(workspace, tx, channel, per_second); });
    if (!kept)
        base::log(base::LogLevel::warning, "accounts", "a pace was not kept",
                  {{"channel", channel.value}, {"code", kept.error().code}});
}

}  // namespace accounts

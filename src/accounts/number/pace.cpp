#include "accounts/number/pace.hpp"

#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"

namespace accounts {

double per_second_of(channels::NumberFacts const& facts)
{
    if (facts.on_phone_app)
        return 20;
    return facts.throughput == "HIGH" ? 1000 : 0;
}

void keep_pace(workspace::Workspace& workspace, ChannelId channel,
               channels::NumberFacts const& facts)
{
    auto const told = per_second_of(facts);
    auto const row = store::find(*workspace.read(), channel);
    if (!row || Settings::read(row->settings).per_second == told)
        return;
    auto const kept = workspace.write([&](db::Writer& tx) {
        auto const present = store::find(tx, channel);
        if (!present)
            return;
        auto settings = Settings::read(present->settings);
        settings.per_second = told;
        store::set_settings(tx, channel, settings.text());
        workspace.stir(workspace::Follower::outbox);
    });
    if (!kept)
        base::log(base::LogLevel::warning, "accounts", "a pace was not kept",
                  {{"channel", channel.value}, {"code", kept.error().code}});
}

}  // namespace accounts

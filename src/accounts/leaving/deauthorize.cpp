#include "accounts/leaving/deauthorize.hpp"

#include "accounts/onboarding/onboarding_store.hpp"
#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"

namespace accounts {

std::optional<crypto::SecretText> app_secret_of(workspace::Workspace const& workspace,
                                                db::Reader const& db, ChannelId channel)
{
    auto const row = store::find(db, channel);
    if (!row || row->state == State::disconnected || !row->app_secret)
        return std::nullopt;
    auto plain = workspace.sealer().open(*row->app_secret,
                                         {"channel", "app_secret", channel.value, channel});
    if (!plain)
        return std::nullopt;
    crypto::SecretText secret{std::string_view(*plain)};
    crypto::wipe(*plain);
    return secret;
}

std::vector<ChannelId> channels_of_app(workspace::Workspace const& workspace, db::Reader const& db,
                                       std::string_view secret, std::string_view person,
                                       WhoGave who)
{
    std::vector<ChannelId> found;
    for (auto const& row : store::all(db)) {
        auto const given_by = Settings::read(row.settings).given_by;
        auto const fits = given_by.empty() ? who == WhoGave::this_person_or_nobody
                                           : given_by == person;
        if (!fits)
            continue;
        auto const own = app_secret_of(workspace, db, row.id);
        if (own && !own->empty() && crypto::same(own->view(), secret))
            found.push_back(row.id);
    }
    return found;
}

bool forget_token(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel)
{
    auto const now = workspace.world().now();
    auto const row = store::find(tx, channel);
    if (!row)
        return false;
    auto settings = Settings::read(row->settings);
    store::drop_onboardings_of(tx, channel, settings.given_by);
    settings.access_token_last4.clear();
    settings.given_by.clear();
    if (!store::forget_token(tx, channel, settings.text(), "token_invalid",
                             "Who connected the account took the permission back.", now))
        return false;
    base::log(base::LogLevel::warning, "accounts", "a channel's token was taken back",
              {{"workspace", workspace.id().value}, {"channel", channel.value}});
    changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
    return true;
}

}  // namespace accounts

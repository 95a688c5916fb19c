#include "accounts/account.hpp"

#include "accounts/notices/notice.hpp"
#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "channels/list.hpp"
#include "crypto/secret.hpp"

namespace accounts {

using base::Error;
using base::Fault;

struct LoadedAccount::Opened {
    ChannelId id;
    State state = State::active;
    channels::Channel const* channel = nullptr;
    crypto::SecretText access_token;
    crypto::SecretText app_secret;
    crypto::SecretText verify_token;
    channels::Account account = {};
    channels::Pace pace = {};
    Restrictions restrictions = {};
};

ChannelId LoadedAccount::id() const { return m_opened->id; }
State LoadedAccount::state() const { return m_opened->state; }
channels::Channel const& LoadedAccount::channel() const { return *m_opened->channel; }
channels::Account const& LoadedAccount::account() const { return m_opened->account; }
channels::Pace const& LoadedAccount::pace() const { return m_opened->pace; }
Restrictions const& LoadedAccount::restrictions() const { return m_opened->restrictions; }

namespace {

base::Result<crypto::SecretText> unseal(workspace::Workspace const& workspace,
                                        std::string_view sealed, std::string_view column,
                                        ChannelId channel)
{
    auto plain = TRY(workspace.sealer().open(sealed, {"channel", column, channel.value, channel}));
    crypto::SecretText secret{std::string_view(plain)};
    crypto::wipe(plain);
    return secret;
}

}  // namespace

base::Result<LoadedAccount> load(workspace::Workspace const& workspace, db::Reader const& db,
                                 ChannelId channel)
{
    auto row = store::find(db, channel);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    if (row->state == State::disconnected || !row->app_secret)
        return Error{Fault::conflict, "channel_disconnected"};
    auto const* const kind = channels::find(row->kind);
    if (!kind)
        return Error{Fault::unavailable, "channel_unknown", "this build has no such channel"};

    auto const opened = std::make_shared<LoadedAccount::Opened>(LoadedAccount::Opened{
        .id = channel,
        .state = row->state,
        .channel = kind,
        .access_token = row->access_token
                          ? TRY(unseal(workspace, *row->access_token, "access_token", channel))
                          : crypto::SecretText(std::string_view()),
        .app_secret = TRY(unseal(workspace, *row->app_secret, "app_secret", channel)),
        .verify_token = TRY(unseal(workspace, row->verify_token, "verify_token", channel)),
    });
    auto const settings = Settings::read(row->settings);
    opened->account = {
        .id = std::move(row->account),
        .parent_id = std::move(row->parent),
        .base_url = settings.graph_url,
        .version = settings.graph_version,
        .access_token = channels::SecretView(opened->access_token.view()),
        .app_secret = channels::SecretView(opened->app_secret.view()),
        .verify_token = channels::SecretView(opened->verify_token.view()),
    };
    opened->pace = kind->traits().pace;
    if (settings.per_second > 0) {
        opened->pace.per_second = settings.per_second;
        opened->pace.burst = settings.per_second;
    }
    if (auto const profile = base::parse_json(row->profile))
        opened->restrictions = Restrictions::read(*profile, workspace.world().now());
    return LoadedAccount(opened);
}

void heard(db::Writer const& tx, ChannelId channel, base::Instant at)
{
    store::heard(tx, channel, at);
}

bool stop(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
          channels::Problem const& why, Alert alert)
{
    auto const now = workspace.world().now();
    if (!store::stop_active(tx, channel, why.code, why.detail, now))
        return false;
    base::log(base::LogLevel::warning, "accounts", "a channel stopped",
              {{"workspace", workspace.id().value},
               {"channel", channel.value},
               {"code", why.code},
               {"provider_code", why.provider_code}});
    changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
    if (alert == Alert::yes)
        tell_stopped(workspace, tx, channel, why);
    return true;
}

}  // namespace accounts

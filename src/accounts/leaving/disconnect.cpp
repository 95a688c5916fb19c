#include "accounts/account.hpp"
#include "accounts/connect.hpp"
#include "accounts/leaving/removal.hpp"
#include "accounts/settings.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "crypto/secret.hpp"
#include "jobs/job.hpp"

namespace accounts {

using base::Error;
using base::Fault;

namespace {

struct Staying {
    std::string webhook_url;
    LoadedAccount account;
};

bool is_same_app(LoadedAccount const& a, LoadedAccount const& b)
{
    return crypto::same(a.account().app_secret.reveal(), b.account().app_secret.reveal());
}

// Another connected number of the same business account and the same app: the provider counts
// subscriptions by app, so one of another app loses nothing.
std::optional<Staying> staying_in(workspace::Workspace& workspace, Surroundings const& around,
                                  store::Row const& leaving, LoadedAccount const& left,
                                  bool is_home)
{
    auto const kind = base::word_of(leaving.kind);
    std::optional<Staying> found;
    for (auto const id : find_by_parent(*workspace.read(), kind, leaving.parent)) {
        if (is_home && id == leaving.id)
            continue;
        auto const row = store::find(*workspace.read(), id);
        auto account = load(workspace, *workspace.read(), id);
        if (row && account && is_same_app(*account, left))
            found = Staying{around.webhook_url(kind, row->webhook_key), std::move(*account)};
    }
    return found;
}

std::optional<Staying> staying(workspace::Workspace& home, Surroundings const& around,
                               store::Row const& leaving, LoadedAccount const& left)
{
    if (auto found = staying_in(home, around, leaving, left, true))
        return found;
    if (around.workspaces)
        for (auto const& other : around.workspaces())
            if (other->id() != home.id())
                if (auto found = staying_in(*other, around, leaving, left, false))
                    return found;
    return std::nullopt;
}

// The number's own callback goes first, while the token still may. The app's subscription ends with
// its last number here; while another stays, the address has to be that one's, for WhatsApp knows one
// for all numbers of a business account.
std::optional<CheckInfo> take_leave(workspace::Desk& desk, Surroundings const& around,
                                    store::Row const& row)
{
    auto& workspace = *desk.workspace;
    auto const leaving = load(workspace, *workspace.read(), row.id);
    if (!leaving)
        return std::nullopt;
    auto const own_url = around.webhook_url(base::word_of(row.kind), row.webhook_key);
    auto const released = leaving->channel().release_number(own_url, leaving->account(), desk.http);
    auto const other = staying(workspace, around, row, *leaving);
    auto const said = other ? other->account.channel().subscribe(
                                  other->webhook_url, other->account.account(), desk.http)
                            : leaving->channel().unsubscribe(leaving->account(), desk.http);
    for (auto const* const step : {&released, &said})
        if (!*step) {
            base::log(base::LogLevel::warning, "accounts", "the provider was not told",
                      {{"workspace", workspace.id().value},
                       {"channel", row.id.value},
                       {"code", step->error().code}});
            return CheckInfo{"unsubscribed", false, step->error().detail};
        }
    return CheckInfo{"unsubscribed", true, other ? "other numbers of the account stay" : ""};
}

std::string one_check(CheckInfo const& check)
{
    return base::to_text(
        base::Json::array({{{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}}}));
}

void forget_last4(db::Writer const& tx, store::Row const& row)
{
    auto settings = Settings::read(row.settings);
    settings.access_token_last4.clear();
    settings.app_secret_last4.clear();
    settings.given_by.clear();
    store::set_settings(tx, row.id, settings.text());
}

}  // namespace

base::Result<Channel> disconnect(workspace::Desk& desk, Surroundings const& around,
                                 DisconnectChannel const& in)
{
    auto& workspace = *desk.workspace;
    auto const before = store::find(*workspace.read(), in.channel);
    if (!before)
        return Error{Fault::not_found, "not_found"};
    std::optional<CheckInfo> told;
    if (before->state != State::disconnected)
        told = take_leave(desk, around, *before);

    auto const row = TRY(workspace.write([&](db::Writer& tx) -> base::Result<store::Row> {
        auto const now = desk.now();
        auto changed = store::disconnect(tx, in.channel, now);
        if (changed) {
            forget_last4(tx, *store::find(tx, in.channel));
            if (told)
                store::set_findings(tx, in.channel, before->profile, one_check(*told));
            if (around.disconnected)
                around.disconnected(workspace, tx, in.channel);
        }
        if (!in.keep_history && ask_removal(tx, in.channel, now)) {
            jobs::put(workspace, tx, RemovalJob, in.channel.text(), base::Json::object(), now);
            changed = true;
        }
        if (changed)
            changes::note(workspace, tx, changes::Kind::channel_updated, {}, in.channel.value, now);
        return *store::find(tx, in.channel);
    }));
    // Also when it was disconnected before: a crash may have come between both files.
    around.routes.remove(workspace.id(), in.channel);
    return show(desk, around, row);
}

void restore_routes(workspace::Workspace& workspace, Routes& routes)
{
    for (auto const& row : store::all(*workspace.read())) {
        if (row.state == State::disconnected) {
            routes.remove(workspace.id(), row.id);
            continue;
        }
        auto const added = routes.add(row.webhook_key, base::word_of(row.kind), row.account,
                                      workspace.id(), row.id);
        if (!added)
            base::log(base::LogLevel::error, "accounts", "a channel has no route",
                      {{"workspace", workspace.id().value},
                       {"channel", row.id.value},
                       {"code", added.error().code}});
    }
}

}  // namespace accounts

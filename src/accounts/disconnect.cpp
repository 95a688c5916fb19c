#include "accounts/account.hpp"
#include "accounts/connect.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"

namespace accounts {

using base::Error;
using base::Fault;

namespace {

// WhatsApp knows one callback address for all numbers of a business account: when another number of
// it stays, the address has to be that one's.
void take_leave(workspace::Desk& desk, Surroundings const& around, store::Row const& row)
{
    auto& workspace = *desk.workspace;
    auto const leaving = load(workspace, *workspace.read(), row.id);
    if (!leaving)
        return;
    std::optional<ChannelId> staying;
    for (auto const other : find_by_parent(*workspace.read(), base::word_of(row.kind), row.parent))
        if (other != row.id)
            staying = other;
    auto said = base::Result<void>();
    if (staying) {
        auto const other = store::find(*workspace.read(), *staying);
        auto const account = load(workspace, *workspace.read(), *staying);
        if (other && account)
            said = account->channel().subscribe(
                around.webhook_url(base::word_of(other->kind), other->webhook_key),
                account->account(), desk.http);
    } else {
        said = leaving->channel().unsubscribe(leaving->account(), desk.http);
    }
    if (!said)
        base::log(base::LogLevel::warning, "accounts", "the provider was not told",
                  {{"workspace", workspace.id().value},
                   {"channel", row.id.value},
                   {"code", said.error().code}});
}

}  // namespace

base::Result<Channel> disconnect(workspace::Desk& desk, Surroundings const& around,
                                 DisconnectChannel const& in)
{
    if (!in.keep_history)
        return Error{Fault::invalid,
                     "invalid_input",
                     "History cannot be removed here.",
                     {{"keep_history", "not_allowed"}}};
    auto& workspace = *desk.workspace;
    auto const before = store::find(*workspace.read(), in.channel);
    if (!before)
        return Error{Fault::not_found, "not_found"};
    if (before->state != State::disconnected)
        take_leave(desk, around, *before);

    auto const row = TRY(workspace.write([&](db::Writer& tx) -> base::Result<store::Row> {
        if (store::disconnect(tx, in.channel, desk.now())) {
            if (around.disconnected)
                around.disconnected(workspace, tx, in.channel);
            changes::note(workspace, tx, changes::Kind::channel_updated, {}, in.channel.value,
                          desk.now());
        }
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

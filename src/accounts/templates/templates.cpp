#include "accounts/templates/templates.hpp"

#include "accounts/account.hpp"
#include "accounts/templates/sync.hpp"
#include "accounts/templates/template_store.hpp"
#include "base/log.hpp"

namespace accounts {

using namespace std::chrono_literals;

namespace {

base::Result<void> sync(workspace::Workspace& workspace, ChannelId channel, net::HttpClient& http)
{
    auto const account = TRY(load(workspace, *workspace.read(), channel));
    if (!account.traits().templates)
        return {};
    auto const told = TRY(account.channel().list_templates(account.account(), http));
    return workspace.write(
        [&](db::Writer& tx) -> base::Result<void> {
            auto const now = workspace.world().now();
            for (auto const& one : told)
                store::keep_template(tx, channel, one, now);
            store::forget_templates(tx, channel, now);
            return {};
        },
        db::Priority::background);
}

}  // namespace

jobs::Outcome run_sync(workspace::Workspace& workspace, jobs::Job const& job, net::HttpClient& http)
{
    auto const channel = ChannelId::parse(job.key);
    if (!channel)
        return jobs::GiveUp{"our_bug"};
    auto const done = sync(workspace, *channel, http);
    if (done)
        return jobs::Done{};
    auto const fault = done.error().fault;
    // A channel that is gone or has a trouble of its own asks again when it is well.
    if (fault == base::Fault::not_found || fault == base::Fault::conflict ||
        fault == base::Fault::forbidden || fault == base::Fault::provider)
        return jobs::Done{};
    auto again = jobs::Again{.wait = std::nullopt, .why = done.error().code};
    if (done.error().retry_after_s > 0)
        again.wait = std::chrono::seconds(done.error().retry_after_s);
    return again;
}

base::Result<base::Page<Template>> list_templates(workspace::Desk& desk, ListTemplates const& in)
{
    auto const reader = desk.workspace->read();
    base::Page<Template> page;
    page.data = in.channel ? store::templates_of(*reader, *in.channel)
                           : store::all_templates(*reader);
    return page;
}

base::Result<base::Page<Template>> sync_templates(workspace::Desk& desk, SyncTemplates const& in)
{
    TRY(sync(*desk.workspace, in.channel, desk.http));
    return list_templates(desk, {.channel = in.channel});
}

std::optional<Template> find_template(db::Reader const& db, ChannelId channel,
                                      std::string_view name, std::string_view language)
{
    return store::find_template(db, channel, name, language);
}

void sync_soon(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
               base::Instant now)
{
    jobs::put(workspace, tx, SyncJob, channel.text(), base::Json::object(), now);
}

}  // namespace accounts

#include "accounts/account.hpp"
#include "accounts/look.hpp"
#include "accounts/onboarding/onboarding.hpp"
#include "accounts/templates/sync.hpp"

namespace accounts {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view LookJob = "channel.look";

// Puts a job for each connected channel, so that one that hangs holds up no other.
template <class Put>
void for_each_channel(workspace::Workspace& workspace, Put put_one)
{
    auto const channels = briefs(*workspace.read());
    auto const put = workspace.write([&](db::Writer& tx) {
        for (auto const& channel : channels)
            if (channel.state != State::disconnected)
                put_one(tx, channel);
    });
    if (!put)
        throw std::runtime_error(put.error().code);
}

jobs::Outcome run_look(workspace::Workspace& workspace, jobs::Job const& job,
                       Surroundings const& around, net::HttpClient& http)
{
    auto const channel = ChannelId::parse(job.key);
    if (!channel)
        return jobs::GiveUp{"our_bug"};
    auto const looked = look_by_itself(workspace, around, *channel, http);
    if (!looked && looked.error().fault == base::Fault::unavailable)
        return jobs::Again{std::nullopt, looked.error().code};
    return jobs::Done{};
}

}  // namespace

void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, Surroundings const& around,
              net::HttpClient& http)
{
    runner.on(std::string(SyncJob), {.tries = 6, .first = 5s},
              [&http](workspace::Workspace& workspace, jobs::Job const& job) {
                  return run_sync(workspace, job, http);
              });
    runner.on(std::string(LookJob), {.tries = 3, .first = 30s},
              [&around, &http](workspace::Workspace& workspace, jobs::Job const& job) {
                  return run_look(workspace, job, around, http);
              });
    calendar.every("templates", 24h, [](workspace::Workspace& workspace) {
        for_each_channel(workspace, [&](db::Writer const& tx, ChannelBrief const& channel) {
            if (channel.state == State::active)
                sync_soon(workspace, tx, channel.id, workspace.world().now());
        });
    });
    calendar.every("channel_looks", 1h, [](workspace::Workspace& workspace) {
        for_each_channel(workspace, [&](db::Writer const& tx, ChannelBrief const& channel) {
            jobs::put(workspace, tx, LookJob, channel.id.text(), base::Json::object(),
                      workspace.world().now());
        });
    });
    calendar.every("drop_onboardings", 1h,
                   [](workspace::Workspace& workspace) { drop_old_onboardings(workspace); });
}

}  // namespace accounts

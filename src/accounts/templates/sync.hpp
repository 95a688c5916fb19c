#pragma once

#include "accounts/connect.hpp"
#include "jobs/runner.hpp"
#include "net/http_client.hpp"

namespace accounts {

// Asks the provider for the channel's templates soon, in the caller's transaction.
void sync_soon(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
               base::Instant now);
inline constexpr std::string_view SyncJob = "templates.sync";
// What that job does.
jobs::Outcome run_sync(workspace::Workspace& workspace, jobs::Job const& job,
                       net::HttpClient& http);
// The job behind it (templates.cpp), a daily one for each connected channel, the hourly look at each,
// and sweeping what was begun and never finished. `around` outlives the runner.
void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, Surroundings const& around,
              net::HttpClient& http);

}  // namespace accounts

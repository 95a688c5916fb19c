#pragma once

#include "accounts/channel.hpp"
#include "jobs/runner.hpp"
#include "net/http_client.hpp"

namespace accounts {

// Asks the provider for the channel's templates soon, in the caller's transaction.
void sync_soon(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
               base::Instant now);
// The job behind it (templates.cpp), and a daily one for each connected channel.
void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, net::HttpClient& http);

}  // namespace accounts

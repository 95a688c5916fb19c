#pragma once

#include <string_view>

#include "jobs/runner.hpp"
#include "net/http_client.hpp"

namespace conversations {

// Kinds of jobs; the key is the conversation.
inline constexpr std::string_view ReadJob = "conversation.read";
inline constexpr std::string_view TypingJob = "conversation.typing";

// Read receipts, typing and waking what was snoozed.
void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, net::HttpClient& http);

// Opens what was snoozed until now. Gives how many.
int wake_snoozed(workspace::Workspace& workspace);
// Forgets early statuses nobody claimed within a day.
void drop_orphans(workspace::Workspace& workspace);
// Removes everything the sample shop made. Gives how many contacts; does at most a batch in one go.
base::Result<std::int64_t> remove_samples(workspace::Workspace& workspace);
bool has_samples(db::Reader const& db);

}  // namespace conversations

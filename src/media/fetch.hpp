#pragma once

#include <string_view>

#include "jobs/runner.hpp"
#include "media/store.hpp"
#include "net/http_client.hpp"

namespace media {

inline constexpr std::string_view FetchJob = "media.fetch";

// The job behind expect() and retry().
jobs::Outcome fetch(workspace::Workspace& workspace, jobs::Job const& job, net::HttpClient& http);

// Tells the streams that the message shows its file differently now.
void note_change(workspace::Workspace& workspace, db::Writer const& tx, store::Row const& row);

}  // namespace media

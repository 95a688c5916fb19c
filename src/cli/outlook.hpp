#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "accounts/store.hpp"
#include "base/address.hpp"
#include "base/result.hpp"
#include "cli/commands.hpp"
#include "net/certificate.hpp"
#include "net/http_client.hpp"
#include "watch/snapshot.hpp"

// What `sapa doctor` makes of what is outside of this machine, and of what waits inside. Nothing here
// looks by itself.
namespace cli {

// What the host of the public address resolves to.
Finding judge_dns(std::string const& host, std::vector<base::Address> const& addresses);

// The certificate as our own calls see it.
Finding judge_certificate(base::Result<net::Certificate> const& seen, base::Instant now);

// What GET PUBLIC_URL/healthz gave from here.
Finding judge_reach(std::string const& url, net::HttpOutcome const& outcome);

// What the last hourly look (or one made now) found of a channel.
Finding judge_channel(std::string const& workspace, accounts::store::Row const& row);

// One finding for each queue that wants somebody; one that all is well else.
std::vector<Finding> judge_queues(watch::WorkspaceView const& view, base::Instant now);

Finding judge_backup(std::optional<base::Instant> last, base::Instant now);

// Bytes; no swap and little memory end processes.
Finding judge_memory(std::uint64_t total, std::uint64_t available, std::uint64_t swap);

}  // namespace cli

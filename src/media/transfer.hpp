#pragma once

#include "accounts/account.hpp"
#include "jobs/runner.hpp"
#include "media/media.hpp"
#include "net/http_client.hpp"

namespace media {

// The jobs that fetch what customers sent and sweep what is no longer needed.
void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, net::HttpClient& http);

// The provider's id for a file we uploaded there and may still send by; nothing when it has to be
// uploaded (again). Ids live 30 days at Meta (channels/whatsapp/traits.cpp); ours are trusted for 29.
std::optional<std::string> provider_id(db::Reader const& db, MediaId id, base::Instant now);

// The provider did not know it any more: the next send uploads anew.
void forget_provider_id(db::Writer const& tx, MediaId id);

// Uploads to the provider and keeps its id, which wakes the outbox. Blocks on the network; outside any transaction, before
// the send is claimed: when it fails nothing was sent. Refuses as channels::Channel does, plus
// `media_failed` when our own file cannot be read.
base::Result<std::string> put_at_provider(workspace::Workspace& workspace, MediaId id,
                                          accounts::LoadedAccount const& account,
                                          net::HttpClient& http);

// When a workspace is opened, before anything is written: removes what a crash left half written.
void recover(workspace::Workspace& workspace);
// Removes files whose rows are gone.
void sweep(workspace::Workspace& workspace);
// Removes uploads that no message took within a day.
void drop_unsent(workspace::Workspace& workspace);

}  // namespace media

#pragma once

#include "db/reader.hpp"
#include "watch/snapshot.hpp"

// Counts over indexes, each up to MostCounted entries: some milliseconds at the very worst, well
// below one with the queues of an ordinary day.
namespace watch::store {

Deliveries deliveries(db::Reader const& db);
Sends sends(db::Reader const& db, base::Instant now);
Jobs jobs(db::Reader const& db, base::Instant now);
ChannelStates channels(db::Reader const& db);
std::int64_t file_bytes(db::Reader const& db);

// Writes a line that nobody reads, to see whether a commit goes through.
void mark(db::Writer const& tx, base::Instant now);

}  // namespace watch::store

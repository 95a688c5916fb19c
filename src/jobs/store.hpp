#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/reader.hpp"
#include "jobs/job.hpp"

namespace jobs::store {

struct Claimed {
    JobId id;
    std::string kind;
    std::string key;
    std::string payload;
    int attempts = 0;
    base::Instant created_at;

    static constexpr auto row()
    {
        return std::tuple{&Claimed::id,      &Claimed::kind,     &Claimed::key,
                          &Claimed::payload, &Claimed::attempts, &Claimed::created_at};
    }
};

void put(db::Writer const& tx, std::string_view kind, std::string_view key,
         std::string_view payload, base::Instant due, base::Instant now);
void put_if_missing(db::Writer const& tx, std::string_view kind, std::string_view key,
                    base::Instant due, base::Instant now);
void remove(db::Writer const& tx, std::string_view kind, std::string_view key);

// Until the claim ends, `due_at` says the same time as `claimed_until`; when it says another, the
// job was put again meanwhile.
std::vector<Claimed> claim_due(db::Writer const& tx, std::string_view kind, base::Instant now,
                               base::Instant claim_ends, int limit);
// False when the job was put again while it ran, or is not ours any more.
bool finish(db::Writer const& tx, JobId id, base::Instant claim_ends);
bool postpone(db::Writer const& tx, JobId id, base::Instant claim_ends, base::Instant due,
              int attempts, std::string_view why, base::Instant now);
bool bury(db::Writer const& tx, JobId id, base::Instant claim_ends, std::string_view why);
// Put again while it ran: due as said there, never tried.
void release(db::Writer const& tx, JobId id, base::Instant claim_ends);

bool is_due(db::Reader const& db, std::string_view kind, base::Instant now);
// When the next job that is not due yet will be; a running one, when its claim ends.
std::optional<base::Instant> next_due(db::Reader const& db, std::string_view kind,
                                      base::Instant now);
void release_all(db::Writer const& tx, base::Instant now);

// For a clock that was set back. Whether anything was put at a time that is yet to come; that it
// waits as long as it should have, from now on; claims that end later than any can; and one of them
// that is nobody's any more.
bool any_ahead(db::Reader const& db, base::Instant now);
void begin_waits_again(db::Writer const& tx, base::Instant now);
std::vector<JobId> claimed_beyond(db::Reader const& db, base::Instant latest);
void free_claim(db::Writer const& tx, JobId id, base::Instant now);

std::vector<DeadJob> list_dead(db::Reader const& db, JobId before, int limit);
bool revive(db::Writer const& tx, JobId id, base::Instant now);

}  // namespace jobs::store

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/reader.hpp"
#include "workspace/workspace.hpp"

namespace jobs {

using JobId = base::Id<struct JobNoun>;

// Work that must happen, sooner or later, at least once: its handler must be safe to run twice.
struct Job {
    JobId id;
    std::string kind;
    std::string key;  // one waiting job for each kind and key
    base::Json payload;
    int tries = 1;  // this one included
    base::Instant created_at;
};

struct Done {};
// Not yet. Without a wait the kind's own back-off is used. An uncounted one can go on for ever.
struct Again {
    std::optional<std::chrono::milliseconds> wait;
    std::string why = {};
    bool counted = true;
};
// Never: the job is kept as dead, to be looked at and replayed.
struct GiveUp {
    std::string code;
};
using Outcome = std::variant<Done, Again, GiveUp>;

// Adds a job in the caller's transaction and wakes the runner after its commit. When one of that
// kind and key waits already, it gets the new payload and the earlier of both times; when it is
// running, it runs once more; when it is dead, it starts anew.
void put(workspace::Workspace& workspace, db::Writer const& tx, std::string_view kind,
         std::string_view key, base::Json const& payload, base::Instant due);
// A running one still ends.
void cancel(db::Writer const& tx, std::string_view kind, std::string_view key);

struct DeadJob {
    JobId id;
    std::string kind;
    std::string key;
    int tries = 0;
    std::string error;
    base::Instant created_at;
};

// Newest first, those with an id below `before` (none: all).
std::vector<DeadJob> list_dead(db::Reader const& db, JobId before, int limit);
// Due at once, as if never tried. Refuses `not_found`.
base::Result<void> replay(workspace::Workspace& workspace, db::Writer const& tx, JobId id);

}  // namespace jobs

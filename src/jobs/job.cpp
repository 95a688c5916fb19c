#include "jobs/job.hpp"

#include "jobs/store.hpp"

namespace jobs {

void put(workspace::Workspace& workspace, db::Writer const& tx, std::string_view kind,
         std::string_view key, base::Json const& payload, base::Instant due)
{
    store::put(tx, kind, key, base::to_text(payload), due, workspace.world().now());
    workspace.stir(workspace::Follower::jobs);
}

void cancel(db::Writer const& tx, std::string_view kind, std::string_view key)
{
    store::remove(tx, kind, key);
}

std::vector<DeadJob> list_dead(db::Reader const& db, JobId before, int limit)
{
    return store::list_dead(db, before, limit);
}

base::Result<void> replay(workspace::Workspace& workspace, db::Writer const& tx, JobId id)
{
    if (!store::revive(tx, id, workspace.world().now()))
        return base::Error{base::Fault::not_found, "not_found"};
    workspace.stir(workspace::Follower::jobs);
    return {};
}

}  // namespace jobs

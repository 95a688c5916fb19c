#pragma once

#include "channels/event.hpp"
#include "db/reader.hpp"
#include "jobs/runner.hpp"
#include "workspace/workspace.hpp"

// What came before we had the number - thousands of messages, a whole address book - is taken in by a
// job of its own, a bounded piece at a time, so that it holds up nothing that happens now.
namespace intake {

// Whether a part belongs to the job and not to the turn that reads the delivery.
bool is_past(channels::Event const& event);
// The parts of this delivery are imported soon; in the write that marks it done.
void import_soon(workspace::Workspace& workspace, db::Writer const& tx, base::RawEventId event);
// The job behind it.
void add_jobs(jobs::Runner& runner);

}  // namespace intake

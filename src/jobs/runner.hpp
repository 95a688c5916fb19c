#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/set_back.hpp"
#include "base/world.hpp"
#include "jobs/crew.hpp"
#include "jobs/job.hpp"

namespace jobs {

// Runs outside any transaction; may use the network and may be run again after a crash at any point.
using Handler = std::function<Outcome(workspace::Workspace&, Job const&)>;

// How a kind is retried: full jitter over first, 2 x first, 4 x first ... up to `cap`.
struct Rule {
    int tries = 8;  // then dead; 0: never gives up
    std::chrono::milliseconds first{1'000};
    std::chrono::milliseconds cap{15 * 60'000};
    int at_once = 2;  // of this kind, in all workspaces together
};

// Claims what is due and hands it to its crew. A claim runs out by itself, so a process killed in
// the middle of a job leaves nothing stuck. An exception of a handler counts as Again.
class Runner {
public:
    // A job that takes longer than `claim` may be run a second time beside itself.
    Runner(base::World world, int threads,
           std::chrono::milliseconds claim = std::chrono::minutes(10));

    // Before the first turn.
    void on(std::string kind, Rule rule, Handler handler);
    // For workspace::Rounds with Follower::jobs.
    std::optional<std::chrono::milliseconds> turn(workspace::Workspace& workspace);

    // For a workspace that is closing. What could not be kept of its jobs runs again when it opens.
    void wait_for(workspace::Workspace const& workspace);
    void wait_idle() { m_crew.wait_idle(); }
    bool stop(std::chrono::milliseconds patience) { return m_crew.stop(patience); }

private:
    struct Kind {
        Rule rule;
        Handler handler;
        int running = 0;
    };
    struct Batch;
    // What became of a job, and a commit that failed: a full disk or a busy file passes.
    struct Ended {
        workspace::Workspace const* workspace = nullptr;
        Kind const* kind = nullptr;
        Job job;
        base::Instant claim_ends;
        Outcome outcome;
    };
    using Running = std::pair<base::WorkspaceId, JobId>;

    // What was put or claimed while the clock was ahead must not wait for that time. False when it
    // could not be written.
    bool follow_clock(workspace::Workspace& workspace);
    int room_for(Kind const& kind);
    void start(workspace::Workspace& workspace, Kind& kind, Batch batch);
    Outcome attempt(workspace::Workspace& workspace, Kind const& kind, Job const& job);
    // False when it could not be kept; it then waits in m_unsettled.
    bool settle(workspace::Workspace& workspace, Ended ended);
    void forget(workspace::Workspace const& workspace, JobId job);
    bool settle_again(workspace::Workspace& workspace);
    std::chrono::milliseconds back_off(Rule const& rule, int tries);

    base::World m_world;
    std::chrono::milliseconds m_claim;
    std::map<std::string, Kind, std::less<>> m_kinds;
    std::map<base::WorkspaceId, base::SetBack> m_clocks;  // the turn's own
    // Guards Kind::running and what stands here.
    std::mutex m_mutex;
    std::set<Running> m_running;
    std::vector<Ended> m_unsettled;
    Crew m_crew;  // last: its threads use all of the above
};

// When a workspace is opened, before the first turn: what was running when the process died is due.
void recover(workspace::Workspace& workspace);

// Chores of every workspace that come round again. Each is a job of kind "chore.<name>".
class Calendar {
public:
    explicit Calendar(Runner& runner) : m_runner(runner) {}

    // The chore runs as a job does. When it fails it is tried again with the usual waits, for ever.
    void every(std::string name, std::chrono::milliseconds period,
               std::function<void(workspace::Workspace&)> chore);
    // Puts what is missing; when a workspace is opened.
    void plan(workspace::Workspace& workspace) const;

private:
    Runner& m_runner;
    std::map<std::string, std::chrono::milliseconds> m_periods;
};

}  // namespace jobs

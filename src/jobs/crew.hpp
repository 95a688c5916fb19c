#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "workspace/workspace.hpp"

namespace jobs {

// A fixed number of threads for work that blocks on the network. Any thread may call anything.
class Crew {
public:
    // With 0 threads work runs in the caller, in start(): for tests that want one order.
    Crew(std::string name, int threads);
    ~Crew();
    Crew(Crew const&) = delete;

    // How many works could start without waiting for another to end.
    int free() const;
    // Takes the work; false after stop(). An exception is logged. The workspace stays open meanwhile.
    bool start(std::shared_ptr<workspace::Workspace> workspace, std::function<void()> work);
    // Waits for the work of a workspace that is closing.
    void wait_for(workspace::Workspace const& workspace);
    void wait_idle();
    // Takes no more and waits for what runs, but not longer than `patience`. False when something
    // still runs: the process can then only leave with _exit.
    bool stop(std::chrono::milliseconds patience);

private:
    struct Work {
        std::shared_ptr<workspace::Workspace> workspace;
        std::function<void()> run;
    };
    struct Shared;
    static void loop(Shared& shared);
    static void run(Shared& shared, Work work);

    // Threads that outlive an impatient stop() still need it.
    std::shared_ptr<Shared> m_shared;
    std::vector<std::thread> m_threads;
};

}  // namespace jobs

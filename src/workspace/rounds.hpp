#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/world.hpp"

namespace workspace {

class Workspace;

// Follows many workspaces with few threads: whenever one is woken, or its time has come, a thread
// takes a turn in it. One workspace never has two turns of the same Rounds at once, so a turn may
// rely on order; a wake during a turn leads to another turn after it.
class Rounds {
public:
    // Gives when to come back without being woken: a monotonic time (Clock::monotonic), 0 for at
    // once, or nothing. An exception is logged and the workspace is visited again after a second.
    using Turn = std::function<std::optional<std::chrono::milliseconds>(Workspace&)>;

    Rounds(std::string name, int threads, base::World world, Turn turn);
    ~Rounds();
    Rounds(Rounds const&) = delete;

    // Any thread, cheap, never blocks on a turn. Nothing happens to one that is closing.
    void wake(std::shared_ptr<Workspace> const& workspace);
    // Forgets a workspace that is closing and waits for its turn to end.
    void forget(Workspace const& workspace);
    // Lets running turns end and starts no more.
    void stop();

    std::string const& name() const { return m_name; }
    // For the watchdog: how long the longest of the running turns has been running; zero when none.
    std::chrono::milliseconds longest_turn() const;

private:
    struct Seat {
        std::shared_ptr<Workspace> workspace;
        bool running = false;
        bool woken = false;
        bool queued = false;
        std::chrono::milliseconds since{0};  // monotonic, while running
        std::optional<std::chrono::milliseconds> due;
    };

    void loop();
    void enqueue(Workspace const* key, Seat& seat);

    std::string m_name;
    base::World m_world;
    Turn m_turn;
    mutable std::mutex m_mutex;
    std::condition_variable m_ready;
    std::condition_variable m_ended;
    std::map<Workspace const*, Seat> m_seats;
    std::deque<Workspace const*> m_queue;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

}  // namespace workspace

#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "http/handler.hpp"

namespace http {

// One thing to do. Destroyed without running when the server stops first.
class Task {
public:
    virtual ~Task() = default;
    // Must not throw.
    virtual void run() = 0;
};

// The threads that run handlers and read body sources.
class Workers {
public:
    Workers(int threads, std::size_t max_waiting);
    ~Workers();
    Workers(Workers const&) = delete;

    // False when too much waits for something of this importance; the task is then dropped. The
    // less important are turned away earlier, so that webhooks find room to the last.
    bool offer(Importance importance, std::unique_ptr<Task>& task);
    // Work that continues an accepted request: never turned away.
    void push(std::unique_ptr<Task> task);
    // Drops what waits and joins the threads.
    void stop();

private:
    void work();

    std::mutex m_lock;
    std::condition_variable m_wake;
    std::deque<std::unique_ptr<Task>> m_waiting;
    std::size_t m_max_waiting;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

}  // namespace http

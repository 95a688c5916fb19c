#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "simulator/graph/answer_head.hpp"
#include "simulator/graph/wire.hpp"
#include "simulator/load/load.hpp"

namespace simulator {

// Drives one load run over non-blocking connections in the caller's thread.
class LoadDriver {
public:
    // `mutex` guards `run`, which others read meanwhile.
    LoadDriver(LoadRun& run, std::mutex& mutex, LocalUrl to, Core::Target target,
               base::World world);
    ~LoadDriver();

    void run(std::atomic<bool> const& stopping);

private:
    struct Link {
        int fd = -1;
        bool busy = false;
        bool connected = false;
        std::int64_t not_before = 0;  // do not reconnect earlier
        std::int64_t due_at = 0;      // of the request under way
        std::size_t first = 0;        // its messages
        std::size_t count = 0;
        std::size_t written = 0;
        std::string request;
        AnswerReader reader;
    };

    std::int64_t now_us() const;
    void open(Link&);
    void drop(Link&);
    void begin(Link&, std::int64_t due_at);
    void write(Link&);
    void read(Link&);
    void settle(Link&, int status);
    void watch(Link&, unsigned events);
    std::string webhook(std::size_t first, std::size_t count) const;

    LoadRun& m_run;
    std::mutex& m_mutex;
    LocalUrl m_to;
    Core::Target m_target;
    base::World m_world;
    std::string m_text;
    int m_epoll = -1;
    std::vector<Link> m_links;
    std::vector<std::size_t> m_idle;
    std::int64_t m_start = 0;
    std::size_t m_sent = 0;
    std::size_t m_busy = 0;    // links with a request under way
    std::size_t m_closed = 0;  // links without a connection
};

}  // namespace simulator

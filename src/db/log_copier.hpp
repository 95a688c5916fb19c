#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "db/connection.hpp"

namespace db {

// Copies the write-ahead log of one file into it, on a thread and a connection of its own, so that
// the writing thread commits on meanwhile. Both are made at the first round: a file that is hardly
// written to pays nothing. For the writing thread, except where said.
class LogCopier {
public:
    struct Options {
        File file;
        Cipher cipher = best_cipher();
        // As WriterOptions::fatal; and called after each round. Both on the copier's thread.
        std::function<void(char const* what)> fatal;
        std::function<void()> finished;
    };
    explicit LogCopier(Options options) : m_options(std::move(options)) {}
    ~LogCopier() { stop(); }
    LogCopier(LogCopier const&) = delete;
    LogCopier& operator=(LogCopier const&) = delete;

    // Starts a round over what is in the log now. Not while one runs.
    void start();
    bool is_running() const;
    // Waits for the round that runs, if any.
    void wait();
    // Once after each round: how many pages of the log are in the file; 0 when that failed.
    std::optional<int> take_copied();
    // Lets the round that runs finish. Nothing is started after it.
    void stop();

private:
    enum class State { idle, asked, running, ended };

    void run();
    int copy(std::optional<Connection>& connection);

    Options m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    State m_state = State::idle;
    std::optional<int> m_copied;
    std::thread m_thread;
};

// Copies what readers and writers allow (SQLITE_CHECKPOINT_*). Gives pages in the log and pages of it
// that are in the file; nothing when it was busy or failed, which is logged. `fatal` hears of a
// failing disk.
struct Copied {
    int pages = 0;
    int copied = 0;
};
std::optional<Copied> copy_log(Connection& connection, int mode,
                               std::function<void(char const*)> const& fatal);

}  // namespace db

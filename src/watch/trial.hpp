#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "base/world.hpp"
#include "db/writer_thread.hpp"

namespace watch {

// Whether the last commit of each file went through. The counts of a writing thread tell that one was
// lost; from then on small commits of our own are tried until one goes through, so that a server
// nobody writes to any more is found well again.
class Trials {
public:
    using Done = std::function<void(base::Result<void>)>;
    // Posts one small write and calls back, on any thread.
    using Try = std::function<void(Done)>;

    explicit Trials(base::Clock& clock) : m_clock(clock) {}

    // Call it a few times a second for each file. `key` is the workspace's number, 0 for control.db.
    void look(std::int64_t key, db::WriterStats const& stats, Try const& attempt);
    void forget(std::int64_t key);
    // The code of the failure; empty when commits go through.
    std::string failing(std::int64_t key) const;
    // Of any file.
    std::string failing() const;

private:
    struct File {
        mutable std::mutex mutex;
        std::uint64_t lost = 0;  // the writer's count when it was last well
        std::string code;
        bool trying = false;
        std::chrono::milliseconds next{0};
    };

    std::shared_ptr<File> file(std::int64_t key);

    base::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::int64_t, std::shared_ptr<File>> m_files;
};

}  // namespace watch

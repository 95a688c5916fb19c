#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/world.hpp"
#include "db/writer_thread.hpp"
#include "intake/door.hpp"
#include "watch/snapshot.hpp"
#include "workspace/workspace.hpp"

namespace watch {

// How many answers of each class went out; those the edge itself gives (a bad head, a full house) are
// not among them. Any thread.
class Answers {
public:
    void note(int status);
    void tell(Edge& edge) const;

private:
    std::array<std::atomic<std::uint64_t>, 6> m_counts{};
};

// Counts of one workspace. When its file cannot be read, that is said and logged, and the others are
// still seen. Blocks on the disk.
WorkspaceView look_at(workspace::Workspace& workspace, std::size_t listeners,
                      std::string const& failing);
// The part of it that lies in the file, for a command beside the server.
void count(db::Reader const& db, base::Instant now, WorkspaceView& view);
Commits commits_of(db::WriterStats const& stats, std::string const& failing);
Intake intake_of(intake::DoorCounts const& counts);

// Looks at most once a second, however many ask. Any thread.
class Lookout {
public:
    Lookout(base::Clock& clock, std::function<Snapshot()> look)
        : m_clock(clock), m_look(std::move(look))
    {
    }
    Snapshot read();

private:
    base::Clock& m_clock;
    std::function<Snapshot()> m_look;
    std::mutex m_mutex;
    std::optional<Snapshot> m_last;
    std::chrono::milliseconds m_at{0};
};

}  // namespace watch

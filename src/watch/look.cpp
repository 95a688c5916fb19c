#include "watch/look.hpp"

#include <algorithm>
#include <exception>

#include "base/log.hpp"
#include "watch/store.hpp"

namespace watch {

using namespace std::chrono_literals;

void Answers::note(int status)
{
    auto const kind = std::size_t(std::clamp(status / 100, 0, 5));
    m_counts[kind].fetch_add(1, std::memory_order_relaxed);
}

void Answers::tell(Edge& edge) const
{
    edge.answers_2xx = std::int64_t(m_counts[2].load());
    edge.answers_3xx = std::int64_t(m_counts[3].load());
    edge.answers_4xx = std::int64_t(m_counts[4].load());
    edge.answers_5xx = std::int64_t(m_counts[5].load());
}

void count(db::Reader const& db, base::Instant now, WorkspaceView& view)
{
    view.deliveries = store::deliveries(db);
    view.sends = store::sends(db, now);
    view.jobs = store::jobs(db, now);
    view.channels = store::channels(db);
    view.file_bytes = store::file_bytes(db);
}

WorkspaceView look_at(workspace::Workspace& workspace, std::size_t listeners,
                      std::string const& failing)
{
    WorkspaceView view;
    view.id = workspace.id();
    view.slug = workspace.slug();
    view.listeners = std::int64_t(listeners);
    view.commits = commits_of(workspace.writer().stats(), failing);
    try {
        auto const reader = workspace.read();
        count(*reader, workspace.world().now(), view);
    } catch (std::exception const& fault) {
        view.readable = false;
        base::log(base::LogLevel::error, "watch", "a workspace cannot be counted",
                  {{"workspace", view.id.value}, {"why", fault.what()}});
    }
    return view;
}

Commits commits_of(db::WriterStats const& stats, std::string const& failing)
{
    Commits out;
    out.batches = std::int64_t(stats.batches);
    out.works = std::int64_t(stats.works);
    out.refused = std::int64_t(stats.refused);
    out.lost = std::int64_t(stats.lost);
    out.waiting = std::int64_t(stats.waiting_urgent + stats.waiting_background);
    out.log_pages = stats.wal_pages;
    out.times.assign(stats.commits.begin(), stats.commits.end());
    out.took_s = double(stats.committing.count()) / 1e6;
    out.failing = failing;
    return out;
}

Intake intake_of(intake::DoorCounts const& counts)
{
    return {std::int64_t(counts.kept), std::int64_t(counts.repeated),
            std::int64_t(counts.bad_signature), std::int64_t(counts.foreign),
            std::int64_t(counts.failed)};
}

Snapshot Lookout::read()
{
    std::scoped_lock const lock(m_mutex);
    auto const now = m_clock.monotonic();
    if (!m_last || now - m_at >= 1s) {
        m_last = m_look();
        m_at = now;
    }
    return *m_last;
}

}  // namespace watch

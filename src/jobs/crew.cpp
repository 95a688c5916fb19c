#include "jobs/crew.hpp"

#include "base/log.hpp"

namespace jobs {

struct Crew::Shared {
    std::string name;
    std::size_t threads = 0;
    std::mutex mutex;
    std::condition_variable ready;
    std::condition_variable ended;
    std::deque<Work> queue;
    std::map<workspace::Workspace const*, int> open;  // queued and running, for each workspace
    std::size_t all_open = 0;
    bool stopping = false;
};

Crew::Crew(std::string name, int threads) : m_shared(std::make_shared<Shared>())
{
    m_shared->name = std::move(name);
    m_shared->threads = std::size_t(threads);
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([shared = m_shared] { loop(*shared); });
}

Crew::~Crew() { stop(std::chrono::hours(24)); }

int Crew::free() const
{
    std::scoped_lock const lock(m_shared->mutex);
    if (m_shared->threads == 0)
        return 64;
    return m_shared->all_open < m_shared->threads ? int(m_shared->threads - m_shared->all_open) : 0;
}

void Crew::run(Shared& shared, Work work)
{
    try {
        work.run();
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, shared.name, "work failed",
                  {{"workspace", work.workspace->id().value}, {"why", e.what()}});
    }
    // The closure goes before the count says that it is done.
    work.run = nullptr;
    std::scoped_lock const lock(shared.mutex);
    if (--shared.open[work.workspace.get()] == 0)
        shared.open.erase(work.workspace.get());
    --shared.all_open;
    shared.ended.notify_all();
}

bool Crew::start(std::shared_ptr<workspace::Workspace> workspace, std::function<void()> work)
{
    {
        std::scoped_lock const lock(m_shared->mutex);
        if (m_shared->stopping)
            return false;
        ++m_shared->open[workspace.get()];
        ++m_shared->all_open;
        if (m_shared->threads > 0) {
            m_shared->queue.push_back({std::move(workspace), std::move(work)});
            m_shared->ready.notify_one();
            return true;
        }
    }
    run(*m_shared, {std::move(workspace), std::move(work)});
    return true;
}

void Crew::wait_for(workspace::Workspace const& workspace)
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->ended.wait(lock, [&] { return !m_shared->open.contains(&workspace); });
}

void Crew::wait_idle()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->ended.wait(lock, [&] { return m_shared->all_open == 0; });
}

bool Crew::stop(std::chrono::milliseconds patience)
{
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->stopping = true;
        m_shared->ready.notify_all();
        if (!m_shared->ended.wait_for(lock, patience, [&] { return m_shared->all_open == 0; }))
            return false;
    }
    for (auto& thread : m_threads)
        if (thread.joinable())
            thread.join();
    m_threads.clear();
    return true;
}

void Crew::loop(Shared& shared)
{
    std::unique_lock lock(shared.mutex);
    for (;;) {
        shared.ready.wait(lock, [&] { return shared.stopping || !shared.queue.empty(); });
        if (shared.queue.empty())
            return;
        auto work = std::move(shared.queue.front());
        shared.queue.pop_front();
        lock.unlock();
        run(shared, std::move(work));
        lock.lock();
    }
}

}  // namespace jobs

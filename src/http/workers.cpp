#include "http/workers.hpp"

namespace http {

namespace {

// How full, in eighths, the line may be for a newcomer of each importance.
std::size_t eighths_for(Importance importance)
{
    switch (importance) {
    case Importance::report: return 2;
    case Importance::widget: return 4;
    case Importance::agent: return 6;
    case Importance::webhook: return 8;
    }
    return 8;
}

}  // namespace

Workers::Workers(int threads, std::size_t max_waiting) : m_max_waiting(max_waiting)
{
    for (auto i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

Workers::~Workers() { stop(); }

bool Workers::offer(Importance importance, std::unique_ptr<Task>& task)
{
    {
        std::lock_guard const hold(m_lock);
        if (m_stopping || m_waiting.size() * 8 >= m_max_waiting * eighths_for(importance))
            return false;
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
    return true;
}

void Workers::push(std::unique_ptr<Task> task)
{
    {
        std::lock_guard const hold(m_lock);
        if (m_stopping)
            return;
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void Workers::stop()
{
    std::deque<std::unique_ptr<Task>> dropped;
    {
        std::lock_guard const hold(m_lock);
        m_stopping = true;
        dropped.swap(m_waiting);
    }
    m_wake.notify_all();
    for (auto& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void Workers::work()
{
    for (;;) {
        std::unique_ptr<Task> task;
        {
            std::unique_lock hold(m_lock);
            m_wake.wait(hold, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_stopping)
                return;
            task = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        task->run();
    }
}

}  // namespace http

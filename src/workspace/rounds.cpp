#include "workspace/rounds.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "workspace/workspace.hpp"

namespace workspace {

using namespace std::chrono_literals;

Rounds::Rounds(std::string name, int threads, base::World world, Turn turn)
    : m_name(std::move(name)), m_world(world), m_turn(std::move(turn))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { loop(); });
}

Rounds::~Rounds() { stop(); }

void Rounds::enqueue(Workspace const* key, Seat& seat)
{
    if (seat.queued)
        return;
    seat.queued = true;
    m_queue.push_back(key);
    m_ready.notify_one();
}

void Rounds::wake(std::shared_ptr<Workspace> const& workspace)
{
    std::scoped_lock const lock(m_mutex);
    if (m_stopping || workspace->is_closing())
        return;
    auto& seat = m_seats[workspace.get()];
    seat.workspace = workspace;
    if (seat.running)
        seat.woken = true;
    else
        enqueue(workspace.get(), seat);
}

void Rounds::forget(Workspace const& workspace)
{
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [&] {
        auto const seat = m_seats.find(&workspace);
        return seat == m_seats.end() || !seat->second.running;
    });
    std::erase(m_queue, &workspace);
    m_seats.erase(&workspace);
}

void Rounds::stop()
{
    {
        std::scoped_lock const lock(m_mutex);
        m_stopping = true;
    }
    m_ready.notify_all();
    for (auto& thread : m_threads)
        if (thread.joinable())
            thread.join();
    std::scoped_lock const lock(m_mutex);
    m_seats.clear();
    m_queue.clear();
}

std::chrono::milliseconds Rounds::longest_turn() const
{
    auto const now = m_world.clock.monotonic();
    std::scoped_lock const lock(m_mutex);
    auto longest = 0ms;
    for (auto const& [key, seat] : m_seats)
        if (seat.running)
            longest = std::max(longest, now - seat.since);
    return longest;
}

void Rounds::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        auto const now = m_world.clock.monotonic();
        auto nearest = now + 1h;
        for (auto& [key, seat] : m_seats) {
            if (!seat.due || seat.running)
                continue;
            if (*seat.due <= now) {
                seat.due.reset();
                enqueue(key, seat);
            } else {
                nearest = std::min(nearest, *seat.due);
            }
        }
        if (m_queue.empty()) {
            // Short sleeps while something is due: a test's clock moves without telling us.
            auto const wait = std::min(nearest - now, nearest - now < 1h ? 250ms : 1000ms);
            m_ready.wait_for(lock, wait, [&] { return m_stopping || !m_queue.empty(); });
            continue;
        }
        auto const* const key = m_queue.front();
        m_queue.pop_front();
        auto& seat = m_seats.at(key);
        seat.queued = false;
        seat.running = true;
        seat.since = now;
        seat.woken = false;
        auto const workspace = seat.workspace;

        lock.unlock();
        std::optional<std::chrono::milliseconds> next;
        try {
            next = m_turn(*workspace);
        } catch (std::exception const& e) {
            base::log(base::LogLevel::error, m_name, "a turn failed",
                      {{"workspace", workspace->id().value}, {"why", e.what()}});
            next = m_world.clock.monotonic() + 1s;
        }
        lock.lock();

        // References into a map stay good; forget() waits for `running`.
        seat.running = false;
        seat.due = next;
        if (seat.woken || (next && *next == 0ms)) {
            seat.due.reset();
            enqueue(key, seat);
        }
        m_ended.notify_all();
    }
}

}  // namespace workspace

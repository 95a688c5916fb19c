#include "db/writer_thread.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/seldom.hpp"
#include "db/log_copier.hpp"

namespace db {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;
// Measures our own work and how long to wait; never shown and never stored, so not World's clock.
using Steady = std::chrono::steady_clock;

constexpr auto LookOutside = 500ms;
// What background work may add to a commit that somebody waits for, and for how few: where many wait,
// more are on their way.
constexpr auto BackgroundBeside = 500us;
constexpr int FewUrgent = 8;
constexpr int ExitTempFail = 75;
// On a full disk every request makes a commit that fails.
constexpr auto BetweenFailures = 10s;

void end_process(char const* what)
{
    base::log(base::LogLevel::error, "db", "the disk failed; ending the process", {{"what", what}});
    ::_exit(ExitTempFail);
}

Error lost_to(Broken const& e)
{
    if (e.is_full())
        return {Fault::unavailable, "disk_full"};
    if (e.is_busy())
        return {Fault::unavailable, "db_busy"};
    return {Fault::unavailable, "db_failed", e.what()};
}

enum class Fate { ran, refused, threw };

struct Taken {
    std::unique_ptr<Job> job;
    Fate fate = Fate::ran;
    std::exception_ptr thrown = {};
};

}  // namespace

class WriterThread::Loop {
public:
    Loop(Connection connection, WriterOptions options)
        : m_connection(std::move(connection)),
          m_writer(m_connection),
          m_options(with_defaults(std::move(options))),
          m_copier({m_connection.file(), m_connection.cipher(), m_options.fatal,
                    [this] { note_copied(); }})
    {
        m_copy_from = m_options.copy_every;
        m_data_version = m_connection.data_version();
        sqlite3_wal_hook(m_connection.handle(), note_wal, this);
        m_thread = std::thread([this] { run(); });
    }

    ~Loop() { stop(); }

    void stop()
    {
        {
            std::lock_guard const lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_one();
        if (m_thread.joinable())
            m_thread.join();
    }

    bool is_own_thread() const { return std::this_thread::get_id() == m_own_id.load(); }

    void push(Priority priority, std::unique_ptr<Job> job)
    {
        char const* refusal = nullptr;
        {
            std::lock_guard const lock(m_mutex);
            auto& queue = priority == Priority::urgent ? m_urgent : m_background;
            if (m_stopping)
                refusal = "stopping";
            else if (queue.size() >= m_options.max_waiting)
                refusal = "writer_overloaded";
            else
                queue.push_back(std::move(job));
        }
        if (refusal != nullptr)
            // NOLINTNEXTLINE(bugprone-use-after-move): refused, it was not moved
            job->lost({Fault::unavailable, refusal});
        else
            m_wake.notify_one();
    }

    void between(std::function<void(Connection&)> work)
    {
        std::packaged_task<void()> task([&] { work(m_connection); });
        auto done = task.get_future();
        {
            std::lock_guard const lock(m_mutex);
            if (m_stopping)
                throw std::logic_error("db: the writer thread has stopped");
            m_between.push_back(std::move(task));
        }
        m_wake.notify_one();
        done.get();
    }

    bool empty_log()
    {
        bool emptied = false;
        between([&](Connection&) { emptied = checkpoint(SQLITE_CHECKPOINT_TRUNCATE); });
        return emptied;
    }

    std::chrono::milliseconds busy_for() const
    {
        auto const since = m_busy_since.load();
        if (since == Steady::duration::zero())
            return 0ms;
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            Steady::now().time_since_epoch() - since);
    }

    WriterStats stats() const
    {
        std::lock_guard const lock(m_mutex);
        auto stats = m_stats;
        stats.waiting_urgent = m_urgent.size();
        stats.waiting_background = m_background.size();
        return stats;
    }

private:
    static WriterOptions with_defaults(WriterOptions options)
    {
        if (!options.fatal)
            options.fatal = end_process;
        return options;
    }

    void note_copied()
    {
        {
            std::lock_guard const lock(m_mutex);
            m_copied = true;
        }
        m_wake.notify_one();
    }

    static int note_wal(void* self, sqlite3*, char const*, int pages)
    {
        auto& loop = *static_cast<Loop*>(self);
        if (pages < loop.m_log_pages)
            loop.m_in_file = 0;  // the log has begun anew
        loop.m_log_pages = pages;
        return SQLITE_OK;
    }

    void run()
    {
        m_own_id = std::this_thread::get_id();
        auto next_look = Steady::now();
        for (;;) {
            std::deque<std::packaged_task<void()>> between;
            bool work = false;
            {
                std::unique_lock lock(m_mutex);
                m_busy_since = Steady::duration::zero();
                auto const awake = [&] {
                    return m_stopping || !m_urgent.empty() || !m_background.empty() ||
                           !m_between.empty() || m_copied;
                };
                if (m_options.changed_outside)
                    m_wake.wait_until(lock, next_look, awake);
                else
                    m_wake.wait(lock, awake);
                m_busy_since = Steady::now().time_since_epoch();
                work = !m_urgent.empty() || !m_background.empty();
                between.swap(m_between);
                m_copied = false;
                if (m_stopping && !work && between.empty())
                    break;
            }
            if (work)
                run_batch();
            if (!between.empty())
                m_copier.wait();
            for (auto& task : between)
                task();
            if (m_options.changed_outside && Steady::now() >= next_look) {
                look_outside();
                next_look = Steady::now() + LookOutside;
            }
            tidy();
        }
        m_copier.stop();
        checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
    }

    void run_batch()
    {
        auto const start = Steady::now();
        std::vector<Taken> batch;
        std::optional<Error> lost;
        try {
            m_writer.run(R"sql(BEGIN IMMEDIATE)sql");
        } catch (Broken const& e) {
            lost = failed(e);
            take_all(batch);
        }
        Shape shape;
        while (!lost) {
            auto job = next_job(shape, Steady::now() - start, batch.size());
            if (!job)
                break;
            lost = run_one(batch.emplace_back(Taken{std::move(job)}));
        }
        auto const before_commit = Steady::now();
        if (!lost)
            lost = commit();
        note_batch(batch, lost.has_value(), Steady::now() - before_commit);
        for (auto& taken : batch)
            hand_on(taken, lost);
    }

    struct Shape {
        int urgent = 0;
        bool background = false;
    };

    // Urgent work while there is time, then background work while there is time for that, and one
    // piece of background work in any case when it has waited long enough.
    std::unique_ptr<Job> next_job(Shape& shape, Steady::duration spent, std::size_t size)
    {
        auto const time_up = spent >= m_options.budget || int(size) >= m_options.max_batch;
        std::lock_guard const lock(m_mutex);
        if (!time_up && !m_urgent.empty()) {
            shape.urgent += 1;
            return popped(m_urgent);
        }
        auto const now = Steady::now();
        auto const room = !time_up && (shape.urgent == 0 ||
                                       (shape.urgent < FewUrgent && spent < BackgroundBeside));
        auto const owed = !shape.background && now - m_background_ran >= m_options.background_every;
        if ((room || owed) && !m_background.empty()) {
            shape.background = true;
            m_background_ran = now;
            return popped(m_background);
        }
        return nullptr;
    }

    static std::unique_ptr<Job> popped(std::deque<std::unique_ptr<Job>>& queue)
    {
        auto job = std::move(queue.front());
        queue.pop_front();
        return job;
    }

    // Nobody gets in for now: everyone who waits hears so, instead of one after the other.
    void take_all(std::vector<Taken>& batch)
    {
        std::lock_guard const lock(m_mutex);
        for (auto* queue : {&m_urgent, &m_background}) {
            for (auto& job : *queue)
                batch.push_back({std::move(job)});
            queue->clear();
        }
    }

    // An error when the whole batch is lost.
    std::optional<Error> run_one(Taken& taken)
    {
        try {
            auto const guarded = taken.job->undo == Undo::by_savepoint;
            if (guarded)
                m_writer.run(R"sql(SAVEPOINT work)sql");
            taken.fate = fate_of(taken);
            // Some failures (full disk, no memory) make SQLite undo everything by itself.
            if (!m_connection.in_transaction())
                return Error{Fault::unavailable, "db_failed"};
            if (guarded && taken.fate != Fate::ran)
                m_writer.run(R"sql(ROLLBACK TO work)sql");
            if (guarded)
                m_writer.run(R"sql(RELEASE work)sql");
            return std::nullopt;
        } catch (Broken const& e) {
            auto const lost = failed(e);
            roll_back();
            return lost;
        }
    }

    // Throws Broken when it concerns the whole batch.
    Fate fate_of(Taken& taken)
    {
        try {
            return taken.job->run(m_writer) ? Fate::ran : Fate::refused;
        } catch (Broken const& e) {
            if (e.is_full() || e.is_io() || !m_connection.in_transaction())
                throw;
            note_thrown(taken, e.what());
        } catch (std::exception const& e) {
            note_thrown(taken, e.what());
        } catch (...) {
            note_thrown(taken, "not a std::exception");
        }
        return Fate::threw;
    }

    static void note_thrown(Taken& taken, char const* what)
    {
        taken.thrown = std::current_exception();
        base::log(base::LogLevel::error, "db", "a work threw", {{"what", what}});
    }

    std::optional<Error> commit()
    {
        try {
            m_writer.run(R"sql(COMMIT)sql");
            note_well();
            return std::nullopt;
        } catch (Broken const& e) {
            auto const lost = failed(e);
            roll_back();
            return lost;
        }
    }

    void roll_back()
    {
        if (!m_connection.in_transaction())
            return;
        try {
            m_writer.run(R"sql(ROLLBACK)sql");
        } catch (Broken const& e) {
            m_options.fatal(e.what());
        }
    }

    // Does not come back when the disk itself failed.
    Error failed(Broken const& e)
    {
        if (e.is_io())
            m_options.fatal(e.what());
        m_failing = true;
        auto const now = Steady::now().time_since_epoch();
        if (auto const more = m_failures.happened(
                std::chrono::duration_cast<std::chrono::milliseconds>(now)))
            base::log(base::LogLevel::error, "db", "a commit failed; all in it were refused",
                      {{"what", e.what()}, {"more", *more}});
        return lost_to(e);
    }

    void note_well()
    {
        if (!std::exchange(m_failing, false))
            return;
        base::log(base::LogLevel::info, "db", "commits go through again",
                  {{"more", m_failures.over()}});
    }

    void hand_on(Taken& taken, std::optional<Error> const& lost)
    {
        try {
            if (taken.fate == Fate::threw)
                taken.job->threw(std::move(taken.thrown));
            else if (taken.fate == Fate::ran && lost)
                taken.job->lost(*lost);
            else
                taken.job->finish();
        } catch (std::exception const& e) {
            base::log(base::LogLevel::error, "db", "a callback threw", {{"what", e.what()}});
        } catch (...) {
            base::log(base::LogLevel::error, "db", "a callback threw");
        }
    }

    void note_batch(std::vector<Taken> const& batch, bool lost, Steady::duration took)
    {
        auto const us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        auto const bucket = std::min<std::size_t>(std::bit_width(std::uint64_t(us) / 64), 15);
        std::lock_guard const lock(m_mutex);
        m_stats.batches += 1;
        m_stats.works += batch.size();
        m_stats.largest_batch = std::max(m_stats.largest_batch, batch.size());
        m_stats.commits[bucket] += 1;
        m_stats.committing += std::chrono::microseconds(us);
        m_stats.wal_pages = m_log_pages - m_in_file;
        for (auto const& taken : batch) {
            m_stats.refused += taken.fate != Fate::ran;
            m_stats.lost += taken.fate == Fate::ran && lost;
        }
    }

    // The copier works in small steps beside the writer, so that a commit hardly ever waits for one.
    void tidy()
    {
        if (auto const copied = m_copier.take_copied()) {
            if (m_log_pages >= m_options.finish_from) {
                checkpoint(SQLITE_CHECKPOINT_PASSIVE);
            } else {
                // A round that got no further had a reader of old pages in its way.
                auto const further = *copied > m_in_file;
                m_in_file = std::min(*copied, m_log_pages);
                m_copy_from = (further ? m_in_file : m_log_pages) + m_options.copy_every;
                note_checkpoint();
            }
        }
        m_copy_from = std::min(m_copy_from, m_log_pages + m_options.copy_every);
        if (m_log_pages >= m_copy_from && !m_copier.is_running())
            m_copier.start();
    }

    // True when the whole log is in the file. Not while the copier runs.
    bool checkpoint(int mode)
    {
        auto const done = copy_log(m_connection, mode, m_options.fatal);
        auto const whole = done && done->copied >= done->pages;
        if (whole)
            m_in_file = m_log_pages;
        m_copy_from = m_log_pages + m_options.copy_every;
        note_checkpoint();
        return whole;
    }

    void note_checkpoint()
    {
        std::lock_guard const lock(m_mutex);
        m_stats.checkpoints += 1;
        m_stats.wal_pages = m_log_pages - m_in_file;
    }

    void look_outside()
    {
        try {
            auto const version = m_connection.data_version();
            if (version == m_data_version)
                return;
            m_data_version = version;
            if (!m_copier.is_running())
                m_copier.start();
            m_options.changed_outside();
        } catch (std::exception const& e) {
            base::log(base::LogLevel::error, "db", "could not look for outside changes",
                      {{"what", e.what()}});
        }
    }

    Connection m_connection;
    Writer m_writer;
    WriterOptions m_options;
    // Only the thread's own from here ...
    int m_log_pages = 0;
    int m_in_file = 0;  // of those
    int m_copy_from = 0;
    bool m_failing = false;
    base::Seldom m_failures{BetweenFailures};
    std::int64_t m_data_version = 0;
    Steady::time_point m_background_ran = Steady::now();
    // ... and shared under the mutex from here.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::unique_ptr<Job>> m_urgent;
    std::deque<std::unique_ptr<Job>> m_background;
    std::deque<std::packaged_task<void()>> m_between;
    bool m_stopping = false;
    bool m_copied = false;
    WriterStats m_stats;
    std::atomic<Steady::duration> m_busy_since{Steady::duration::zero()};
    std::atomic<std::thread::id> m_own_id;
    LogCopier m_copier;
    std::thread m_thread;
};

WriterThread::WriterThread(Connection connection, WriterOptions options)
    : m_loop(std::make_unique<Loop>(std::move(connection), std::move(options)))
{
}

WriterThread::~WriterThread() = default;

void WriterThread::push(Priority priority, std::unique_ptr<Job> job)
{
    m_loop->push(priority, std::move(job));
}

void WriterThread::refuse_own_thread() const
{
    if (m_loop->is_own_thread())
        throw std::logic_error("db: the writer thread would wait for itself");
}

void WriterThread::between(std::function<void(Connection&)> work)
{
    refuse_own_thread();
    m_loop->between(std::move(work));
}

bool WriterThread::checkpoint()
{
    refuse_own_thread();
    return m_loop->empty_log();
}

void WriterThread::drain()
{
    [[maybe_unused]] auto const urgent = write([](Writer&) {}, Priority::urgent);
    [[maybe_unused]] auto const background = write([](Writer&) {}, Priority::background);
}

void WriterThread::stop() { m_loop->stop(); }
std::chrono::milliseconds WriterThread::busy_for() const { return m_loop->busy_for(); }
WriterStats WriterThread::stats() const { return m_loop->stats(); }

}  // namespace db

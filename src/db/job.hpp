#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.hpp"
#include "db/reader.hpp"

namespace db {

// What a work may give, as a Result.
template <class T>
struct AsResult {
    using type = base::Result<T>;
};
template <class T>
struct AsResult<base::Result<T>> {
    using type = base::Result<T>;
};
template <class Work>
using OutcomeOf = typename AsResult<std::invoke_result_t<Work&, Writer&>>::type;

// How a work that refuses or throws is undone. `by_itself` is for a work of one statement, and nothing
// that refuses after it: SQLite undoes that alone, and no savepoint has to remember every page it
// touches.
enum class Undo { by_savepoint, by_itself };

// One work waiting for the writer thread; all calls come from that thread, except lost() when it was
// never queued.
class Job {
public:
    virtual ~Job() = default;
    // False when the work refused; throws what the work throws.
    virtual bool run(Writer& writer) = 0;
    // Hands the work's own result on.
    virtual void finish() = 0;
    // Its commit failed, or it never ran.
    virtual void lost(base::Error const& error) = 0;
    virtual void threw(std::exception_ptr what) = 0;

    Undo undo = Undo::by_savepoint;
};

template <class Work>
class WorkJob : public Job {
public:
    using Outcome = OutcomeOf<Work>;

    explicit WorkJob(Work work) : m_work(std::move(work)) {}

    bool run(Writer& writer) final
    {
        if constexpr (std::is_void_v<std::invoke_result_t<Work&, Writer&>>) {
            m_work(writer);
            m_outcome.emplace();
        } else {
            m_outcome.emplace(m_work(writer));
        }
        return m_outcome->ok();
    }

protected:
    std::optional<Outcome> m_outcome;

private:
    Work m_work;
};

template <class Work, class Done>
class PostedJob final : public WorkJob<Work> {
public:
    using typename WorkJob<Work>::Outcome;

    PostedJob(Work work, Done done) : WorkJob<Work>(std::move(work)), m_done(std::move(done)) {}

    void finish() override { m_done(std::move(*this->m_outcome)); }
    void lost(base::Error const& error) override { m_done(Outcome(error)); }
    void threw(std::exception_ptr) override
    {
        m_done(Outcome(base::Error{base::Fault::unavailable, "broken"}));
    }

private:
    Done m_done;
};

// Where a caller waits for its work, on its own stack. The writer thread touches it for the last time
// while it holds the lock.
template <class Outcome>
class Waiting {
public:
    Outcome wait()
    {
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [&] { return m_outcome || m_thrown; });
        if (m_thrown)
            std::rethrow_exception(std::move(m_thrown));
        return std::move(*m_outcome);
    }
    void set(Outcome outcome)
    {
        std::lock_guard const lock(m_mutex);
        m_outcome.emplace(std::move(outcome));
        m_done.notify_one();
    }
    void set_thrown(std::exception_ptr what)
    {
        std::lock_guard const lock(m_mutex);
        m_thrown = std::move(what);
        m_done.notify_one();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_done;
    std::optional<Outcome> m_outcome;
    std::exception_ptr m_thrown;
};

template <class Work>
class WaitedJob final : public WorkJob<Work> {
public:
    using typename WorkJob<Work>::Outcome;

    WaitedJob(Work work, Waiting<Outcome>& waiting)
        : WorkJob<Work>(std::move(work)), m_waiting(waiting)
    {
    }
    void finish() override { m_waiting.set(std::move(*this->m_outcome)); }
    void lost(base::Error const& error) override { m_waiting.set(Outcome(error)); }
    void threw(std::exception_ptr what) override { m_waiting.set_thrown(std::move(what)); }

private:
    Waiting<Outcome>& m_waiting;
};

}  // namespace db

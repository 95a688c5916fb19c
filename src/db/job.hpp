#pragma once

#include <exception>
#include <future>
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

template <class Work>
class WaitedJob final : public WorkJob<Work> {
public:
    using typename WorkJob<Work>::Outcome;
    using WorkJob<Work>::WorkJob;

    std::future<Outcome> answer() { return m_promise.get_future(); }
    void finish() override { m_promise.set_value(std::move(*this->m_outcome)); }
    void lost(base::Error const& error) override { m_promise.set_value(Outcome(error)); }
    void threw(std::exception_ptr what) override { m_promise.set_exception(std::move(what)); }

private:
    std::promise<Outcome> m_promise;
};

}  // namespace db

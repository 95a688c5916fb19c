#include "watch/trial.hpp"

namespace watch {

using namespace std::chrono_literals;

namespace {

constexpr auto Between = std::chrono::milliseconds(1s);

}  // namespace

void Trials::look(std::int64_t key, db::WriterStats const& stats, Try const& attempt)
{
    auto const one = file(key);
    {
        std::scoped_lock const lock(one->mutex);
        if (one->code.empty() && stats.lost <= one->lost)
            return;
        // What exactly failed is told by the first trial.
        if (one->code.empty())
            one->code = "db_failed";
        one->lost = stats.lost;
        auto const now = m_clock.monotonic();
        if (one->trying || now < one->next)
            return;
        one->trying = true;
        one->next = now + Between;
    }
    // Without the lock: a writer that takes nothing more calls back at once.
    attempt([one](base::Result<void> const& done) {
        std::scoped_lock const lock(one->mutex);
        one->trying = false;
        one->code = done ? "" : done.error().code;
    });
}

void Trials::forget(std::int64_t key)
{
    std::scoped_lock const lock(m_mutex);
    m_files.erase(key);
}

std::string Trials::failing(std::int64_t key) const
{
    std::scoped_lock const lock(m_mutex);
    auto const found = m_files.find(key);
    if (found == m_files.end())
        return {};
    std::scoped_lock const inner(found->second->mutex);
    return found->second->code;
}

std::string Trials::failing() const
{
    std::scoped_lock const lock(m_mutex);
    for (auto const& [key, one] : m_files) {
        std::scoped_lock const inner(one->mutex);
        if (!one->code.empty())
            return one->code;
    }
    return {};
}

std::shared_ptr<Trials::File> Trials::file(std::int64_t key)
{
    std::scoped_lock const lock(m_mutex);
    auto& one = m_files[key];
    if (!one)
        one = std::make_shared<File>();
    return one;
}

}  // namespace watch

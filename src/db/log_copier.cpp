#include "db/log_copier.hpp"

#include <sqlite3.h>

#include "base/log.hpp"

namespace db {

std::optional<Copied> copy_log(Connection& connection, int mode,
                               std::function<void(char const*)> const& fatal)
{
    Copied done;
    auto* const handle = connection.handle();
    auto const result = sqlite3_wal_checkpoint_v2(handle, "main", mode, &done.pages, &done.copied);
    if (result == SQLITE_OK)
        return done;
    if ((result & 0xFF) == SQLITE_BUSY)
        return std::nullopt;
    Broken const e(result, std::string("checkpoint: ") + sqlite3_errmsg(handle),
                   sqlite3_system_errno(handle));
    if (e.is_io())
        fatal(e.what());
    base::log(base::LogLevel::error, "db", "checkpoint failed", {{"what", e.what()}});
    return std::nullopt;
}

void LogCopier::start()
{
    {
        std::lock_guard const lock(m_mutex);
        if (m_state != State::idle)
            return;
        m_state = State::asked;
        m_copied.reset();
    }
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
    m_changed.notify_all();
}

bool LogCopier::is_running() const
{
    std::lock_guard const lock(m_mutex);
    return m_state == State::asked || m_state == State::running;
}

void LogCopier::wait()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_state == State::idle || m_state == State::ended; });
}

std::optional<int> LogCopier::take_copied()
{
    std::lock_guard const lock(m_mutex);
    return std::exchange(m_copied, std::nullopt);
}

void LogCopier::stop()
{
    wait();
    {
        std::lock_guard const lock(m_mutex);
        m_state = State::ended;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void LogCopier::run()
{
    std::optional<Connection> connection;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [&] { return m_state == State::asked || m_state == State::ended; });
        if (m_state == State::ended)
            return;
        m_state = State::running;
        lock.unlock();
        auto const copied = copy(connection);
        lock.lock();
        m_state = State::idle;
        m_copied = copied;
        m_changed.notify_all();
        lock.unlock();
        m_options.finished();
        lock.lock();
    }
}

int LogCopier::copy(std::optional<Connection>& connection)
{
    try {
        if (!connection) {
            constexpr int CacheKib = 64;  // copying does not go through the page cache
            auto opened = Connection::open(m_options.file, OpenMode::write, CacheKib,
                                           m_options.cipher);
            if (!opened) {
                base::log(base::LogLevel::error, "db", "the log cannot be copied",
                          {{"code", opened.error().code}});
                return 0;
            }
            connection = std::move(*opened);
        }
        auto const done = copy_log(*connection, SQLITE_CHECKPOINT_PASSIVE, m_options.fatal);
        return done ? done->copied : 0;
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, "db", "the log cannot be copied", {{"what", e.what()}});
        return 0;
    }
}

}  // namespace db

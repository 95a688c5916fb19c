#include "db/reader_pool.hpp"

#include <sqlite3.h>

namespace db {

namespace {

constexpr auto LongestWait = std::chrono::seconds(5);

}  // namespace

ReaderPool::ReaderPool(File file, base::Clock& clock, int most, int cache_kib)
    : m_file(std::move(file)), m_clock(clock), m_most(most), m_cache_kib(cache_kib)
{
}

ReaderPool::~ReaderPool() { close_all(); }

ReaderPool::Lease::~Lease() { m_pool.give_back(std::move(m_connection)); }

ReaderPool::Lease ReaderPool::borrow()
{
    {
        std::unique_lock lock(m_mutex);
        auto const free = [&] { return m_lent < m_most; };
        if (!m_returned.wait_for(lock, LongestWait, free))
            throw Broken(SQLITE_BUSY, "every reader of " + m_file.path + " is lent");
        m_lent += 1;
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back().connection);
            m_idle.pop_back();
            return {*this, std::move(connection)};
        }
    }
    return {*this, opened()};
}

// Without the lock, so that a slow disk holds up only this caller.
std::unique_ptr<Connection> ReaderPool::opened()
{
    auto connection = Connection::open(m_file, OpenMode::read, m_cache_kib);
    if (!connection) {
        give_back(nullptr);
        auto const& error = connection.error();
        auto const damaged = error.code == "db_damaged" || error.code == "db_wrong_key";
        throw Broken(damaged ? SQLITE_NOTADB : SQLITE_CANTOPEN, error.code + ": " + error.detail);
    }
    return std::make_unique<Connection>(std::move(*connection));
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection)
{
    // A view that was left open would hold the write-ahead log for ever.
    if (connection && connection->in_transaction())
        connection.reset();
    {
        std::lock_guard const lock(m_mutex);
        m_lent -= 1;
        if (connection)
            m_idle.push_back({std::move(connection), m_clock.monotonic()});
    }
    m_returned.notify_all();
}

void ReaderPool::close_idle(std::chrono::milliseconds unused_for)
{
    std::vector<Idle> closing;
    {
        std::lock_guard const lock(m_mutex);
        auto const now = m_clock.monotonic();
        std::vector<Idle> keeping;
        for (auto& idle : m_idle)
            (now - idle.since >= unused_for ? closing : keeping).push_back(std::move(idle));
        m_idle = std::move(keeping);
    }
}

void ReaderPool::close_all()
{
    std::vector<Idle> closing;
    std::unique_lock lock(m_mutex);
    m_returned.wait(lock, [&] { return m_lent == 0; });
    closing.swap(m_idle);
}

int ReaderPool::open_count() const
{
    std::lock_guard const lock(m_mutex);
    return m_lent + int(m_idle.size());
}

}  // namespace db

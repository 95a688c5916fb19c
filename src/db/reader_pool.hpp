#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "base/world.hpp"
#include "db/reader.hpp"

namespace db {

// A few read-only connections to one file, opened when first needed and lent one at a time. Any
// thread.
//
//   auto const reader = pool.borrow();
//   auto const rows = reader->all<Row>(R"sql(...)sql", ...);
//
// Hold a lease for one request at most, and never two at once in one thread. Each statement sees
// what was committed when it began; several that must agree want a db::Snapshot.
class ReaderPool {
public:
    // The file's key must outlive the pool.
    ReaderPool(File file, base::Clock& clock, int most = 4, int cache_kib = 1024);
    ~ReaderPool();
    ReaderPool(ReaderPool const&) = delete;
    ReaderPool& operator=(ReaderPool const&) = delete;

    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
            : m_pool(pool), m_connection(std::move(connection)), m_reader(*m_connection)
        {
        }
        ~Lease();
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;

        Reader const& operator*() const { return m_reader; }
        Reader const* operator->() const { return &m_reader; }

    private:
        ReaderPool& m_pool;
        std::unique_ptr<Connection> m_connection;
        Reader m_reader;
    };

    // Waits up to 5 s for one to come back, then throws Broken (busy); throws Broken as well when
    // the file cannot be opened.
    Lease borrow();

    // Closes what nobody borrowed for a while, giving its memory back. Call it now and then.
    void close_idle(std::chrono::milliseconds unused_for);
    // Waits until all have come back and closes them, e.g. before the file is removed or rekeyed.
    void close_all();
    int open_count() const;

private:
    struct Idle {
        std::unique_ptr<Connection> connection;
        std::chrono::milliseconds since;
    };

    std::unique_ptr<Connection> opened();
    void give_back(std::unique_ptr<Connection> connection);

    File const m_file;
    base::Clock& m_clock;
    int const m_most;
    int const m_cache_kib;
    mutable std::mutex m_mutex;
    std::condition_variable m_returned;
    // The last one returned is lent first, so that the others grow idle.
    std::vector<Idle> m_idle;
    int m_lent = 0;
};

}  // namespace db

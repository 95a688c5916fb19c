#include "db/reader.hpp"

#include <sqlite3.h>

#include "base/log.hpp"

namespace db {

Transaction::Transaction(Connection& connection) : m_writer(connection)
{
    m_writer.run(R"sql(BEGIN IMMEDIATE)sql");
}

Transaction::~Transaction()
{
    if (!m_open || !m_writer.connection().in_transaction())
        return;
    try {
        m_writer.run(R"sql(ROLLBACK)sql");
    } catch (Broken const& e) {
        base::log(base::LogLevel::error, "db", "could not roll back", {{"what", e.what()}});
    }
}

void Transaction::commit()
{
    m_writer.run(R"sql(COMMIT)sql");
    m_open = false;
}

Snapshot::Snapshot(Reader const& reader) : m_connection(reader.connection())
{
    Writer(m_connection).run(R"sql(BEGIN DEFERRED)sql");
    // BEGIN alone fixes nothing; the first read does.
    reader.one<int>(R"sql(SELECT count(*) FROM sqlite_schema)sql");
}

Snapshot::~Snapshot()
{
    if (!m_connection.in_transaction())
        return;
    try {
        Writer(m_connection).run(R"sql(COMMIT)sql");
    } catch (Broken const& e) {
        base::log(base::LogLevel::error, "db", "could not end a snapshot", {{"what", e.what()}});
    }
}

}  // namespace db

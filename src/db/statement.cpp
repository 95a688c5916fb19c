#include "db/statement.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include "db/broken.hpp"
#include "db/rethrow.hpp"

namespace db {

Statement::Statement(SQLite::Database& database, std::string_view sql)
    : m_handle(database.getHandle())
{
    rethrowing(m_handle, sql, [&] {
        m_statement = std::make_unique<SQLite::Statement>(database, std::string(sql));
    });
}

Statement::~Statement() = default;

void Statement::bind_null(int at)
{
    rethrowing(m_handle, m_statement->getQuery(), [&] { m_statement->bind(at); });
}

void Statement::bind_int(int at, std::int64_t value)
{
    rethrowing(m_handle, m_statement->getQuery(), [&] { m_statement->bind(at, value); });
}

void Statement::bind_real(int at, double value)
{
    rethrowing(m_handle, m_statement->getQuery(), [&] { m_statement->bind(at, value); });
}

void Statement::bind_text(int at, std::string const& value)
{
    rethrowing(m_handle, m_statement->getQuery(), [&] { m_statement->bindNoCopy(at, value); });
}

void Statement::bind_text(int at, std::string_view value)
{
    bind_text(at, m_held.emplace_back(value));
}

void Statement::bind_blob(int at, std::string_view bytes)
{
    // A null pointer would bind NULL instead of an empty blob.
    auto const* data = bytes.data() == nullptr ? "" : bytes.data();
    rethrowing(m_handle, m_statement->getQuery(),
               [&] { m_statement->bindNoCopy(at, data, int(bytes.size())); });
}

void Statement::expect_binds(int count)
{
    if (m_statement->getBindParameterCount() != count)
        refuse("wrong number of parameters");
}

bool Statement::step()
{
    bool row = false;
    rethrowing(m_handle, m_statement->getQuery(), [&] { row = m_statement->executeStep(); });
    return row;
}

void Statement::reset() noexcept
{
    // The result repeats the failure of the last step, which has been thrown already.
    m_statement->tryReset();
    try {
        m_statement->clearBindings();
    } catch (SQLite::Exception const&) {
        // Clearing fails only on a statement that was never prepared.
    }
    m_held.clear();
}

int Statement::columns() const { return m_statement->getColumnCount(); }

bool Statement::is_null(int at) const { return m_statement->isColumnNull(at); }

std::int64_t Statement::int_at(int at) const { return m_statement->getColumn(at).getInt64(); }

double Statement::real_at(int at) const { return m_statement->getColumn(at).getDouble(); }

std::string_view Statement::bytes_at(int at) const
{
    auto const column = m_statement->getColumn(at);
    auto const* data = static_cast<char const*>(column.getBlob());
    return data == nullptr ? std::string_view() : std::string_view(data, column.getBytes());
}

void Statement::refuse(std::string_view why) const
{
    throw Broken(SQLITE_MISUSE, std::string(why) + " in: " + m_statement->getQuery());
}

}  // namespace db

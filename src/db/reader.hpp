#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "db/connection.hpp"
#include "db/value.hpp"

namespace db {

// The right to read one file. SQL is a literal; values and rows are as db/value.hpp says. Everything
// throws Broken when the world is. One thread at a time, like its connection.
//
//   auto open = reader.all<Row>(R"sql(SELECT id, text FROM note WHERE contact_id = ?1)sql", contact);
//   auto name = reader.maybe<std::string>(R"sql(SELECT name FROM contact WHERE id = ?1)sql", id);
class Reader {
public:
    explicit Reader(Connection& connection) : m_connection(&connection) {}

    template <class Row, class... Values>
    std::vector<Row> all(Sql sql, Values const&... values) const
    {
        std::vector<Row> rows;
        each<Row>(sql, [&](Row&& row) { rows.push_back(std::move(row)); }, values...);
        return rows;
    }

    // The first row, if there is one.
    template <class Row, class... Values>
    std::optional<Row> maybe(Sql sql, Values const&... values) const
    {
        auto const statement = m_connection->prepared(sql);
        bind_all(*statement, values...);
        if (!statement->step())
            return std::nullopt;
        auto row = read_row<Row>(*statement);
        // A statement that changes rows does so only when it has run to its end.
        while (statement->step()) {}
        return row;
    }

    // The first row; Broken when there is none.
    template <class Row, class... Values>
    Row one(Sql sql, Values const&... values) const
    {
        auto row = maybe<Row>(sql, values...);
        if (!row)
            m_connection->prepared(sql)->refuse("no row");
        return std::move(*row);
    }

    // Each row as it comes, for results too long to hold. `take` must not run the same statement.
    template <class Row, class Take, class... Values>
    void each(Sql sql, Take&& take, Values const&... values) const
    {
        auto const statement = m_connection->prepared(sql);
        bind_all(*statement, values...);
        while (statement->step())
            take(read_row<Row>(*statement));
    }

    Connection& connection() const { return *m_connection; }

protected:
    Connection* m_connection;
};

// The right to change one file, inside a transaction that somebody else began and will commit
// (WriterThread, or Transaction for a process of its own).
class Writer : public Reader {
public:
    using Reader::Reader;

    // How many rows were changed.
    template <class... Values>
    int run(Sql sql, Values const&... values) const
    {
        auto const statement = m_connection->prepared(sql);
        bind_all(*statement, values...);
        while (statement->step()) {}
        return m_connection->changes();
    }

    // The new row's number: insert<MessageId>(R"sql(INSERT ...)sql", ...). Broken when nothing was
    // inserted (ON CONFLICT DO NOTHING belongs to try_insert).
    template <class Id = std::int64_t, class... Values>
    Id insert(Sql sql, Values const&... values) const
    {
        if (run(sql, values...) == 0)
            m_connection->prepared(sql)->refuse("nothing inserted");
        return Id{m_connection->last_insert_id()};
    }

    // Nothing when a UNIQUE said no, or ON CONFLICT DO NOTHING did nothing. Other constraints throw.
    template <class Id = std::int64_t, class... Values>
    std::optional<Id> try_insert(Sql sql, Values const&... values) const
    {
        try {
            if (run(sql, values...) == 0)
                return std::nullopt;
        } catch (Broken const& e) {
            if (!e.is_unique())
                throw;
            return std::nullopt;
        }
        return Id{m_connection->last_insert_id()};
    }
};

// BEGIN IMMEDIATE now, COMMIT when told, ROLLBACK otherwise. For processes without a WriterThread
// (CLI, migrations, tests); a server's writes go through its WriterThread.
class Transaction {
public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;

    Writer const& writer() const { return m_writer; }
    void commit();

private:
    Writer m_writer;
    bool m_open = true;
};

// One unchanging view for several reads.
class Snapshot {
public:
    explicit Snapshot(Reader const& reader);
    ~Snapshot();
    Snapshot(Snapshot const&) = delete;
    Snapshot& operator=(Snapshot const&) = delete;

private:
    Connection& m_connection;
};

}  // namespace db

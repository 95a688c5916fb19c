#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite
struct sqlite3;

namespace db {

// The text of one statement. Only a literal compiles, so SQL can never be glued from strings.
class Sql {
public:
    template <std::size_t Size>
    consteval Sql(char const (&text)[Size]) : m_text(text, Size - 1)
    {
    }
    constexpr std::string_view text() const { return m_text; }

private:
    std::string_view m_text;
};

// One prepared statement. Rooms do not use it; Reader and Writer do, through value.hpp.
class Statement {
public:
    Statement(SQLite::Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement const&) = delete;
    Statement& operator=(Statement const&) = delete;

    // Positions of parameters start at 1. Strings, views and blobs must outlive the run, except
    // views, which are copied here.
    void bind_null(int at);
    void bind_int(int at, std::int64_t value);
    void bind_real(int at, double value);
    void bind_text(int at, std::string const& value);
    void bind_text(int at, std::string_view value);
    void bind_blob(int at, std::string_view bytes);
    void expect_binds(int count);

    // True while there is a row.
    bool step();
    // Lets go of the row, the locks and the bound values.
    void reset() noexcept;

    // Positions of columns start at 0. The view lives until the next step.
    int columns() const;
    bool is_null(int at) const;
    std::int64_t int_at(int at) const;
    double real_at(int at) const;
    std::string_view bytes_at(int at) const;

    bool is_busy() const { return m_busy; }
    void set_busy(bool busy) { m_busy = busy; }
    [[noreturn]] void refuse(std::string_view why) const;

private:
    sqlite3* m_handle;
    std::unique_ptr<SQLite::Statement> m_statement;
    std::deque<std::string> m_held;
    bool m_busy = false;
};

}  // namespace db

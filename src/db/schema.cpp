#include "db/schema.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "db/reader.hpp"

namespace db {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::string_view Marker = "-- part: ";

std::string_view name_of(Part part) { return part == Part::control ? "control" : "workspace"; }

bool has_schema(Connection& connection)
{
    return Reader(connection).one<bool>(R"sql(SELECT count(*) > 0 FROM sqlite_schema)sql");
}

// A number is all that is put into the text, and PRAGMA cannot bind it.
void set_version(Connection& connection, int version)
{
    connection.run_script("PRAGMA user_version = " + std::to_string(version));
}

// A rebuilt table is dropped while others point at it; the check before the commit stands in.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(Connection& connection) : m_connection(connection)
    {
        m_connection.run_script("PRAGMA foreign_keys = OFF");
    }
    ~ForeignKeysOff() { m_connection.run_script("PRAGMA foreign_keys = ON"); }
    ForeignKeysOff(ForeignKeysOff const&) = delete;
    ForeignKeysOff& operator=(ForeignKeysOff const&) = delete;

private:
    Connection& m_connection;
};

void run_step(Connection& connection, std::string_view sql, int from, int to)
{
    ForeignKeysOff const off(connection);
    Transaction tx(connection);
    // Another process may have been quicker.
    if (connection.user_version() != from)
        return;
    connection.run_script(sql);
    auto const orphan = tx.writer().maybe<std::string>(
        R"sql(SELECT "table" FROM pragma_foreign_key_check)sql");
    if (orphan)
        throw Broken(SQLITE_CONSTRAINT_FOREIGNKEY,
                     "migration " + std::to_string(to) + " leaves orphans in " + *orphan);
    set_version(connection, to);
    tx.commit();
}

// Without comments, and with blanks only where two words would run together.
std::string bare(std::string_view sql)
{
    static constexpr std::string_view Signs = "(),=<>|+-*/;";
    std::string out;
    bool gap = false;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql.substr(i, 2) == "--") {
            i = std::min(sql.find('\n', i), sql.size());
            gap = true;
        } else if (sql[i] == '\'' || sql[i] == '"') {
            auto const end = std::min(sql.find(sql[i], i + 1), sql.size() - 1);
            out.append(gap ? " " : "").append(sql.substr(i, end - i + 1));
            gap = false;
            i = end;
        } else if (sql[i] == ' ' || sql[i] == '\n' || sql[i] == '\t' || sql[i] == '\r') {
            gap = true;
        } else {
            auto const sign = Signs.find(sql[i]) != Signs.npos;
            if (gap && !sign && !out.empty() && Signs.find(out.back()) == Signs.npos)
                out.push_back(' ');
            out.push_back(sql[i]);
            gap = false;
        }
    }
    return out;
}

}  // namespace

std::string_view part_of(std::string_view schema, Part part)
{
    auto const wanted = std::string(Marker) + std::string(name_of(part)) + "\n";
    auto const begin = schema.find(wanted);
    if (begin == schema.npos)
        return {};
    auto const end = schema.find(Marker, begin + wanted.size());
    return schema.substr(begin, end == schema.npos ? end : end - begin);
}

Schema embedded_schema(Part part)
{
    Schema schema{part_of(base::embedded_schema(), part), {}};
    auto const folder = "db/migrations/" + std::string(name_of(part)) + "/";
    for (auto const& file : base::embedded_files()) {
        if (!file.name.starts_with(folder))
            continue;
        auto const name = file.name.substr(folder.size());
        int number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        schema.past.push_back({number, file.text});
    }
    std::sort(schema.past.begin(), schema.past.end(),
              [](auto const& a, auto const& b) { return a.number < b.number; });
    return schema;
}

Result<void> bring_up_to_date(Connection& connection, Schema const& schema)
{
    auto const found = connection.user_version();
    if (found > schema.version())
        return Error{Fault::conflict, "newer_schema",
                     "the file has schema " + std::to_string(found) + ", this program knows " +
                         std::to_string(schema.version())};
    if (found == 0 && !has_schema(connection)) {
        run_step(connection, schema.present, 0, schema.version());
        return {};
    }
    for (auto const& step : schema.past)
        if (step.number > found)
            run_step(connection, step.sql, step.number - 1, step.number);
    return {};
}

std::string described_schema(Connection& connection)
{
    std::string text;
    auto const objects = Reader(connection)
                             .all<std::tuple<std::string, std::string, std::string>>(
                                 R"sql(
            SELECT type, name, coalesce(sql, '') FROM sqlite_schema
             WHERE name NOT LIKE 'sqlite\_stat%' ESCAPE '\'
             ORDER BY type, name
        )sql");
    for (auto const& [type, name, sql] : objects)
        text.append(type).append(" ").append(name).append(": ").append(bare(sql)).append("\n");
    return text;
}

}  // namespace db

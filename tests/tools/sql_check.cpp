// Prepares every R"sql( )sql" literal of the stores against schema.sql and looks at how SQLite
// would carry it out. Usage: sql_check TOP-FOLDER; run by .ci/sql.
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Literal {
    std::string where;
    std::string text;
    bool in_store;
};

int failures = 0;

void fail(std::string const& where, std::string const& why)
{
    std::cout << "FAIL sql: " << where << ": " << why << '\n';
    ++failures;
}

std::string read_file(fs::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// The parts of schema.sql, each below its line `-- part: NAME`.
std::map<std::string, std::string> parts_of(std::string const& schema)
{
    std::map<std::string, std::string> parts;
    std::string current;
    std::istringstream lines(schema);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("-- part: "))
            current = line.substr(9);
        else if (!current.empty())
            parts[current] += line + '\n';
    }
    return parts;
}

std::vector<Literal> literals_of(fs::path const& top)
{
    std::vector<Literal> found;
    for (auto const& entry : fs::recursive_directory_iterator(top / "src")) {
        auto const extension = entry.path().extension();
        if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp"))
            continue;
        auto const name = entry.path().lexically_relative(top).generic_string();
        if (name.starts_with("src/db/"))
            continue;
        auto const text = read_file(entry.path());
        std::string const opening = "R\"sql(";
        for (std::size_t at = text.find(opening); at != std::string::npos;
             at = text.find(opening, at + 1)) {
            auto const begin = at + opening.size();
            auto const end = text.find(")sql\"", begin);
            auto const line = 1 + std::count(text.begin(),
                                             text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            found.push_back({name + ":" + std::to_string(line), text.substr(begin, end - begin),
                             name.ends_with("store.cpp")});
        }
    }
    std::ranges::sort(found, {}, &Literal::where);
    return found;
}

sqlite3* open_with(std::string const& schema, std::string const& part)
{
    sqlite3* db = nullptr;
    sqlite3_open(":memory:", &db);
    char* error = nullptr;
    if (sqlite3_exec(db, schema.c_str(), nullptr, nullptr, &error) != SQLITE_OK) {
        fail("schema.sql", "part " + part + ": " + error);
        sqlite3_free(error);
    }
    return db;
}

bool only_blanks_or_comments(std::string const& text)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        auto const first = line.find_first_not_of(" \t\r");
        if (first != std::string::npos && line.compare(first, 2, "--") != 0)
            return false;
    }
    return true;
}

// Words of a statement; everything else is one blank.
std::vector<std::string> words_of(std::string const& text)
{
    std::vector<std::string> words(1);
    for (char const c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '(' || c == ')') {
            if (c == '(' || c == ')') {
                words.emplace_back(1, c);
                words.emplace_back();
            } else {
                words.back() += c;
            }
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase(words, "");
    return words;
}

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

// Names inside the statement that are no tables: common table expressions and named subqueries.
std::set<std::string> inner_names(std::string const& text)
{
    std::set<std::string> names;
    auto const words = words_of(text);
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (upper(words[i + 1]) == "AS" && words[i + 2] == "(")
            names.insert(words[i]);
        if (words[i] == ")" && upper(words[i + 1]) == "AS")
            names.insert(words[i + 2]);
        if (words[i] == ")")
            names.insert(words[i + 1]);
    }
    // WITH name(columns) AS (...)
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (upper(words[i]) == "WITH" || upper(words[i]) == "RECURSIVE")
            names.insert(words[i + 1]);
    return names;
}

// Walking all of a partial index is what the index is for.
bool walks_partial_index(sqlite3* db, std::string const& detail)
{
    auto const at = detail.find(" INDEX ");
    if (at == std::string::npos)
        return false;
    std::istringstream words(detail.substr(at + 7));
    std::string index;
    words >> index;
    sqlite3_stmt* look = nullptr;
    sqlite3_prepare_v2(db, "SELECT sql LIKE '% WHERE %' FROM sqlite_schema WHERE name = ?1", -1,
                       &look, nullptr);
    sqlite3_bind_text(look, 1, index.c_str(), -1, SQLITE_TRANSIENT);
    bool const partial = sqlite3_step(look) == SQLITE_ROW && sqlite3_column_int(look, 0) == 1;
    sqlite3_finalize(look);
    return partial;
}

// What SQLite says of a full scan of a real table; empty when there is none.
std::string scan_in(sqlite3* db, std::string const& text)
{
    sqlite3_stmt* plan = nullptr;
    if (sqlite3_prepare_v2(db, ("EXPLAIN QUERY PLAN " + text).c_str(), -1, &plan, nullptr) !=
        SQLITE_OK)
        return "its plan cannot be shown";
    auto const inner = inner_names(text);
    std::string found;
    while (sqlite3_step(plan) == SQLITE_ROW) {
        std::string const detail = reinterpret_cast<char const*>(sqlite3_column_text(plan, 3));
        if (!detail.starts_with("SCAN "))
            continue;
        std::istringstream words(detail.substr(5));
        std::string name;
        words >> name;
        bool const a_table = name[0] != '(' && detail.find("CONSTANT ROW") == std::string::npos &&
                             detail.find("VALUES CLAUSE") == std::string::npos &&
                             detail.find("VIRTUAL TABLE") == std::string::npos &&
                             !inner.contains(name);
        if (a_table && !walks_partial_index(db, detail))
            found = detail;
    }
    sqlite3_finalize(plan);
    return found;
}

}  // namespace

int main(int argc, char** argv)
{
    fs::path const top = argc > 1 ? argv[1] : ".";
    if (!fs::exists(top / "schema.sql")) {
        std::cout << "FAIL sql: there is no schema.sql\n";
        return 1;
    }
    std::map<std::string, sqlite3*> files;
    for (auto const& [part, schema] : parts_of(read_file(top / "schema.sql")))
        files[part] = open_with(schema, part);
    if (files.empty())
        fail("schema.sql", "no line `-- part: NAME`");

    int good = 0;
    for (auto const& literal : literals_of(top)) {
        if (!literal.in_store) {
            fail(literal.where, "SQL stands in a file named store.cpp or NOUN_store.cpp");
            continue;
        }
        std::string why;
        std::string scan;
        bool fits = false;
        // A room's statements are for its own kind of file; only control has its tables in control.db.
        std::vector<std::string> order{"workspace", "control"};
        if (literal.where.starts_with("src/control/"))
            std::ranges::reverse(order);
        for (auto const& part : order) {
            if (!files.contains(part))
                continue;
            auto* const db = files[part];
            sqlite3_stmt* statement = nullptr;
            char const* tail = nullptr;
            if (sqlite3_prepare_v3(db, literal.text.c_str(), -1, 0, &statement, &tail) !=
                SQLITE_OK) {
                why += " (" + part + ": " + sqlite3_errmsg(db) + ")";
                continue;
            }
            sqlite3_finalize(statement);
            fits = true;
            if (!only_blanks_or_comments(tail))
                fail(literal.where, "one literal, one statement");
            scan = scan_in(db, literal.text);
            break;
        }
        if (!fits)
            fail(literal.where, "does not prepare:" + why);
        else if (!scan.empty() && literal.text.find("-- scan: ") == std::string::npos)
            fail(literal.where, scan + "; an index, or `-- scan: why` in the literal");
        else
            ++good;
    }
    for (auto const& [part, db] : files)
        sqlite3_close(db);
    if (failures == 0)
        std::cout << "ok sql: " << good << " statements\n";
    return failures == 0 ? 0 : 1;
}

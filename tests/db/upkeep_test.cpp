#include "db/upkeep.hpp"

#include <doctest/doctest.h>

#include "db/reader.hpp"
#include "disk.hpp"
#include "scratch.hpp"

namespace db {

namespace {

constexpr Sql NoteCount = R"sql(SELECT count(*) FROM note)sql";

Connection notes(std::string const& path, int rows)
{
    auto connection = opened(test_file(path), OpenMode::create);
    connection.run_script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
    Transaction tx(connection);
    for (int i = 0; i < rows; ++i)
        tx.writer().run(R"sql(INSERT INTO note (text) VALUES (?1))sql", std::string(900, 'x'));
    tx.commit();
    return connection;
}

}  // namespace

TEST_CASE("upkeep: a copy holds one moment of the file, whatever is written meanwhile")
{
    Scratch scratch;
    auto writing = notes(scratch / "a.db", 10'000);
    auto source = opened(test_file(scratch / "a.db"), OpenMode::read);
    int steps = 0;
    REQUIRE(copy_file(source, test_file(scratch / "copy.db"), [&](int done, int all) {
        CHECK(done <= all);
        ++steps;
        Writer(writing).run(R"sql(INSERT INTO note (text) VALUES ('meanwhile'))sql");
        return true;
    }));
    CHECK(steps >= 2);
    CHECK(Reader(writing).one<int>(NoteCount) == 10'000 + steps);
    CHECK_FALSE(std::filesystem::exists(scratch / "copy.db-wal"));
    CHECK_FALSE(std::filesystem::exists(scratch / "copy.db-journal"));
    auto copy = opened(test_file(scratch / "copy.db"), OpenMode::write);
    CHECK(Reader(copy).one<int>(NoteCount) == 10'000);
    CHECK(check_file(copy, Check::full).ok());
    CHECK(Reader(copy).one<std::string>(R"sql(PRAGMA journal_mode)sql") == "wal");
    CHECK(bytes_of(scratch / "copy.db").find("xxxx") == std::string::npos);
}

TEST_CASE("upkeep: a copy may have another key")
{
    Scratch scratch;
    auto source = notes(scratch / "a.db", 100);
    REQUIRE(copy_file(source, foreign_file(scratch / "copy.db")));
    CHECK_FALSE(Connection::open(test_file(scratch / "copy.db"), OpenMode::read));
    auto copy = opened(foreign_file(scratch / "copy.db"), OpenMode::read);
    CHECK(Reader(copy).one<int>(NoteCount) == 100);
    CHECK(mark_of(scratch / "copy.db") == foreign_file("").key.mark);
}

TEST_CASE("upkeep: a copy that is stopped, or finds no room, leaves nothing behind")
{
    Scratch scratch;
    disk::watch_writes();
    auto source = notes(scratch / "a.db", 10'000);
    auto const target = test_file(scratch / "copy.db");
    CHECK(copy_file(source, target, [](int, int) { return false; }).error().code == "copy_stopped");
    CHECK_FALSE(std::filesystem::exists(target.path));
    auto const full = copy_file(source, target, [](int, int) {
        disk::g_is_full = true;
        return true;
    });
    disk::g_is_full = false;
    REQUIRE_FALSE(full);
    CHECK(full.error().code == "disk_full");
    CHECK_FALSE(std::filesystem::exists(target.path));
    REQUIRE(copy_file(source, target));
    CHECK(copy_file(source, target).error().code == "db_exists");
    CHECK(std::filesystem::exists(target.path));
}

TEST_CASE("upkeep: checks find damage in pages and orphans between tables")
{
    Scratch scratch;
    {
        auto connection = notes(scratch / "a.db", 500);
        CHECK(check_file(connection, Check::quick).ok());
        CHECK(check_file(connection, Check::full).ok());
        connection.run_script("PRAGMA foreign_keys = OFF;"
                              "CREATE TABLE reply (note_id INTEGER REFERENCES note (id)) STRICT;"
                              "INSERT INTO reply VALUES (77777)");
        CHECK(check_file(connection, Check::quick).ok());
        CHECK(check_file(connection, Check::full).error().code == "db_damaged");
    }
    flip(scratch / "a.db", 20 * 4096 + 5);
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::read);
    CHECK(check_file(connection, Check::quick).error().code == "db_damaged");
}

TEST_CASE("upkeep: a file gets a new key, and the old one opens it no more")
{
    Scratch scratch;
    auto const path = scratch / "a.db";
    notes(path, 300);
    CHECK(mark_of(path) == test_file("").key.mark);
    REQUIRE(rekey_file(test_file(path), foreign_file(path).key));
    CHECK(mark_of(path) == foreign_file("").key.mark);
    CHECK(Connection::open(test_file(path), OpenMode::read).error().code == "db_wrong_key");
    auto connection = opened(foreign_file(path), OpenMode::write);
    CHECK(Reader(connection).one<int>(NoteCount) == 300);
    CHECK_FALSE(std::filesystem::exists(path + ".rekey"));
    // Somebody has it open.
    CHECK(rekey_file(foreign_file(path), test_file(path).key).error().code == "db_in_use");
    CHECK(Reader(connection).one<int>(NoteCount) == 300);
    CHECK_FALSE(mark_of(scratch / "none").has_value());
}

}  // namespace db

#include "db/connection.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "db/reader.hpp"
#include "scratch.hpp"

namespace db {

namespace {

std::string refusal(File const& file, OpenMode mode)
{
    auto const connection = Connection::open(file, mode);
    return connection ? "" : connection.error().code;
}

void fill(Connection& connection, int rows)
{
    connection.run_script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
    Transaction tx(connection);
    for (int i = 0; i < rows; ++i)
        tx.writer().run(R"sql(INSERT INTO note (text) VALUES (?1))sql",
                        "a very secret message " + std::string(200, 'x'));
    tx.commit();
}

}  // namespace

TEST_CASE("connection: a new file is private, encrypted, and carries the mark of its key")
{
    Scratch scratch;
    auto const path = scratch / "a.db";
    {
        auto connection = opened(test_file(path), OpenMode::create);
        fill(connection, 50);
        CHECK(bytes_of(path + "-wal").find("secret") == std::string::npos);
    }
    auto const bytes = bytes_of(path);
    CHECK(bytes.size() > 10'000);
    CHECK(bytes.find("secret") == std::string::npos);
    CHECK(bytes.find("SQLite format") == std::string::npos);
    CHECK(bytes.substr(0, 4) == std::string("\xA1\xA2\xA3\x00", 4));
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("connection: the promised settings hold")
{
    Scratch scratch;
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    Reader const db(connection);

    CHECK(db.one<std::string>(R"sql(PRAGMA journal_mode)sql") == "wal");
    CHECK(db.one<int>(R"sql(PRAGMA synchronous)sql") == 2);
    CHECK(db.one<bool>(R"sql(PRAGMA foreign_keys)sql"));
    CHECK(db.one<int>(R"sql(PRAGMA secure_delete)sql") == 1);
    CHECK_FALSE(db.one<bool>(R"sql(PRAGMA trusted_schema)sql"));
    CHECK(db.one<bool>(R"sql(PRAGMA cell_size_check)sql"));
    CHECK(db.one<int>(R"sql(PRAGMA busy_timeout)sql") == 2000);
    CHECK(db.one<int>(R"sql(PRAGMA journal_size_limit)sql") == 67108864);
    CHECK(db.one<int>(R"sql(PRAGMA wal_autocheckpoint)sql") == 0);
    CHECK(db.one<int>(R"sql(PRAGMA temp_store)sql") == 2);
    CHECK(db.maybe<int>(R"sql(PRAGMA mmap_size)sql").value_or(0) == 0);
    // Defensive mode: the schema cannot be edited as a table.
    CHECK_THROWS_AS(connection.run_script("PRAGMA writable_schema = ON;"
                                          "DELETE FROM sqlite_schema"),
                    Broken);
}

TEST_CASE("connection: a missing file, a second creation, a wrong key and damage are told apart")
{
    Scratch scratch;
    auto const path = scratch / "a.db";
    CHECK(refusal(test_file(path), OpenMode::write) == "db_missing");
    CHECK(refusal(test_file(scratch / "no/such/folder.db"), OpenMode::create) == "db_missing");
    {
        auto connection = opened(test_file(path), OpenMode::create);
        fill(connection, 200);
    }
    CHECK(refusal(test_file(path), OpenMode::create) == "db_exists");
    CHECK(refusal(foreign_file(path), OpenMode::write) == "db_wrong_key");
    CHECK(refusal(foreign_file(path), OpenMode::read) == "db_wrong_key");
    CHECK(refusal(test_file(path), OpenMode::read) == "");

    flip(path, 700);
    CHECK(refusal(test_file(path), OpenMode::read) == "db_damaged");
    CHECK(refusal(foreign_file(path), OpenMode::read) == "db_wrong_key");
    flip(path, 700);
    CHECK(refusal(test_file(path), OpenMode::write) == "");

    std::filesystem::resize_file(path, 9);
    CHECK(refusal(test_file(path), OpenMode::write) == "db_damaged");
}

TEST_CASE("connection: one flipped byte in any page is noticed, not served")
{
    Scratch scratch;
    auto const path = scratch / "a.db";
    {
        auto connection = opened(test_file(path), OpenMode::create);
        fill(connection, 200);
    }
    auto const size = std::filesystem::file_size(path);
    for (std::size_t at = 4096 + 100; at < size; at += 4096) {
        flip(path, at);
        auto connection = opened(test_file(path), OpenMode::read);
        bool noticed = false;
        try {
            Reader(connection).all<std::string>(R"sql(SELECT text FROM note ORDER BY id)sql");
            // A page that this query does not need.
            Reader(connection).all<std::string>(R"sql(PRAGMA integrity_check)sql");
        } catch (Broken const& e) {
            noticed = e.is_damaged();
        }
        CHECK(noticed);
        flip(path, at);
    }
}

TEST_CASE("connection: a reader cannot write")
{
    Scratch scratch;
    auto writer = opened(test_file(scratch / "a.db"), OpenMode::create);
    fill(writer, 1);
    auto reader = opened(test_file(scratch / "a.db"), OpenMode::read);
    CHECK_THROWS_AS(Writer(reader).run(R"sql(DELETE FROM note)sql"), Broken);
    CHECK(Reader(reader).one<int>(R"sql(SELECT count(*) FROM note)sql") == 1);
}

TEST_CASE("connection: both ciphers are read, whichever the machine prefers")
{
    Scratch scratch;
    auto const other = best_cipher() == Cipher::aegis ? Cipher::chacha20 : Cipher::aegis;
    {
        auto connection = std::move(Connection::open(test_file(scratch / "a.db"), OpenMode::create,
                                                     1024, other))
                              .value();
        fill(connection, 3);
    }
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::write);
    CHECK(connection.cipher() == other);
    CHECK(Reader(connection).one<int>(R"sql(SELECT count(*) FROM note)sql") == 3);
}

TEST_CASE("connection: data_version moves when somebody else commits")
{
    Scratch scratch;
    auto ours = opened(test_file(scratch / "a.db"), OpenMode::create);
    fill(ours, 1);
    auto const before = ours.data_version();
    auto theirs = opened(test_file(scratch / "a.db"), OpenMode::write);
    CHECK(ours.data_version() == before);
    Writer(theirs).run(R"sql(INSERT INTO note (text) VALUES ('hello'))sql");
    CHECK(ours.data_version() != before);
}

}  // namespace db

#include "db/schema.hpp"

#include <doctest/doctest.h>

#include "base/embedded.hpp"
#include "db/reader.hpp"
#include "scratch.hpp"

namespace db {

namespace {

constexpr std::string_view First = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;";
constexpr std::string_view Second = "ALTER TABLE note ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';"
                                    "CREATE INDEX note_by_mood ON note (mood);";
constexpr std::string_view Now = R"sql(
    CREATE TABLE note (
        id   INTEGER PRIMARY KEY,  -- never used twice
        text TEXT, mood TEXT NOT NULL DEFAULT 'calm'
    ) STRICT;
    CREATE INDEX note_by_mood ON note (mood);
)sql";

int version_of(Connection& connection) { return connection.user_version(); }

}  // namespace

TEST_CASE("schema: a fresh file is made from the present")
{
    Scratch scratch;
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    REQUIRE(bring_up_to_date(connection, {Now, {{1, First}, {2, Second}}}));
    CHECK(version_of(connection) == 2);
    CHECK(Reader(connection).one<bool>(R"sql(PRAGMA foreign_keys)sql"));
    // A second time changes nothing.
    REQUIRE(bring_up_to_date(connection, {Now, {{1, First}, {2, Second}}}));
    CHECK(version_of(connection) == 2);
}

TEST_CASE("schema: the present equals the migrated past")
{
    Scratch scratch;
    auto fresh = opened(test_file(scratch / "fresh.db"), OpenMode::create);
    REQUIRE(bring_up_to_date(fresh, {Now, {{1, First}, {2, Second}}}));
    auto old = opened(test_file(scratch / "old.db"), OpenMode::create);
    REQUIRE(bring_up_to_date(old, {First, {{1, First}}}));
    Writer(old).run(R"sql(INSERT INTO note (text) VALUES ('kept'))sql");
    CHECK(described_schema(old) != described_schema(fresh));
    REQUIRE(bring_up_to_date(old, {Now, {{1, First}, {2, Second}}}));
    CHECK(described_schema(old) == described_schema(fresh));
    CHECK(Reader(old).one<std::string>(R"sql(SELECT text || mood FROM note)sql") == "keptcalm");
}

TEST_CASE("schema: a file written by a newer program is refused")
{
    Scratch scratch;
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    REQUIRE(bring_up_to_date(connection, {Now, {{1, First}, {2, Second}}}));
    auto const refused = bring_up_to_date(connection, {First, {{1, First}}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "newer_schema");
}

TEST_CASE("schema: a migration that fails leaves the file as it was")
{
    Scratch scratch;
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    REQUIRE(bring_up_to_date(connection, {First, {{1, First}}}));
    auto const before = described_schema(connection);
    CHECK_THROWS_AS(
        (void)bring_up_to_date(connection, {Now, {{1, First}, {2, "CREATE TABLE t (a); oh no;"}}}),
        Broken);
    CHECK_THROWS_AS(
        (void)bring_up_to_date(
            connection,
            {Now,
             {{1, First},
              {2, "CREATE TABLE t (a REFERENCES note (id)); INSERT INTO t VALUES (9)"}}}),
        Broken);
    CHECK(described_schema(connection) == before);
    CHECK(version_of(connection) == 1);
    CHECK(Reader(connection).one<bool>(R"sql(PRAGMA foreign_keys)sql"));
}

TEST_CASE("schema: both parts inside the program make a sound file, and equal their past")
{
    for (auto const part : {Part::control, Part::workspace}) {
        Scratch scratch;
        auto const schema = embedded_schema(part);
        CHECK(schema.present.size() > 100);
        auto fresh = opened(test_file(scratch / "fresh.db"), OpenMode::create);
        REQUIRE(bring_up_to_date(fresh, schema));
        CHECK(Reader(fresh).one<std::string>(R"sql(PRAGMA integrity_check)sql") == "ok");

        auto migrated = opened(test_file(scratch / "old.db"), OpenMode::create);
        int number = 0;
        for (auto const& step : schema.past) {
            CHECK(step.number == ++number);
            migrated.run_script(step.sql);
        }
        if (number > 0)
            CHECK(described_schema(migrated) == described_schema(fresh));
    }
}

TEST_CASE("schema: parts are cut at their markers")
{
    static constexpr std::string_view Text =
        "-- intro\n-- part: control\nA;\n-- part: workspace\nB;\n";
    CHECK(part_of(Text, Part::control) == "-- part: control\nA;\n");
    CHECK(part_of(Text, Part::workspace) == "-- part: workspace\nB;\n");
    CHECK(part_of("A;", Part::control).empty());
}

}  // namespace db

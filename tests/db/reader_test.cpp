#include "db/reader.hpp"

#include <doctest/doctest.h>

#include "scratch.hpp"

namespace db {

namespace {

using namespace std::chrono_literals;

enum class Mood { calm, cross };
std::string_view to_column(Mood mood) { return mood == Mood::calm ? "calm" : "cross"; }
bool from_column(std::string_view text, Mood& mood)
{
    mood = text == "calm" ? Mood::calm : Mood::cross;
    return text == "calm" || text == "cross";
}

struct Note {
    base::MessageId id;
    std::string text;
    std::optional<std::string> reply;
    base::ContactId contact;
    Mood mood = Mood::calm;
    base::Instant written_at;

    static constexpr auto row()
    {
        return std::tuple{&Note::id,      &Note::text, &Note::reply,
                          &Note::contact, &Note::mood, &Note::written_at};
    }
};

struct Short {
    std::string text;
    static Short from(Columns& columns)
    {
        auto const id = columns.next<std::int64_t>();
        return {std::to_string(id) + ":" + columns.next<std::string>()};
    }
};

Connection notes(Scratch const& scratch)
{
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    connection.run_script(R"sql(
        CREATE TABLE contact (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE note (
            id INTEGER PRIMARY KEY, text TEXT NOT NULL, reply TEXT,
            contact_id INTEGER REFERENCES contact (id),
            mood TEXT NOT NULL, written_at INTEGER NOT NULL, raw BLOB, score REAL,
            UNIQUE (text)
        ) STRICT;
    )sql");
    return connection;
}

base::MessageId put(Writer const& db, std::string_view text, Mood mood = Mood::calm)
{
    return db.insert<base::MessageId>(R"sql(
        INSERT INTO note (text, reply, contact_id, mood, written_at) VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                                      text, std::optional<std::string>(), base::ContactId{}, mood,
                                      base::Instant{1700});
}

}  // namespace

TEST_CASE("reader: a struct comes back as it went in")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    db.run(R"sql(INSERT INTO contact (id) VALUES (?1))sql", base::ContactId{5});
    auto const id = db.insert<base::MessageId>(R"sql(
        INSERT INTO note (text, reply, contact_id, mood, written_at) VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                                               std::string("salam\0 pagi", 11), "apa kabar",
                                               base::ContactId{5}, Mood::cross, base::Instant{123});

    auto const note = db.one<Note>(R"sql(
        SELECT id, text, reply, contact_id, mood, written_at FROM note WHERE id = ?1
    )sql",
                                   id);
    CHECK(note.id == id);
    CHECK(note.text == std::string("salam\0 pagi", 11));
    CHECK(note.reply == "apa kabar");
    CHECK(note.contact == base::ContactId{5});
    CHECK(note.mood == Mood::cross);
    CHECK(note.written_at == base::Instant{123});
}

TEST_CASE("reader: nothing is NULL, and no id is NULL")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "x");
    auto const note = db.one<Note>(
        R"sql(SELECT id, text, reply, contact_id, mood, written_at FROM note)sql");
    CHECK_FALSE(note.reply);
    CHECK_FALSE(note.contact);
    CHECK(db.one<bool>(R"sql(SELECT reply IS NULL AND contact_id IS NULL FROM note)sql"));
}

TEST_CASE("reader: numbers, blobs, durations, tuples and rows with a function of their own")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "x");
    std::string const bytes("\0\xFF\n", 3);
    CHECK(db.run(R"sql(UPDATE note SET raw = ?1, score = ?2, written_at = ?3)sql", Blob(bytes), 0.5,
                 2s) == 1);
    CHECK(db.one<std::tuple<std::string, double, std::chrono::milliseconds>>(
              R"sql(SELECT raw, score, written_at FROM note)sql") ==
          std::tuple{bytes, 0.5, 2000ms});
    CHECK(db.one<Short>(R"sql(SELECT id, text FROM note)sql").text == "1:x");

    db.run(R"sql(UPDATE note SET raw = ?1)sql", Blob(std::string_view()));
    CHECK(db.one<std::optional<std::string>>(R"sql(SELECT raw FROM note)sql") == "");
    db.run(R"sql(UPDATE note SET raw = ?1)sql", nullptr);
    CHECK_FALSE(db.one<std::optional<std::string>>(R"sql(SELECT raw FROM note)sql"));
    CHECK(db.one<bool>(R"sql(SELECT ?1 AND ?2 > 4294967295)sql", true, std::int64_t(1) << 40));
}

TEST_CASE("reader: all, maybe and each give the rows in order")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "a");
    put(db, "b");
    CHECK(db.all<std::string>(R"sql(SELECT text FROM note ORDER BY id)sql") ==
          std::vector<std::string>{"a", "b"});
    CHECK(db.maybe<int>(R"sql(SELECT id FROM note WHERE text = ?1)sql", "b") == 2);
    CHECK_FALSE(db.maybe<int>(R"sql(SELECT id FROM note WHERE text = ?1)sql", "c"));

    // The same statement inside its own rows gets a second copy.
    std::string seen;
    static constexpr Sql Texts = R"sql(SELECT text FROM note ORDER BY id)sql";
    db.each<std::string>(Texts, [&](std::string const& text) {
        seen += text + ":";
        for (auto const& inner : db.all<std::string>(Texts))
            seen += inner;
        seen += " ";
    });
    CHECK(seen == "a:ab b:ab ");
}

TEST_CASE("reader: rows that do not fit their statement are refused")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "a");
    CHECK_THROWS_AS((db.one<std::tuple<int, int>>(R"sql(SELECT id FROM note)sql")), Broken);
    CHECK_THROWS_AS(db.one<std::tuple<int>>(R"sql(SELECT id, text FROM note)sql"), Broken);
    CHECK_THROWS_AS(db.one<std::string>(R"sql(SELECT reply FROM note)sql"), Broken);
    CHECK_THROWS_AS(db.one<Mood>(R"sql(SELECT text FROM note)sql"), Broken);
    CHECK_THROWS_AS(db.one<int>(R"sql(SELECT id FROM note WHERE id = 99)sql"), Broken);
    CHECK_THROWS_AS(db.all<int>(R"sql(SELECT id FROM note WHERE id = ?1)sql"), Broken);
    CHECK_THROWS_AS(db.all<int>(R"sql(SELECT id FROM nothing)sql"), Broken);
    // And the connection goes on working.
    CHECK(db.one<int>(R"sql(SELECT count(*) FROM note)sql") == 1);
}

TEST_CASE("writer: a second one of something unique is told from other constraints")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "a");
    auto const again = [&](std::string_view text, std::string_view mood) {
        return db.try_insert<base::MessageId>(
            R"sql(INSERT INTO note (text, mood, written_at) VALUES (?1, ?2, 0))sql", text, mood);
    };
    CHECK_FALSE(again("a", "calm"));
    CHECK(again("b", "calm") == base::MessageId{2});
    auto const lone = [&] {
        return db.try_insert(R"sql(
            INSERT INTO note (text, mood, written_at) VALUES ('a', 'calm', 0) ON CONFLICT DO NOTHING
        )sql");
    };
    CHECK_FALSE(lone());
    try {
        db.run(R"sql(UPDATE note SET contact_id = 77)sql");
        FAIL("a contact that is not there was accepted");
    } catch (Broken const& e) {
        CHECK(e.is_constraint());
        CHECK_FALSE(e.is_unique());
    }
    CHECK_THROWS_AS(db.try_insert(R"sql(INSERT INTO note (text, mood, written_at)
                                        VALUES (NULL, 'calm', 0))sql"),
                    Broken);
}

TEST_CASE("writer: RETURNING gives the changed rows")
{
    Scratch scratch;
    auto connection = notes(scratch);
    Writer const db(connection);
    put(db, "a");
    put(db, "b");
    CHECK(db.all<std::string>(R"sql(UPDATE note SET mood = ?1 RETURNING text)sql", Mood::cross) ==
          std::vector<std::string>{"a", "b"});
    CHECK(db.maybe<int>(R"sql(DELETE FROM note RETURNING id)sql"));
    CHECK(db.one<int>(R"sql(SELECT count(*) FROM note)sql") == 0);
}

TEST_CASE("transaction: what is not committed is undone, and a snapshot does not move")
{
    Scratch scratch;
    auto connection = notes(scratch);
    auto second = opened(test_file(scratch / "a.db"), OpenMode::read);
    static constexpr Sql Count = R"sql(SELECT count(*) FROM note)sql";
    {
        Transaction tx(connection);
        put(tx.writer(), "a");
    }
    CHECK(Reader(connection).one<int>(Count) == 0);
    Snapshot const before{Reader(second)};
    CHECK(Reader(second).one<int>(Count) == 0);
    {
        Transaction tx(connection);
        put(tx.writer(), "a");
        tx.commit();
    }
    CHECK(Reader(connection).one<int>(Count) == 1);
    CHECK(Reader(second).one<int>(Count) == 0);
}

}  // namespace db

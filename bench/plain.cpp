#include "plain.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "sentences.hpp"

namespace bench {

namespace {

constexpr std::int64_t InTransaction = 50'000;

class Plain {
public:
    explicit Plain(std::string const& path)
    {
        sqlite3* opened = nullptr;
        auto const result = sqlite3_open(path.c_str(), &opened);
        m_db.reset(opened);
        check(result);
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA cache_size = -1048576");
        run("CREATE TABLE message (id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL,"
            " direction TEXT NOT NULL, body TEXT NOT NULL, external_id TEXT NOT NULL,"
            " at INTEGER NOT NULL) STRICT");
        run("CREATE VIRTUAL TABLE message_text USING fts5 (body, content = 'message',"
            " content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '3')");
    }

    void fill(std::int64_t conversations, std::int64_t messages)
    {
        auto const row = prepared("INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        auto const words = prepared("INSERT INTO message_text (rowid, body) VALUES (?1, ?2)");
        Chance chance;
        for (std::int64_t i = 0; i < messages; ++i) {
            if (i % InTransaction == 0)
                run(i == 0 ? "BEGIN" : "COMMIT; BEGIN");
            auto const text = sentence(chance, i);
            auto const external = "wamid.BENCH" + std::to_string(i);
            sqlite3_bind_int64(row.get(), 1, i + 1);
            sqlite3_bind_int64(row.get(), 2,
                               std::int64_t(chance.below(std::uint64_t(conversations))));
            bind(row.get(), 3, i % 2 == 0 ? "in" : "out");
            bind(row.get(), 4, text);
            bind(row.get(), 5, external);
            sqlite3_bind_int64(row.get(), 6, 1'700'000'000'000 + i * 400);
            step(row.get());
            sqlite3_bind_int64(words.get(), 1, i + 1);
            bind(words.get(), 2, text);
            step(words.get());
        }
        run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }

private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Close>;

    void check(int result) const
    {
        if (result != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_db.get()));
    }
    void run(char const* text) const
    {
        check(sqlite3_exec(m_db.get(), text, nullptr, nullptr, nullptr));
    }
    Statement prepared(char const* text) const
    {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v3(m_db.get(), text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        return Statement(made);
    }
    // `text` lives until the statement has run.
    static void bind(sqlite3_stmt* statement, int at, std::string_view text)
    {
        sqlite3_bind_text(statement, at, text.data(), int(text.size()), SQLITE_STATIC);
    }
    void step(sqlite3_stmt* statement) const
    {
        if (sqlite3_step(statement) != SQLITE_DONE)
            throw std::runtime_error(sqlite3_errmsg(m_db.get()));
        check(sqlite3_reset(statement));
    }

    std::unique_ptr<sqlite3, Close> m_db;
};

}  // namespace

int plain(std::string const& path, std::int64_t conversations, std::int64_t messages)
{
    try {
        Plain table(path);
        auto const start = std::chrono::steady_clock::now();
        table.fill(conversations, messages);
        std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
        std::printf("%.0f\n", double(messages) / took.count());
        return 0;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}

}  // namespace bench

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/broken.hpp"
#include "db/statement.hpp"

struct sqlite3;

namespace db {

// How pages are encrypted. AEGIS needs AES instructions to be fast; every build reads both.
enum class Cipher { aegis, chacha20 };
Cipher best_cipher();
std::string_view name_of(Cipher cipher);

// The key of one file. `bytes` points into memory its owner wipes and keeps for as long as anything
// opened with this key lives. `mark` becomes the file's first 16 bytes, in the clear: a one-way
// function of the key (crypto::file_mark), so that a wrong key and a damaged file are told apart.
struct Key {
    std::span<std::uint8_t const, 32> bytes;
    std::array<std::uint8_t, 16> mark;
};

struct File {
    std::string path;
    Key key;
};

enum class OpenMode {
    create,  // a new file, mode 0600; refused when there is one
    write,   // an existing file
    read,    // an existing file, this connection cannot change it
};

// An open encrypted file: WAL, synchronous=FULL, foreign keys, defensive mode, no memory map. One
// thread at a time. Statements are prepared once and kept; idle cost is some 100 KB.
class Connection {
public:
    // Refuses with `db_missing`, `db_exists`, `db_forbidden` (permissions), `db_wrong_key`,
    // `db_damaged`, `db_busy`, `disk_full`, `db_unreadable` (all else; detail says).
    // `cipher` is what a new file gets, and is tried first on an old one.
    static base::Result<Connection> open(File const& file, OpenMode mode, int cache_kib = 2048,
                                         Cipher cipher = best_cipher());

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    Cipher cipher() const;
    OpenMode mode() const;
    // To open it once more.
    File const& file() const;
    std::string const& path() const;

    // Changes when another connection, of this process or another, has committed.
    std::int64_t data_version();
    int user_version();
    // Gives memory of the page cache back.
    void shrink();
    // True between BEGIN and COMMIT. SQLite rolls back by itself after some failures.
    bool in_transaction() const;

    // Several statements at once, for schemas and migrations only; `text` must be ours.
    void run_script(std::string_view text);

    // For this room. The lease gives the statement back reset.
    class Lease {
    public:
        Lease(Statement& statement, std::unique_ptr<Statement> own)
            : m_statement(&statement), m_own(std::move(own))
        {
        }
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease()
        {
            m_statement->reset();
            m_statement->set_busy(false);
        }
        Statement& operator*() const { return *m_statement; }
        Statement* operator->() const { return m_statement; }

    private:
        Statement* m_statement;
        std::unique_ptr<Statement> m_own;
    };
    Lease prepared(Sql sql);
    sqlite3* handle() const;
    std::int64_t last_insert_id() const;
    int changes() const;

private:
    struct State;
    explicit Connection(std::unique_ptr<State> state);
    static base::Result<Connection> open_present(File const& file, OpenMode mode, int cache_kib,
                                                 Cipher first, bool marked);
    std::unique_ptr<State> m_state;
};

}  // namespace db

#include "db/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <unordered_map>

#include "db/rethrow.hpp"

// Before 3.51.3 a reset of the write-ahead log could corrupt the file (sqlite.org/changes.html).
static_assert(SQLITE_VERSION_NUMBER >= 3051003, "SQLite is too old");

namespace db {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr int BusyMillis = 2000;
constexpr std::size_t MarkSize = 16;

Error refusal_of(int error, std::string const& path)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return {Fault::not_found, "db_missing", path};
    case EEXIST: return {Fault::conflict, "db_exists", path};
    case EACCES:
    case EPERM:
    case EROFS: return {Fault::unavailable, "db_forbidden", path};
    case ENOSPC:
    case EDQUOT: return {Fault::unavailable, "disk_full", path};
    default:
        return {Fault::unavailable, "db_unreadable",
                path + ": " + std::generic_category().message(error)};
    }
}

Result<void> create_empty(std::string const& path)
{
    auto const fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return refusal_of(errno, path);
    ::close(fd);
    return {};
}

// Whether the file carries the mark of this key.
Result<bool> has_mark(File const& file)
{
    auto const fd = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refusal_of(errno, file.path);
    std::uint8_t head[MarkSize] = {};
    auto const got = ::pread(fd, head, sizeof head, 0);
    auto const error = errno;
    ::close(fd);
    if (got < 0)
        return refusal_of(error, file.path);
    if (got < ssize_t(sizeof head))
        return Error{Fault::unavailable, "db_damaged", file.path + ": shorter than a header"};
    return std::memcmp(head, file.key.mark.data(), MarkSize) == 0;
}

void set_key(sqlite3* handle, Key const& key, Cipher cipher)
{
    auto const index = sqlite3mc_cipher_index(std::string(name_of(cipher)).c_str());
    if (index < 0 || sqlite3mc_config(handle, "cipher", index) != index)
        throw Broken(SQLITE_MISUSE, "this SQLite has no cipher " + std::string(name_of(cipher)));
    // "raw:", the key, and the salt, which a file keeps in its first 16 bytes
    // (utelle.github.io/SQLite3MultipleCiphers, key derivation, read 2026-11-20).
    char text[4 + 32 + MarkSize] = {'r', 'a', 'w', ':'};
    std::memcpy(text + 4, key.bytes.data(), key.bytes.size());
    std::memcpy(text + 4 + 32, key.mark.data(), key.mark.size());
    auto const result = sqlite3_key(handle, text, sizeof text);
    explicit_bzero(text, sizeof text);
    check(handle, result, "key");
}

}  // namespace

std::string_view name_of(Cipher cipher) { return cipher == Cipher::aegis ? "aegis" : "chacha20"; }

Cipher best_cipher()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("aes") ? Cipher::aegis : Cipher::chacha20;
#elif defined(__aarch64__)
    return (getauxval(AT_HWCAP) & HWCAP_AES) != 0 ? Cipher::aegis : Cipher::chacha20;
#else
    return Cipher::chacha20;
#endif
}

struct Connection::State {
    File file;
    OpenMode mode;
    Cipher cipher;
    SQLite::Database database;
    // By the literal's address; statements go before the database does.
    std::unordered_map<char const*, std::unique_ptr<Statement>> statements = {};

    State(File const& f, OpenMode m, Cipher c)
        : file(f),
          mode(m),
          cipher(c),
          database(f.path,
                   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                       (m == OpenMode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE),
                   BusyMillis)
    {
    }

    void run(char const* text)
    {
        check(database.getHandle(),
              sqlite3_exec(database.getHandle(), text, nullptr, nullptr, nullptr), text);
    }

    // Throws Broken with SQLITE_NOTADB when the key does not fit.
    void set_up(int cache_kib)
    {
        auto* const handle = database.getHandle();
        set_key(handle, file.key, cipher);
        check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr),
              "defensive");
        check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr),
              "trusted_schema");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA secure_delete = ON");
        run("PRAGMA cell_size_check = ON");
        run("PRAGMA mmap_size = 0");
        run("PRAGMA temp_store = MEMORY");
        run(("PRAGMA cache_size = -" + std::to_string(cache_kib)).c_str());
        run("SELECT count(*) FROM sqlite_schema");
        if (mode == OpenMode::read)
            return;
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA journal_size_limit = 67108864");
        // Checkpoints are the writer's and its copier's; the last connection to close makes one by itself.
        run("PRAGMA wal_autocheckpoint = 0");
    }
};

Connection::Connection(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(File const& file, OpenMode mode, int cache_kib, Cipher cipher)
{
    if (mode == OpenMode::create) {
        TRY(create_empty(file.path));
        auto made = open_present(file, mode, cache_kib, cipher, true);
        if (!made)
            ::unlink(file.path.c_str());
        return made;
    }
    auto const marked = TRY(has_mark(file));
    return open_present(file, mode, cache_kib, cipher, marked);
}

Result<Connection> Connection::open_present(File const& file, OpenMode mode, int cache_kib,
                                            Cipher first, bool marked)
{
    auto const second = first == Cipher::aegis ? Cipher::chacha20 : Cipher::aegis;
    try {
        for (auto const cipher : {first, second}) {
            try {
                auto state = std::make_unique<State>(file, mode, cipher);
                state->set_up(cache_kib);
                if (mode == OpenMode::create)
                    sync_folder_of(file.path);
                return Connection(std::move(state));
            } catch (Broken const& e) {
                if ((e.code() & 0xFF) != SQLITE_NOTADB)
                    throw;
            }
        }
    } catch (SQLite::Exception const& e) {
        return Error{Fault::unavailable, "db_unreadable", file.path + ": " + e.what()};
    } catch (Broken const& e) {
        if (e.is_full())
            return Error{Fault::unavailable, "disk_full", file.path};
        if (e.is_busy())
            return Error{Fault::unavailable, "db_busy", file.path};
        if (e.is_damaged())
            return Error{Fault::unavailable, "db_damaged", file.path + ": " + e.what()};
        return Error{Fault::unavailable, "db_unreadable", file.path + ": " + e.what()};
    }
    // Neither cipher could make sense of the first page.
    return Error{Fault::unavailable, marked ? "db_damaged" : "db_wrong_key", file.path};
}

void sync_folder_of(std::string const& path)
{
    auto const slash = path.rfind('/');
    auto const folder = slash == path.npos ? std::string(".") : path.substr(0, slash + 1);
    auto const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    auto const synced = fd >= 0 && ::fsync(fd) == 0;
    auto const error = errno;
    if (fd >= 0)
        ::close(fd);
    if (!synced)
        throw Broken(SQLITE_IOERR_DIR_FSYNC, "cannot sync the folder of " + path, error);
}

Cipher Connection::cipher() const { return m_state->cipher; }
OpenMode Connection::mode() const { return m_state->mode; }
File const& Connection::file() const { return m_state->file; }
std::string const& Connection::path() const { return m_state->file.path; }

namespace {

std::int64_t only_number(Connection& connection, Sql sql)
{
    auto const statement = connection.prepared(sql);
    return statement->step() ? statement->int_at(0) : 0;
}

}  // namespace

std::int64_t Connection::data_version()
{
    return only_number(*this, R"sql(PRAGMA data_version)sql");
}

int Connection::user_version() { return int(only_number(*this, R"sql(PRAGMA user_version)sql")); }

void Connection::shrink() { sqlite3_db_release_memory(handle()); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

void Connection::run_script(std::string_view text)
{
    std::string const ended(text);
    check(handle(), sqlite3_exec(handle(), ended.c_str(), nullptr, nullptr, nullptr), text);
}

Connection::Lease Connection::prepared(Sql sql)
{
    auto& kept = m_state->statements[sql.text().data()];
    if (!kept)
        kept = std::make_unique<Statement>(m_state->database, sql.text());
    if (kept->is_busy()) {
        // Its rows are being read further out: this run gets a statement of its own.
        auto own = std::make_unique<Statement>(m_state->database, sql.text());
        auto& statement = *own;
        return {statement, std::move(own)};
    }
    kept->set_busy(true);
    return {*kept, nullptr};
}

sqlite3* Connection::handle() const { return m_state->database.getHandle(); }

std::int64_t Connection::last_insert_id() const { return sqlite3_last_insert_rowid(handle()); }

int Connection::changes() const { return sqlite3_changes(handle()); }

}  // namespace db

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <random>
#include <thread>

#include "db/schema.hpp"
#include "db/upkeep.hpp"
#include "db/writer_thread.hpp"
#include "disk.hpp"
#include "scratch.hpp"

namespace db {

namespace {

using namespace std::chrono_literals;

// A process of its own that says things through a pipe. Made before the test has any thread.
class Child {
public:
    explicit Child(std::function<void(int out)> const& life)
    {
        int ends[2] = {-1, -1};
        REQUIRE(::pipe(ends) == 0);
        m_pid = ::fork();
        REQUIRE(m_pid >= 0);
        if (m_pid == 0) {
            ::close(ends[0]);
            life(ends[1]);
            ::_exit(0);
        }
        ::close(ends[1]);
        m_in = ends[0];
    }
    ~Child()
    {
        kill();
        ::close(m_in);
    }
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;

    void kill()
    {
        if (m_pid <= 0)
            return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }
    // Waits for its own end; its exit status.
    int ended()
    {
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        m_pid = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    // The next number it said, or -1 when it is gone and has nothing more to say.
    std::int64_t next()
    {
        std::int64_t number = 0;
        return ::read(m_in, &number, sizeof number) == ssize_t(sizeof number) ? number : -1;
    }

private:
    pid_t m_pid = 0;
    int m_in = -1;
};

void say(int out, std::int64_t number)
{
    [[maybe_unused]] auto const put = ::write(out, &number, sizeof number);
}

void make_notes(File const& file)
{
    auto connection = opened(file, OpenMode::create);
    connection.run_script(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE,"
        " text TEXT NOT NULL) STRICT");
}

// Writes numbers from `first` on as fast as it can, and says each one that was acknowledged.
void write_for_ever(File const& file, std::int64_t first, int out)
{
    WriterThread thread(opened(file, OpenMode::write));
    for (auto number = first;; ++number) {
        while (thread.stats().waiting_urgent > 500)
            std::this_thread::sleep_for(100us);
        thread.post(
            Priority::urgent,
            [number](Writer& tx) {
                tx.run(R"sql(INSERT INTO note (number, text) VALUES (?1, ?2))sql", number,
                       std::string(std::size_t(number % 700), 'x'));
                return number;
            },
            [out](base::Result<std::int64_t> kept) {
                if (kept)
                    say(out, *kept);
            });
    }
}

}  // namespace

TEST_CASE("crash: nothing acknowledged is lost by kill -9 in the middle of group commits (R1)")
{
    Scratch scratch;
    auto const file = test_file(scratch / "a.db");
    make_notes(file);
    std::mt19937 chance(11);
    std::vector<std::int64_t> acknowledged;
    for (int round = 0; round < 15; ++round) {
        Child child([&](int out) { write_for_ever(file, round * 1'000'000, out); });
        auto const until = std::chrono::steady_clock::now() +
                           std::chrono::milliseconds(10 + chance() % 40);
        acknowledged.push_back(child.next());
        std::thread killer([&] {
            std::this_thread::sleep_until(until);
            child.kill();
        });
        for (auto number = child.next(); number >= 0; number = child.next())
            acknowledged.push_back(number);
        killer.join();
    }
    auto connection = opened(file, OpenMode::write);
    Reader const db(connection);
    CHECK(check_file(connection, Check::full).ok());
    std::size_t missing = 0;
    for (auto const number : acknowledged)
        missing += !db.maybe<int>(R"sql(SELECT 1 FROM note WHERE number = ?1)sql", number);
    CHECK(missing == 0);
    CHECK(acknowledged.size() > 100);
}

TEST_CASE("crash: when the disk fails a sync, the process ends with 75 and nothing is said (R7)")
{
    Scratch scratch;
    auto const file = test_file(scratch / "a.db");
    make_notes(file);
    Child child([&](int out) {
        WriterThread thread(opened(file, OpenMode::write));
        disk::g_sync_fails = true;
        thread.post(
            Priority::urgent,
            [](Writer& tx) { tx.run(R"sql(INSERT INTO note (number, text) VALUES (1, ''))sql"); },
            [out](base::Result<void>) { say(out, 1); });
        thread.drain();
        say(out, 2);
    });
    CHECK(child.next() == -1);
    CHECK(child.ended() == 75);
}

TEST_CASE("crash: a killed migration goes on where it stopped (R14)")
{
    Scratch scratch;
    auto const file = test_file(scratch / "a.db");
    Schema const old{"CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT",
                     {{1, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT"}}};
    Schema fresh = old;
    fresh.past.push_back({2, "ALTER TABLE note ADD COLUMN mood TEXT"});
    fresh.past.push_back({3, "UPDATE note SET mood = text || text; CREATE INDEX n ON note (mood)"});
    fresh.past.push_back({4, "CREATE TABLE reply (id INTEGER PRIMARY KEY) STRICT"});
    {
        auto connection = opened(file, OpenMode::create);
        REQUIRE(bring_up_to_date(connection, old));
        Transaction tx(connection);
        for (int i = 0; i < 20'000; ++i)
            tx.writer().run(R"sql(INSERT INTO note (text) VALUES (?1))sql", std::to_string(i));
        tx.commit();
    }
    std::mt19937 chance(3);
    for (int round = 0; round < 12; ++round) {
        Child child([&](int) {
            auto connection = opened(file, OpenMode::write);
            (void)bring_up_to_date(connection, fresh);
        });
        std::this_thread::sleep_for(std::chrono::microseconds(chance() % 30'000));
        child.kill();
        auto connection = opened(file, OpenMode::write);
        CHECK(check_file(connection, Check::full).ok());
        CHECK(Reader(connection).one<int>(R"sql(SELECT count(*) FROM note)sql") == 20'000);
    }
    auto connection = opened(file, OpenMode::write);
    REQUIRE(bring_up_to_date(connection, fresh));
    CHECK(connection.user_version() == 4);
    CHECK(Reader(connection).one<std::string>(R"sql(SELECT mood FROM note WHERE id = 12)sql") ==
          "1111");
}

TEST_CASE("crash: a killed change of key leaves one whole file")
{
    Scratch scratch;
    auto const path = scratch / "a.db";
    make_notes(test_file(path));
    {
        auto connection = opened(test_file(path), OpenMode::write);
        Transaction tx(connection);
        for (int i = 0; i < 3000; ++i)
            tx.writer().run(R"sql(INSERT INTO note (number, text) VALUES (?1, ?2))sql", i,
                            std::string(500, 'x'));
        tx.commit();
    }
    std::mt19937 chance(4);
    bool is_ours = true;
    for (int round = 0; round < 20; ++round) {
        auto const ours = test_file(path);
        auto const theirs = foreign_file(path);
        auto const& now = is_ours ? ours : theirs;
        auto const& next = is_ours ? theirs : ours;
        Child child([&](int) { (void)rekey_file(now, next.key); });
        std::this_thread::sleep_for(std::chrono::microseconds(chance() % 20'000));
        child.kill();
        is_ours = mark_of(path) == ours.key.mark;
        auto connection = opened(is_ours ? ours : theirs, OpenMode::write);
        CHECK(Reader(connection).one<int>(R"sql(SELECT count(*) FROM note)sql") == 3000);
    }
}

TEST_CASE("crash: while another process holds the file, works wait two seconds and hear db_busy")
{
    Scratch scratch;
    auto const file = test_file(scratch / "a.db");
    make_notes(file);
    Child child([&](int out) {
        auto connection = opened(file, OpenMode::write);
        Transaction tx(connection);
        tx.writer().run(R"sql(INSERT INTO note (number, text) VALUES (1, 'theirs'))sql");
        say(out, 1);
        std::this_thread::sleep_for(1h);
    });
    REQUIRE(child.next() == 1);
    WriterThread thread(opened(file, OpenMode::write));
    auto const write = [&] {
        return thread.write([](Writer& tx) {
            return tx.insert(R"sql(INSERT INTO note (number, text) VALUES (1, 'ours'))sql");
        });
    };
    auto const start = std::chrono::steady_clock::now();
    auto const busy = write();
    auto const waited = std::chrono::steady_clock::now() - start;
    REQUIRE_FALSE(busy);
    CHECK(busy.error().code == "db_busy");
    CHECK(waited >= 1900ms);
    CHECK(waited < 4s);
    child.kill();
    CHECK(write().ok());
}

TEST_CASE("crash: on a small disk that is really full, it recovers without a restart (R6)")
{
    Scratch scratch;
    auto const folder = scratch / "small";
    std::filesystem::create_directory(folder);
    if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=2m") != 0) {
        MESSAGE("skipped: no right to mount");
        return;
    }
    {
        make_notes(test_file(folder + "/a.db"));
        WriterThread thread(opened(test_file(folder + "/a.db"), OpenMode::write));
        auto const write = [&](std::int64_t number) {
            return thread.write([&](Writer& tx) {
                return tx.insert(R"sql(INSERT INTO note (number, text) VALUES (?1, ?2))sql", number,
                                 std::string(50'000, 'x'));
            });
        };
        std::int64_t kept = 0;
        std::string code;
        for (int i = 0; i < 200 && code.empty(); ++i) {
            auto const result = write(kept);
            if (result)
                ++kept;
            else
                code = result.error().code;
        }
        CHECK(kept > 3);
        CHECK(code == "disk_full");
        {
            auto reader = opened(test_file(folder + "/a.db"), OpenMode::read);
            CHECK(Reader(reader).one<int>(R"sql(SELECT count(*) FROM note)sql") == kept);
        }
        REQUIRE(::mount("tmpfs", folder.c_str(), "tmpfs", MS_REMOUNT, "size=20m") == 0);
        CHECK(write(kept).ok());
        auto reader = opened(test_file(folder + "/a.db"), OpenMode::read);
        CHECK(Reader(reader).one<int>(R"sql(SELECT count(*) FROM note)sql") == kept + 1);
        CHECK(check_file(reader, Check::full).ok());
    }
    ::umount(folder.c_str());
}

}  // namespace db

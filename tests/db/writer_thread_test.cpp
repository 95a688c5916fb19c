#include "db/writer_thread.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "disk.hpp"
#include "scratch.hpp"
#include "support/said.hpp"

namespace db {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;
using base::Result;

constexpr Sql Insert = R"sql(INSERT INTO note (text) VALUES (?1))sql";
constexpr Sql Texts = R"sql(SELECT text FROM note ORDER BY id)sql";
constexpr Sql Count = R"sql(SELECT count(*) FROM note)sql";

Connection notes(Scratch const& scratch)
{
    auto connection = opened(test_file(scratch / "a.db"), OpenMode::create);
    connection.run_script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
    return connection;
}

Connection reading(Scratch const& scratch)
{
    return opened(test_file(scratch / "a.db"), OpenMode::read);
}

// A work that keeps the writer busy until told, so that others queue up behind it.
class Plug {
public:
    explicit Plug(WriterThread& thread)
    {
        std::promise<void> running;
        auto started = running.get_future();
        auto pulled = m_pull.get_future().share();
        thread.post(
            Priority::urgent,
            [running = std::make_shared<std::promise<void>>(std::move(running)), pulled](Writer&) {
                running->set_value();
                pulled.wait();
            },
            [](Result<void>) {});
        started.wait();
    }
    void pull() { m_pull.set_value(); }

private:
    std::promise<void> m_pull;
};

auto putting(std::string text)
{
    return [text = std::move(text)](Writer& tx) { tx.run(Insert, text); };
}

}  // namespace

TEST_CASE("writer thread: a write is committed when it returns, with its value")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    auto const id = thread.write([](Writer& tx) { return tx.insert(Insert, "hello"); });
    REQUIRE(id);
    CHECK(*id == 1);
    auto reader = reading(scratch);
    CHECK(Reader(reader).one<std::string>(Texts) == "hello");
}

TEST_CASE("writer thread: a work that refuses or throws is undone alone")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    std::vector<std::string> heard;
    Plug plug(thread);
    auto const hear = [&](Result<void> result) {
        heard.push_back(result ? "ok" : result.error().code);
    };
    thread.post(Priority::urgent, putting("a"), hear);
    thread.post(
        Priority::urgent,
        [](Writer& tx) -> Result<void> {
            tx.run(Insert, "b");
            return Error{Fault::conflict, "changed_my_mind"};
        },
        hear);
    thread.post(
        Priority::urgent,
        [](Writer& tx) {
            tx.run(Insert, "c");
            throw std::runtime_error("oh");
        },
        hear);
    thread.post(Priority::urgent, [](Writer& tx) { tx.run(Insert, nullptr); }, hear);
    thread.post(Priority::urgent, putting("d"), hear);
    plug.pull();
    thread.drain();

    CHECK(heard == std::vector<std::string>{"ok", "changed_my_mind", "broken", "broken", "ok"});
    auto reader = reading(scratch);
    CHECK(Reader(reader).all<std::string>(Texts) == std::vector<std::string>{"a", "d"});
    CHECK_THROWS_WITH_AS((void)thread.write([](Writer&) { throw std::runtime_error("mine"); }),
                         "mine", std::runtime_error);
    CHECK(thread.write([](Writer&) -> Result<int> { return Error{Fault::not_found, "no"}; })
              .error()
              .code == "no");
}

TEST_CASE("writer thread: works that wait share one commit, and hear of it after")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    auto reader = reading(scratch);
    Plug plug(thread);
    int seen_by_first = -1;
    std::string order;
    for (int i = 0; i < 100; ++i)
        thread.post(Priority::urgent, putting(std::to_string(i)), [&, i](Result<void>) {
            if (i == 0)
                seen_by_first = Reader(reader).one<int>(Count);
            order += std::to_string(i) + " ";
        });
    auto const before = thread.stats();
    plug.pull();
    thread.drain();
    auto const after = thread.stats();

    CHECK(seen_by_first >= 1);
    CHECK(order.starts_with("0 1 2 3 4 5 6 7 8 9 10 11 12 "));
    CHECK(before.waiting_urgent == 100);
    CHECK(after.works == 103);
    // The plug used up its batch's time; a slow machine may need some more batches.
    CHECK(after.batches <= 30);
    CHECK(after.largest_batch > 3);
}

TEST_CASE("writer thread: urgent work goes first, background work is not starved")
{
    Scratch scratch;
    WriterOptions options;
    options.max_batch = 10;
    options.background_every = 0us;
    WriterThread thread(notes(scratch), options);
    Plug plug(thread);
    std::string order;
    for (int i = 0; i < 4; ++i)
        thread.post(Priority::background, putting("b"), [&](Result<void>) { order += "b"; });
    for (int i = 0; i < 40; ++i)
        thread.post(Priority::urgent, putting("u"), [&](Result<void>) { order += "u"; });
    plug.pull();
    thread.drain();

    CHECK(order.size() == 44);
    CHECK(order.find("bb") > 8);
    // Each batch of ten urgent works let one background work in.
    CHECK(order.find('b') <= 10);
    CHECK(order.rfind('u') > 15);
}

TEST_CASE("writer thread: background work that has not waited long lets all who wait go first")
{
    Scratch scratch;
    WriterOptions options;
    options.max_batch = 10;
    options.background_every = 1h;
    WriterThread thread(notes(scratch), options);
    Plug plug(thread);
    std::string order;
    for (int i = 0; i < 2; ++i)
        thread.post(Priority::background, putting("b"), [&](Result<void>) { order += "b"; });
    for (int i = 0; i < 20; ++i)
        thread.post(Priority::urgent, putting("u"), [&](Result<void>) { order += "u"; });
    plug.pull();
    thread.drain();

    CHECK(order == std::string(20, 'u') + "bb");
}

TEST_CASE("writer thread: a statement that undoes itself leaves the works round it alone")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    Plug plug(thread);
    std::string answers;
    auto const said = [&](Result<void> const& done) { answers += done ? "+" : "-"; };
    thread.post(Priority::urgent, putting("one"), said, Undo::by_itself);
    thread.post(
        Priority::urgent,
        [](Writer& tx) { tx.run(R"sql(INSERT INTO note (text) VALUES (NULL))sql"); }, said,
        Undo::by_itself);
    thread.post(Priority::urgent, putting("two"), said);
    plug.pull();
    thread.drain();

    CHECK(answers == "+-+");
    auto connection = reading(scratch);
    CHECK(Reader(connection).all<std::string>(Texts) == std::vector<std::string>{"one", "two"});
}

TEST_CASE("writer thread: too many waiting works are refused, and none after the end")
{
    Scratch scratch;
    WriterOptions options;
    options.max_waiting = 3;
    auto thread = std::make_unique<WriterThread>(notes(scratch), options);
    Plug plug(*thread);
    std::vector<std::string> codes;
    for (int i = 0; i < 5; ++i)
        thread->post(Priority::urgent, putting("x"), [&](Result<void> result) {
            codes.push_back(result ? "ok" : result.error().code);
        });
    CHECK(codes == std::vector<std::string>{"writer_overloaded", "writer_overloaded"});
    plug.pull();
    thread->stop();
    CHECK(codes.size() == 5);
    CHECK(codes.back() == "ok");
    CHECK(thread->write(putting("y")).error().code == "stopping");
}

TEST_CASE("writer thread: many threads post and wait at once, callbacks post more")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    std::atomic<int> heard = 0;
    std::vector<std::thread> crowd;
    for (int i = 0; i < 8; ++i)
        crowd.emplace_back([&] {
            for (int n = 0; n < 50; ++n) {
                thread.post(Priority::background, putting("posted"), [&](Result<void> first) {
                    CHECK(first.ok());
                    thread.post(Priority::urgent, putting("from a callback"),
                                [&](Result<void> second) { heard += second.ok() ? 1 : 0; });
                });
                if (!thread.write(putting("waited for")))
                    FAIL("a write was refused");
            }
        });
    for (auto& one : crowd)
        one.join();
    thread.drain();
    thread.drain();
    CHECK(heard == 400);
    auto reader = reading(scratch);
    CHECK(Reader(reader).one<int>(Count) == 1200);
}

TEST_CASE("writer thread: waiting for itself is refused")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    CHECK_THROWS_AS((void)thread.write([&](Writer&) { (void)thread.write([](Writer&) {}); }),
                    std::logic_error);
}

TEST_CASE("writer thread: on a full disk works are refused, reading goes on, and it recovers")
{
    Scratch scratch;
    disk::watch_writes();
    WriterThread thread(notes(scratch));
    REQUIRE(thread.write(putting("before")));

    disk::g_is_full = true;
    std::string const large(200'000, 'x');
    for (int i = 0; i < 3; ++i) {
        auto const refused = thread.write(putting(large));
        CHECK(refused.error().fault == Fault::unavailable);
        CHECK(refused.error().code == "disk_full");
        auto reader = reading(scratch);
        CHECK(Reader(reader).one<int>(Count) == 1);
    }
    CHECK(thread.write(putting("small")).error().code == "disk_full");
    disk::g_is_full = false;
    CHECK(thread.write(putting("after")));
    auto reader = reading(scratch);
    CHECK(Reader(reader).all<std::string>(Texts) == std::vector<std::string>{"before", "after"});
    CHECK(Reader(reader).one<std::string>(R"sql(PRAGMA integrity_check)sql") == "ok");
}

TEST_CASE("writer thread: a full disk is said once and not for each request, and so is its end")
{
    Scratch scratch;
    disk::watch_writes();
    WriterThread thread(notes(scratch));
    tests::Said const said;
    disk::g_is_full = true;
    for (int i = 0; i < 50; ++i)
        CHECK_FALSE(thread.write(putting("lost")));
    disk::g_is_full = false;
    CHECK(said.times("a commit failed; all in it were refused") == 1);
    for (int i = 0; i < 3; ++i)
        CHECK(thread.write(putting("kept")));
    CHECK(said.times("commits go through again more=49") == 1);
}

TEST_CASE("writer thread: a failed sync is never acknowledged")
{
    Scratch scratch;
    WriterOptions options;
    std::atomic<int> ended = 0;
    options.fatal = [&](char const*) { ++ended; };
    {
        WriterThread thread(notes(scratch), options);
        REQUIRE(thread.write(putting("before")));
        disk::g_sync_fails = true;
        // The real handler ends the process here; this one lets us see the answer.
        CHECK_FALSE(thread.write(putting("lost")));
        CHECK(ended >= 1);
        disk::g_sync_fails = false;
    }
}

TEST_CASE("writer thread: an idle writer keeps the log short, and stopping empties it")
{
    Scratch scratch;
    {
        WriterThread thread(notes(scratch));
        for (int i = 0; i < 40; ++i)
            REQUIRE(thread.write(putting(std::string(200'000, 'x'))));
        for (int i = 0; i < 200 && thread.stats().wal_pages >= 512; ++i)
            std::this_thread::sleep_for(10ms);
        CHECK(thread.stats().checkpoints >= 1);
        CHECK(thread.stats().wal_pages < 512);
        {
            auto reader = reading(scratch);
            CHECK(thread.checkpoint());
            CHECK(std::filesystem::file_size(scratch / "a.db-wal") == 0);
        }
    }
    CHECK_FALSE(std::filesystem::exists(scratch / "a.db-wal"));
}

TEST_CASE("writer thread: a busy writer's log begins anew instead of growing")
{
    Scratch scratch;
    WriterOptions options;
    options.copy_every = 16;
    options.finish_from = 64;
    WriterThread thread(notes(scratch), options);
    for (int i = 0; i < 200; ++i) {
        REQUIRE(thread.write(putting(std::string(20'000, 'x'))));
        for (int tries = 0; tries < 1000 && thread.stats().wal_pages >= 96; ++tries)
            std::this_thread::sleep_for(1ms);
    }
    CHECK(thread.stats().checkpoints > 3);
    // 200 notes of five pages and more, in a log of a few hundred pages.
    CHECK(std::filesystem::file_size(scratch / "a.db-wal") < 400 * 4096);
    auto connection = reading(scratch);
    CHECK(Reader(connection).one<int>(Count) == 200);
}

TEST_CASE("writer thread: a reader that holds an old view does not stop the writer")
{
    Scratch scratch;
    WriterOptions options;
    options.copy_every = 16;
    options.finish_from = 64;
    WriterThread thread(notes(scratch), options);
    auto connection = reading(scratch);
    {
        Snapshot const old{Reader(connection)};
        for (int i = 0; i < 60; ++i)
            REQUIRE(thread.write(putting(std::string(20'000, 'x'))));
        CHECK(Reader(connection).one<int>(Count) == 0);
    }
    for (int i = 0; i < 200 && thread.stats().wal_pages >= 64; ++i) {
        REQUIRE(thread.write(putting("more")));
        std::this_thread::sleep_for(5ms);
    }
    CHECK(thread.stats().wal_pages < 64);
}

TEST_CASE("writer thread: it notices what another connection wrote")
{
    Scratch scratch;
    std::promise<void> noticed;
    std::atomic<int> times = 0;
    WriterOptions options;
    options.changed_outside = [&] {
        if (++times == 1)
            noticed.set_value();
    };
    WriterThread thread(notes(scratch), options);
    REQUIRE(thread.write(putting("ours")));
    auto other = opened(test_file(scratch / "a.db"), OpenMode::write);
    Writer(other).run(Insert, "theirs");
    CHECK(noticed.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(times == 1);
}

TEST_CASE("writer thread: it tells how long it has been busy")
{
    Scratch scratch;
    WriterThread thread(notes(scratch));
    thread.drain();
    Plug plug(thread);
    std::this_thread::sleep_for(20ms);
    CHECK(thread.busy_for() >= 20ms);
    plug.pull();
    thread.drain();
    std::this_thread::sleep_for(20ms);
    CHECK(thread.busy_for() == 0ms);
}

}  // namespace db

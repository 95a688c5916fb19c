#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/result.hpp"
#include "db/job.hpp"
#include "db/reader.hpp"

namespace db {

// Urgent work (a webhook's acknowledgement, a member's click) goes before background work (jobs,
// imports), which gets what time is left and, while urgent work does not end, a turn every so often.
enum class Priority { urgent, background };

struct WriterOptions {
    int max_batch = 256;
    std::chrono::microseconds budget{2000};
    // Background work waits no longer than this for its turn beside urgent work.
    std::chrono::microseconds background_every{10'000};
    // Beyond this, works are refused with `writer_overloaded`.
    std::size_t max_waiting = 20'000;
    // Every so many pages (4 KiB) of the write-ahead log are copied into the file beside the writer.
    int copy_every = 512;
    // From so many pages on the writer itself copies the few that came meanwhile: only a log that is
    // in the file to its last page can begin anew.
    int finish_from = 8192;
    // The disk failed a read, write or sync: what the page cache holds can no longer be trusted.
    // Must not return. The default logs and ends the process with status 75; systemd starts it anew.
    std::function<void(char const* what)> fatal = {};
    // Another process (the CLI) has committed to the file. Called on the writer thread, looked for
    // twice a second.
    std::function<void()> changed_outside = {};
};

struct WriterStats {
    std::uint64_t batches = 0;
    std::uint64_t works = 0;
    std::uint64_t refused = 0;  // by the work itself, or thrown
    std::uint64_t lost = 0;     // with a failed commit
    std::uint64_t checkpoints = 0;
    std::size_t waiting_urgent = 0;
    std::size_t waiting_background = 0;
    std::size_t largest_batch = 0;
    int wal_pages = 0;  // in the write-ahead log and not in the file yet
    // commits[i] took less than 2^i * 64 us; the last holds all that took longer.
    std::array<std::uint64_t, 16> commits{};
    std::chrono::microseconds committing{0};  // all of them together
};

// The one thread that writes one file. Works of one priority run in the order posted, each in a
// savepoint of its own (but see Undo): one that refuses or throws is undone alone. Up to 256 works or
// 2 ms share one commit with synchronous=FULL; only after it do their callbacks run, in order, on this thread.
//
//   auto id = TRY(thread.write([&](db::Writer& tx) -> base::Result<NoteId> { ... }));  // waits
//   thread.post(Priority::urgent,
//               [=](db::Writer& tx) -> base::Result<RawEventId> { ... },
//               [=](base::Result<RawEventId> kept) { answer(kept ? 200 : 503); });
//
// A work takes db::Writer& and gives a Result<T>, a T or nothing. It does not wait for anything: no
// lock held over I/O, no network, no sleep. A callback is cheap, it delays the next commit.
//
// When the commit fails every work of the batch gets Error{unavailable}: `disk_full`, `db_busy`
// (another process kept the file for 2 s) or `db_failed`; the thread goes on, and succeeds again when
// the disk does. A work that threw is logged and gives its callback Error{unavailable, "broken"};
// write() throws the exception again in its caller. After stop() works are refused with `stopping`.
class WriterThread {
public:
    // Takes a connection opened with OpenMode::write or create.
    explicit WriterThread(Connection connection, WriterOptions options = {});
    // Calls stop().
    ~WriterThread();
    WriterThread(WriterThread const&) = delete;
    WriterThread& operator=(WriterThread const&) = delete;

    // Any thread, callbacks included. A refusal to queue calls `done` at once, in the caller.
    template <class Work, class Done>
    void post(Priority priority, Work work, Done done, Undo undo = Undo::by_savepoint)
    {
        auto job = std::make_unique<PostedJob<Work, Done>>(std::move(work), std::move(done));
        job->undo = undo;
        push(priority, std::move(job));
    }

    // Waits for the commit. Throws logic_error on the writer thread, which would wait for itself.
    template <class Work>
    OutcomeOf<Work> write(Work work, Priority priority = Priority::urgent)
    {
        refuse_own_thread();
        Waiting<OutcomeOf<Work>> waiting;
        push(priority, std::make_unique<WaitedJob<Work>>(std::move(work), waiting));
        return waiting.wait();
    }

    // Runs between two batches with no transaction open: maintenance such as rekey. Waits; throws
    // what `work` throws.
    void between(std::function<void(Connection&)> work);
    // Copies the log into the file and empties it, e.g. after an erasure. Waits. False when a reader
    // was in the way; try again.
    bool checkpoint();
    // Waits until everything posted before now has been committed and called back.
    void drain();
    // Finishes everything posted, copies the log into the file and truncates it. Once; any thread
    // but the writer's own.
    void stop();

    // For the watchdog: how long the present batch, callback or checkpoint has been running; zero
    // when idle. Any thread.
    std::chrono::milliseconds busy_for() const;
    WriterStats stats() const;

private:
    class Loop;

    void push(Priority priority, std::unique_ptr<Job> job);
    void refuse_own_thread() const;

    std::unique_ptr<Loop> m_loop;
};

}  // namespace db

#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "db/reader_pool.hpp"
#include "db/writer_thread.hpp"

namespace workspace {

// What follows a workspace and may have something to do after a commit.
enum class Follower { understanding, outbox, jobs, live };
inline constexpr std::size_t Followers = 4;

// Seals credentials with the workspace's data key, bound to the row and column they lie in, so that
// a sealed value moved elsewhere does not open. Implemented over the vault (control room).
class Sealer {
public:
    struct Place {
        std::string_view table;
        std::string_view column;
        std::int64_t row = 0;
        base::ChannelId channel = {};
    };
    virtual ~Sealer() = default;
    virtual std::string seal(std::string_view plain, Place const& place) const = 0;
    // Refuses `sealed_damaged`, `sealed_unknown_key`. Wipe the text when done.
    virtual base::Result<std::string> open(std::string_view sealed, Place const& place) const = 0;
};

struct Record {
    base::WorkspaceId id;
    std::string slug;
    db::File file;
    std::string media_folder;
    std::shared_ptr<Sealer const> sealer;
    std::shared_ptr<void const> keeps;  // what owns the key memory `file` points into
};

// One open workspace: its file with one writing thread and a pool of readers. Every member may be
// used from any thread.
class Workspace : public std::enable_shared_from_this<Workspace> {
public:
    // Makes the file of a new workspace from the present schema. `seed` spreads row numbers, so that
    // an id of one workspace is not found in another.
    static base::Result<void> create(Record const& record, base::World world);
    // Migrates an older file; refuses a newer one (`newer_schema`) and what db::Connection::open refuses.
    static base::Result<std::shared_ptr<Workspace>> open(Record record, base::World world);
    ~Workspace();

    base::WorkspaceId id() const { return m_record.id; }
    std::string const& slug() const { return m_record.slug; }
    std::string const& media_folder() const { return m_record.media_folder; }
    Sealer const& sealer() const { return *m_record.sealer; }
    base::World world() const { return m_world; }

    // A reader of one's own for as long as it is held. Nothing is locked.
    db::ReaderPool::Lease read() { return m_readers.borrow(); }

    // Runs `work` on the writing thread and waits for the commit. See db::WriterThread.
    template <class Work>
    auto write(Work work, db::Priority priority = db::Priority::urgent)
    {
        std::uint8_t stirred = 0;
        auto outcome = m_writer.write(
            [&](db::Writer& tx) {
                Ear const ear(*this, stirred);
                return work(tx);
            },
            priority);
        wake(stirred);
        return outcome;
    }
    // The same without waiting; `done` gets the Result on the writing thread after the commit.
    template <class Work, class Done>
    void post(db::Priority priority, Work work, Done done, db::Undo undo = db::Undo::by_savepoint)
    {
        auto const stirred = std::make_shared<std::uint8_t>(0);
        m_writer.post(
            priority,
            [this, stirred, work = std::move(work)](db::Writer& tx) mutable {
                Ear const ear(*this, *stirred);
                return work(tx);
            },
            [this, stirred, done = std::move(done)](auto result) mutable {
                done(std::move(result));
                wake(*stirred);
            },
            undo);
    }

    // Said inside a write: after its commit that follower is woken. Harmless when undone.
    void stir(Follower follower) { m_stirred |= bit(follower); }
    // The same at once, outside a write. Any thread.
    void nudge(Follower follower) { wake(bit(follower)); }
    // Who is called when a follower has something to do: after each commit that stirred it, and for
    // all of them when another process has written. Must be cheap. Set before anything is written.
    void on_stir(std::function<void(Workspace&, Follower)> wake);

    // Said once before everybody lets go of it: from then on nobody new follows it or listens to it.
    void begin_closing() { m_closing = true; }
    bool is_closing() const { return m_closing; }

    db::WriterThread& writer() { return m_writer; }

private:
    Workspace(Record record, db::Connection writing, base::World world);
    // Takes down whom one work stirred.
    class Ear {
    public:
        Ear(Workspace& workspace, std::uint8_t& heard) : m_workspace(workspace), m_heard(heard)
        {
            m_workspace.m_stirred = 0;
        }
        ~Ear() { m_heard = m_workspace.m_stirred; }
        Ear(Ear const&) = delete;

    private:
        Workspace& m_workspace;
        std::uint8_t& m_heard;
    };
    static std::uint8_t bit(Follower f) { return std::uint8_t(1U << unsigned(f)); }
    void wake(std::uint8_t stirred);

    Record m_record;
    base::World m_world;
    std::uint8_t m_stirred = 0;  // of the work that is running; the writing thread's own
    std::function<void(Workspace&, Follower)> m_wake;
    std::atomic<bool> m_closing = false;
    db::ReaderPool m_readers;
    db::WriterThread m_writer;  // last: its thread uses all of the above
};

}  // namespace workspace

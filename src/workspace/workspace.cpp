#include "workspace/workspace.hpp"

#include "base/log.hpp"
#include "db/schema.hpp"
#include "workspace/seed_store.hpp"

namespace workspace {

namespace {

// A shop on 512 MB must fit: pages that many readers want stay in the kernel's cache.
constexpr int WriterCacheKib = 4096;
constexpr int ReaderCacheKib = 2048;
constexpr int Readers = 6;

}  // namespace

base::Result<void> Workspace::create(Record const& record, base::World world)
{
    auto connection = TRY(db::Connection::open(record.file, db::OpenMode::create, WriterCacheKib));
    TRY(db::bring_up_to_date(connection, db::embedded_schema(db::Part::workspace)));
    // Row numbers start at a multiple of 2^32 from 2^44 to below 2^52, so that they fit a JavaScript
    // number, are not found in another workspace, and leave room below for imported history
    // (conversations/past_store.cpp).
    auto const base = std::int64_t(world.random.number_below((1U << 20) - (1U << 12)) + (1U << 12))
                   << 32;
    db::Transaction tx(connection);
    store::seed(tx.writer(), base);
    tx.commit();
    return {};
}

base::Result<std::shared_ptr<Workspace>> Workspace::open(Record record, base::World world)
{
    auto connection = TRY(db::Connection::open(record.file, db::OpenMode::write, WriterCacheKib));
    TRY(db::bring_up_to_date(connection, db::embedded_schema(db::Part::workspace)));
    return std::shared_ptr<Workspace>(
        new Workspace(std::move(record), std::move(connection), world));
}

Workspace::Workspace(Record record, db::Connection writing, base::World world)
    : m_record(std::move(record)),
      m_world(world),
      m_readers(m_record.file, world.clock, Readers, ReaderCacheKib),
      m_writer(std::move(writing), {.changed_outside = [this] { wake(0xFF); }})
{
}

Workspace::~Workspace() = default;

void Workspace::on_stir(std::function<void(Workspace&, Follower)> wake)
{
    m_wake = std::move(wake);
}

void Workspace::wake(std::uint8_t stirred)
{
    if (!m_wake || stirred == 0)
        return;
    for (std::size_t i = 0; i < Followers; ++i)
        if (stirred & bit(Follower(i)))
            m_wake(*this, Follower(i));
}

}  // namespace workspace

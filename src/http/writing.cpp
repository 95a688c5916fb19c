#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <exception>

#include "base/log.hpp"
#include "http/loop.hpp"

namespace http {

namespace {

using Phase = Connection::Phase;

constexpr std::size_t PieceSize = 64 << 10;
// A source is asked for more while less than this waits for the socket.
constexpr std::size_t EnoughQueued = 2 * PieceSize;
// Writing less than this in the stall time is no progress.
constexpr std::size_t LeastProgress = 4 << 10;
constexpr std::size_t FlushesARound = 256;

class PullTask final : public Task {
public:
    PullTask(std::shared_ptr<BodySource> source, std::uint64_t offset, std::size_t size,
             ConnectionId id, std::shared_ptr<Mailbox> mailbox)
        : m_source(std::move(source)),
          m_offset(offset),
          m_size(size),
          m_id(id),
          m_mailbox(std::move(mailbox))
    {
    }
    void run() override
    {
        std::shared_ptr<std::string const> bytes;
        try {
            auto piece = m_source->chunk(m_offset, m_size);
            if (piece.size() == m_size)
                bytes = std::make_shared<std::string const>(std::move(piece));
        } catch (std::exception const& fault) {
            base::log(base::LogLevel::error, "http", "an answer broke off",
                      {{"offset", m_offset}, {"why", fault.what()}});
        }
        m_mailbox->post(m_id, post::SourcePiece{std::move(bytes)});
    }

private:
    std::shared_ptr<BodySource> m_source;
    std::uint64_t m_offset;
    std::size_t m_size;
    ConnectionId m_id;
    std::shared_ptr<Mailbox> m_mailbox;
};

}  // namespace

void Loop::on_answer(Connection& one, Written written)
{
    if (one.phase != Phase::waiting)
        return;
    auto& exchange = *one.exchange;
    one.phase = Phase::answering;
    exchange.close_after = written.close || m_draining;
    exchange.source = std::move(written.source);
    exchange.source_at = written.from;
    exchange.source_end = written.to;
    queue(one, std::move(written.bytes));
    one.out.push_fixed(written.fixed);
    m_writes.put(one, m_now);
    flush(one);
}

void Loop::on_stream(Connection& one, post::OpenStream opened)
{
    if (one.phase != Phase::waiting || m.counters.streams >= m.options.max_streams || m_draining) {
        opened.line->ended();
        if (one.phase == Phase::waiting)
            turn_away(one, {503, "unavailable", "Too many event streams are open."});
        return;
    }
    ++m.counters.streams;
    m_buffered -= one.exchange->buffered;
    one.exchange.reset();
    std::string().swap(one.in);
    one.input_held = false;
    one.phase = Phase::stream;
    one.line = std::move(opened.line);
    queue(one, std::move(opened.head));
    flush(one);
}

void Loop::queue(Connection& one, std::shared_ptr<std::string const> bytes)
{
    if (one.line)
        one.line->queued(bytes->size());
    one.out.push(std::move(bytes));
}

void Loop::flush(Connection& one)
{
    while (!one.out.empty()) {
        std::array<iovec, 16> pieces;
        auto const count = one.out.gather(pieces.data(), int(pieces.size()));
        auto const moved = write_some(one.fd, one.tls.get(), {pieces.data(), std::size_t(count)});
        if (moved.then == Moved::Then::ended)
            return close(one);
        if (moved.then != Moved::Then::fine)
            break;
        one.out.consumed(moved.bytes);
        one.moved += moved.bytes;
        if (one.line)
            one.line->written(moved.bytes);
    }
    if (one.list == &m_writes && one.moved >= LeastProgress)
        m_writes.put(one, m_now);
    after_write(one);
}

// Writes to the sockets that have something new, a bounded number at a time: an event for ten
// thousand streams must not hold up the requests that arrive meanwhile.
void Loop::flush_some()
{
    for (std::size_t i = 0; i < FlushesARound && !m_to_flush.empty(); ++i) {
        auto* const one = find(m_to_flush.next());
        if (one == nullptr)
            continue;
        one->to_flush = false;
        flush(*one);
        if (!one->dead)
            arm(*one);
    }
}

void Loop::after_write(Connection& one)
{
    if (one.phase == Phase::stream) {
        if (!one.out.empty()) {
            if (one.list != &m_writes)
                m_writes.put(one, m_now);
            return;
        }
        if (one.ending)
            return close(one);
        one.out.shrink();
        m_quiet.put(one, m_now);
        return;
    }
    if (one.phase != Phase::answering)
        return;
    auto& exchange = *one.exchange;
    if (exchange.source && !exchange.pulling && one.out.bytes() < EnoughQueued)
        return pull(one);
    if (!one.out.empty() || exchange.source || exchange.pulling)
        return;
    if (exchange.close_after)
        linger(one);
    else
        end_exchange(one);
}

void Loop::pull(Connection& one)
{
    auto& exchange = *one.exchange;
    exchange.pulling = true;
    auto const size = std::min<std::uint64_t>(PieceSize, exchange.source_end - exchange.source_at);
    m.workers.push(std::make_unique<PullTask>(exchange.source, exchange.source_at,
                                              std::size_t(size), one.id, m.mailbox));
}

void Loop::on_piece(Connection& one, std::shared_ptr<std::string const> bytes)
{
    if (one.phase != Phase::answering || !one.exchange->pulling)
        return;
    // A cut connection is the only honest end of an answer whose length has been promised.
    if (!bytes)
        return close(one);
    auto& exchange = *one.exchange;
    exchange.pulling = false;
    exchange.source_at += bytes->size();
    if (exchange.source_at >= exchange.source_end)
        exchange.source.reset();
    queue(one, std::move(bytes));
    flush(one);
}

void Loop::end_exchange(Connection& one)
{
    m_buffered -= one.exchange->buffered;
    one.exchange.reset();
    one.out.shrink();
    if (m_draining)
        return close(one);
    one.phase = Phase::idle;
    one.seen = 0;
    m_idle.put(one, m_now);
    if (!one.in.empty())
        advance(one);
    else if (one.in.capacity() > (1 << 10))
        std::string().swap(one.in);
    // TLS may hold bytes that raise no event.
    auto const held = std::exchange(one.input_held, false);
    auto const reads = one.phase == Phase::idle || one.phase == Phase::head ||
                       one.phase == Phase::body;
    if (!one.dead && reads && (held || one.tls))
        read_from(one);
}

// Closing with unread bytes would reset the connection and take the answer away from the client, so
// the rest is read and thrown away for a moment.
void Loop::linger(Connection& one)
{
    if (one.exchange)
        m_buffered -= one.exchange->buffered;
    one.exchange.reset();
    std::string().swap(one.in);
    one.input_held = false;
    one.phase = Phase::lingering;
    if (one.tls)
        SSL_shutdown(one.tls.get());
    ::shutdown(one.fd, SHUT_WR);
    m_lingering.put(one, m_now);
}

}  // namespace http

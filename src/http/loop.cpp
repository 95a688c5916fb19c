#include "http/loop.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/log.hpp"

namespace http {

namespace {

using namespace std::chrono_literals;
using Phase = Connection::Phase;

// Changes when either file does.
std::uint64_t stamp_of(std::string const& certificate, std::string const& key)
{
    std::uint64_t stamp = 0;
    for (auto const* path : {&certificate, &key}) {
        struct stat seen{};
        if (::stat(path->c_str(), &seen) == 0)
            for (auto const part : {seen.st_mtim.tv_sec, seen.st_mtim.tv_nsec,
                                    std::int64_t(seen.st_ino), std::int64_t(seen.st_size)})
                stamp = stamp * 1'000'003 + std::uint64_t(part);
    }
    return stamp;
}

}  // namespace

Loop::Loop(Parts parts)
    : m(std::move(parts)),
      m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
      m_defaults(std::make_shared<DefaultHeaders const>(m.options.default_headers)),
      m_room(64 << 10),
      m_heads(m.options.head_time),
      m_idle(m.options.idle_time),
      m_bodies(m.options.body_window),
      m_writes(m.options.write_stall),
      m_quiet(m.options.ping_every),
      m_lingering(2s),
      m_spooled(std::make_shared<std::atomic<std::uint64_t>>(0)),
      m_certificate_stamp(stamp_of(m.options.certificate_file, m.options.key_file)),
      m_ping(std::make_shared<std::string const>(": ping\n\n"))
{
    if (m_epoll < 0)
        throw std::system_error(errno, std::generic_category(), "epoll");
    epoll_event wake{.events = EPOLLIN, .data = {.u64 = WakeId}};
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m.mailbox->wake_fd(), &wake);
    for (std::size_t i = 0; i < m.listeners.size(); ++i) {
        epoll_event event{.events = EPOLLIN, .data = {.u64 = ListenerIds + i}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m.listeners[i].fd, &event);
    }
}

Loop::~Loop()
{
    for (auto const& listener : m.listeners)
        if (listener.fd >= 0)
            ::close(listener.fd);
    ::close(m_epoll);
}

void Loop::stop(std::chrono::milliseconds drain)
{
    m_drain_ms = drain.count();
    m.mailbox->wake();
}

void Loop::read_certificate_again()
{
    m_certificate_asked = true;
    m.mailbox->wake();
}

void Loop::run()
{
    while (!m_draining || (m.counters.connections > 0 && m_now < m_drain_ends))
        wait();
    for (auto& slot : m_by_fd)
        if (slot)
            close(*slot);
    for (auto& [to, what] : m.mailbox->close())
        if (auto* opened = std::get_if<post::OpenStream>(&what))
            opened->line->ended();
    m_gone.clear();
}

void Loop::wait()
{
    auto sleep = m_to_flush.empty() ? m.options.tick : 0ms;
    for (auto const* list : {&m_heads, &m_idle, &m_bodies, &m_writes, &m_quiet, &m_lingering})
        if (auto const* first = list->first())
            sleep = std::clamp(first->deadline - m_now, 0ms, sleep);
    std::array<epoll_event, 512> events;
    // One more, because a deadline of 4.9 ms is not over after 4.
    auto const wait_ms = int(sleep.count()) + (sleep > 0ms ? 1 : 0);
    auto const count = ::epoll_wait(m_epoll, events.data(), int(events.size()), wait_ms);
    m_now = m.world.clock.monotonic();
    m.counters.looked_at = m_now.count();
    for (auto i = 0; i < count; ++i) {
        auto const id = events[std::size_t(i)].data.u64;
        if (id == WakeId)
            continue;
        if (id >= ListenerIds)
            accept_from(m.listeners[id - ListenerIds]);
        else if (auto* one = find(id))
            on_event(*one, events[std::size_t(i)].events);
    }
    read_post();
    flush_some();
    expire();
    if (!m_accepting && m_now >= m_accept_again && !m_draining)
        listen_for(EPOLLIN);
    refresh_certificate();
    if (m_drain_ms >= 0 && !m_draining)
        begin_drain();
    m_gone.clear();
}

Connection* Loop::find(ConnectionId id)
{
    auto const fd = std::size_t(id & 0xFFFF'FFFF);
    if (fd >= m_by_fd.size() || !m_by_fd[fd] || m_by_fd[fd]->id != id)
        return nullptr;
    return m_by_fd[fd].get();
}

void Loop::on_event(Connection& one, std::uint32_t events)
{
    if (one.phase == Phase::shaking_hands) {
        auto const moved = shake_hands(one.tls.get());
        if (moved.then == Moved::Then::ended)
            return close(one);
        one.tls_wants_write = moved.then == Moved::Then::wait_writable;
        if (moved.then != Moved::Then::fine)
            return arm(one);
        one.phase = Phase::head;
        events |= EPOLLIN;
    }
    if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0)
        return close(one);
    if ((events & EPOLLOUT) != 0)
        flush(one);
    if (!one.dead && (events & EPOLLIN) != 0)
        read_from(one);
    if (!one.dead)
        arm(one);
}

void Loop::read_post()
{
    for (auto& [to, what] : m.mailbox->take()) {
        auto* const one = find(to);
        if (one == nullptr) {
            if (auto* opened = std::get_if<post::OpenStream>(&what))
                opened->line->ended();
            continue;
        }
        if (auto* answer = std::get_if<post::Answer>(&what)) {
            on_answer(*one, std::move(*answer->written));
        } else if (auto* bytes = std::get_if<post::StreamBytes>(&what); bytes && one->line) {
            one->out.push(std::move(bytes->bytes));
            if (!std::exchange(one->to_flush, true))
                m_to_flush.add(one->line->group(), to);
        } else if (auto* piece = std::get_if<post::SourcePiece>(&what)) {
            on_piece(*one, std::move(piece->bytes));
        } else if (auto* opened = std::get_if<post::OpenStream>(&what)) {
            on_stream(*one, std::move(*opened));
        } else if (auto* spooled = std::get_if<post::Spooled>(&what)) {
            on_spooled(*one, spooled->refusal);
        } else if (std::holds_alternative<post::Reset>(what)) {
            // Lingering for no time makes close() send a reset.
            struct linger const none{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(one->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
            close(*one);
        } else if (auto* end = std::get_if<post::EndStream>(&what); end && one->line) {
            one->ending = true;
            if (end->cut || one->out.empty())
                close(*one);
        }
        // What is about to be written needs no word from epoll that it may be.
        if (!one->dead && !one->to_flush)
            arm(*one);
    }
}

void Loop::expire()
{
    for (auto const* list : {&m_heads, &m_idle, &m_bodies, &m_writes, &m_quiet, &m_lingering})
        while (list->first() != nullptr && list->first()->deadline <= m_now) {
            auto& one = *list->first();
            on_deadline(one);
            if (!one.dead)
                arm(one);
        }
}

void Loop::on_deadline(Connection& one)
{
    if (one.list == &m_quiet) {
        queue(one, m_ping);
        m_quiet.put(one, m_now);
        flush(one);
    } else if (one.list == &m_heads && !one.in.empty()) {
        turn_away(one, {408, "too_slow", "The request head took too long."});
    } else if (one.list == &m_bodies) {
        auto& exchange = *one.exchange;
        auto const came = exchange.received - exchange.received_before;
        auto const least = exchange.limits.min_rate * std::uint64_t(m.options.body_window.count()) /
                           1'000;
        if (came < least && !exchange.spooling)
            return turn_away(one, {408, "too_slow", "The request body came too slowly."});
        exchange.received_before = exchange.received;
        m_bodies.put(one, m_now);
    } else if (one.list == &m_writes && one.exchange && one.exchange->pulling && one.out.empty()) {
        m_writes.put(one, m_now);  // our own disk is slow, not the client
    } else {
        close(one);
    }
}

void Loop::begin_drain()
{
    m_draining = true;
    m_drain_ends = m_now + Ms(m_drain_ms.load());
    for (auto& listener : m.listeners)
        ::close(std::exchange(listener.fd, -1));
    m_accepting = false;
    for (auto& slot : m_by_fd) {
        if (!slot)
            continue;
        auto const phase = slot->phase;
        auto const nothing_under_way = phase == Phase::idle || phase == Phase::shaking_hands ||
                                       (phase == Phase::head && slot->in.empty());
        if (nothing_under_way || phase == Phase::stream)
            close(*slot);
    }
}

void Loop::refresh_certificate()
{
    auto const asked = m_certificate_asked.exchange(false);
    if (!m.tls || (!asked && m_now < m_certificate_check))
        return;
    m_certificate_check = m_now + 5s;
    auto const stamp = stamp_of(m.options.certificate_file, m.options.key_file);
    if (!asked && stamp == m_certificate_stamp)
        return;
    auto fresh = open_tls_context(m.options.certificate_file, m.options.key_file);
    // Between the two writes of a renewal the pair does not fit; the next round reads it again.
    if (!fresh)
        return log_now_and_then("certificate not usable", fresh.error().detail);
    m_certificate_stamp = stamp;
    m.tls = std::move(*fresh);
    base::log(base::LogLevel::info, "http", "certificate read again");
}

// Registers what the connection waits for, if that changed.
void Loop::arm(Connection& one)
{
    auto const reads = !one.input_held && !is_spool_behind(one);
    auto const writes = !one.out.empty() || one.tls_wants_write;
    auto const wanted = (reads ? std::uint32_t(EPOLLIN) : 0U) |
                        (writes ? std::uint32_t(EPOLLOUT) : 0U);
    if (wanted == one.events)
        return;
    one.events = wanted;
    epoll_event event{.events = wanted, .data = {.u64 = one.id}};
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, one.fd, &event);
}

void Loop::close(Connection& one)
{
    if (one.dead)
        return;
    one.dead = true;
    WaitList::drop(one);
    if (one.line) {
        --m.counters.streams;
        one.line->ended();
    }
    if (one.exchange)
        m_buffered -= one.exchange->buffered;
    if (one.tls && one.phase != Phase::shaking_hands)
        SSL_shutdown(one.tls.get());
    one.tls.reset();
    ::close(one.fd);
    --m.counters.connections;
    if (auto const same = m_per_address.find(one.peer.counted_as());
        same != m_per_address.end() && --same->second == 0)
        m_per_address.erase(same);
    m_gone.push_back(std::move(m_by_fd[std::size_t(one.fd)]));
}

void Loop::log_now_and_then(std::string_view what, std::string_view why)
{
    if (m_now - m_last_log < 10s)
        return;
    m_last_log = m_now;
    base::log(base::LogLevel::warning, "http", what, {{"why", why}});
}

}  // namespace http

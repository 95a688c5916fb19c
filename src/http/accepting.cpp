#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "http/loop.hpp"

namespace http {

namespace {

using namespace std::chrono_literals;
using Phase = Connection::Phase;

// What the kernel holds of an answer beyond what is on its way to the client.
constexpr int UnsentBytes = 64 << 10;

}  // namespace

void Loop::accept_from(Listener const& listener)
{
    // A bounded number, so that a burst of newcomers does not hold up the others.
    for (auto i = 0; i < 64 && m_accepting; ++i) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        auto const fd = ::accept4(listener.fd, reinterpret_cast<sockaddr*>(&from), &size,
                                  SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                log_now_and_then("cannot accept", std::strerror(errno));
                make_room();
                pause_accepting(100ms);
            }
            if (errno != ECONNABORTED && errno != EINTR)
                return;
            continue;
        }
        if (!admit(fd, Address::of(from))) {
            ++m.counters.shed;
            ::close(fd);
        }
    }
}

// Closes the connection that has been idle longest; an idle one counts as nobody's work.
bool Loop::make_room()
{
    auto* victim = m_idle.first();
    if (victim == nullptr && m_heads.first() != nullptr && m_heads.first()->in.empty())
        victim = m_heads.first();
    if (victim == nullptr)
        return false;
    ++m.counters.shed;
    close(*victim);
    return true;
}

bool Loop::admit(int fd, Address const& peer)
{
    if (m.counters.connections >= m.options.max_connections && !make_room())
        return false;
    auto const trusted = peer.is_loopback() || holds(m.trusted, peer);
    auto& same = m_per_address[peer.counted_as()];
    if (same >= (trusted ? m.options.max_per_trusted_address : m.options.max_per_address)) {
        log_now_and_then("too many connections from one address", peer.text());
        return false;
    }
    auto one = std::make_unique<Connection>();
    if (m.tls) {
        one->tls.reset(SSL_new(m.tls.get()));
        if (!one->tls || SSL_set_fd(one->tls.get(), fd) != 1)
            return false;
        SSL_set_accept_state(one->tls.get());
    }
    int const yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // Else the kernel takes megabytes for a client that reads nothing, and copying them is our time.
    ::setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &UnsentBytes, sizeof UnsentBytes);
    one->id = (ConnectionId(m_generation++ & 0x7FFF'FFFF) << 32) | ConnectionId(fd);
    one->fd = fd;
    one->peer = peer;
    one->trusted = trusted;
    one->phase = m.tls ? Phase::shaking_hands : Phase::head;
    one->events = EPOLLIN;
    epoll_event event{.events = one->events, .data = {.u64 = one->id}};
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        return false;
    ++same;
    ++m.counters.connections;
    ++m.counters.accepted;
    m_heads.put(*one, m_now);
    if (m_by_fd.size() <= std::size_t(fd))
        m_by_fd.resize(std::size_t(fd) + 1);
    m_by_fd[std::size_t(fd)] = std::move(one);
    return true;
}

void Loop::pause_accepting(Ms wait)
{
    m_accept_again = m_now + wait;
    listen_for(0);
}

void Loop::listen_for(std::uint32_t events)
{
    m_accepting = events != 0;
    for (std::size_t i = 0; i < m.listeners.size(); ++i) {
        epoll_event event{.events = events, .data = {.u64 = ListenerIds + i}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, m.listeners[i].fd, &event);
    }
}

}  // namespace http

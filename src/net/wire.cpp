#include "net/wire.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace net {

namespace {

// Enough of an early answer to stop writing and read it.
constexpr std::size_t MaxEarly = 64 << 10;

std::string tls_reason(SSL* tls)
{
    if (auto const verdict = SSL_get_verify_result(tls); verdict != X509_V_OK)
        return X509_verify_cert_error_string(verdict);
    char text[256] = "closed";
    if (auto const code = ERR_get_error(); code != 0)
        ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

}  // namespace

Wire::~Wire()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

X509* Wire::certificate() const { return m_tls ? SSL_get1_peer_certificate(m_tls.get()) : nullptr; }

void Wire::swap(Wire& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    m_tls.swap(other.m_tls);
    m_in.swap(other.m_in);
    std::swap(m_ended, other.m_ended);
    m_why.swap(other.m_why);
}

Wire::Step Wire::fail(char const* what)
{
    m_why = std::string(what) + ": " + std::strerror(errno);
    return Step::broken;
}

Wire::Step Wire::fail_tls(char const* what)
{
    m_why = std::string(what) + ": " + tls_reason(m_tls.get());
    return Step::broken;
}

Wire::Step Wire::wait(short events, Deadline const& deadline, short* seen)
{
    for (;;) {
        auto const left = deadline.left();
        if (left.count() <= 0) {
            m_why = "too slow";
            return Step::timed_out;
        }
        pollfd one{m_fd, events, 0};
        // In slices, because the world's clock may be moved by a test.
        auto const ready = ::poll(&one, 1, int(std::min<std::int64_t>(left.count(), 250)));
        if (ready < 0 && errno != EINTR)
            return fail("poll");
        if (ready > 0) {
            if (seen != nullptr)
                *seen = one.revents;
            return Step::fine;
        }
    }
}

Wire::Step Wire::connect(base::Address const& to, std::uint16_t port, Deadline const& deadline)
{
    auto const [at, size] = to.at_port(port);
    m_fd = ::socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_fd < 0)
        return fail("socket");
    int const yes = 1;
    ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(m_fd, reinterpret_cast<sockaddr const*>(&at), size) == 0)
        return Step::fine;
    if (errno != EINPROGRESS)
        return fail("connect");
    if (auto const step = wait(POLLOUT, deadline); step != Step::fine)
        return step;
    int fault = 0;
    socklen_t fault_size = sizeof fault;
    ::getsockopt(m_fd, SOL_SOCKET, SO_ERROR, &fault, &fault_size);
    errno = fault;
    return fault == 0 ? Step::fine : fail("connect");
}

Wire::Step Wire::secure(Trust const& trust, std::string const& host, Deadline const& deadline)
{
    m_tls.reset(SSL_new(trust.context()));
    auto* const in = BIO_new(BIO_s_mem());
    auto* const out = BIO_new(BIO_s_mem());
    if (!m_tls || in == nullptr || out == nullptr)
        throw std::bad_alloc();
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(m_tls.get(), in, out);
    SSL_set_connect_state(m_tls.get());
    if (base::Address::parse(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_tls.get()), host.c_str());
    } else {
        SSL_set_tlsext_host_name(m_tls.get(), host.c_str());
        SSL_set_hostflags(m_tls.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        SSL_set1_host(m_tls.get(), host.c_str());
    }
    for (;;) {
        ERR_clear_error();
        auto const result = SSL_do_handshake(m_tls.get());
        auto const why = result == 1 ? SSL_ERROR_NONE : SSL_get_error(m_tls.get(), result);
        auto early = false;
        // An alert that says why goes out as well.
        auto const flushed = flush_tls(deadline, false, early);
        if (result == 1)
            return flushed;
        if (why != SSL_ERROR_WANT_READ)
            return fail_tls("handshake");
        if (flushed != Step::fine)
            return flushed;
        if (auto const step = wait(POLLIN, deadline); step != Step::fine)
            return step;
        if (auto const step = take_in(); step != Step::fine)
            return step;
    }
}

// Moves what the socket has into the buffers above it.
Wire::Step Wire::take_in()
{
    std::array<char, 16384> room;
    auto const got = ::recv(m_fd, room.data(), room.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return Step::fine;
    if (got < 0)
        return fail("read");
    if (got == 0) {
        m_ended = true;
        m_why = "closed by the other side";
        return Step::closed;
    }
    if (m_tls)
        BIO_write(SSL_get_rbio(m_tls.get()), room.data(), int(got));
    else
        m_in.append(room.data(), std::size_t(got));
    return Step::fine;
}

bool Wire::has_early_answer()
{
    if (!m_tls)
        return !m_in.empty();
    // Session tickets come unasked; only application data is an answer.
    char one = 0;
    ERR_clear_error();
    auto const has = SSL_peek(m_tls.get(), &one, 1) == 1;
    ERR_clear_error();
    return has;
}

Wire::Step Wire::send_plain(std::string_view& bytes, Deadline const& deadline, bool watch_input,
                            bool& early)
{
    while (!bytes.empty()) {
        auto const sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(std::size_t(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return fail("write");
        short seen = 0;
        auto const watched = watch_input && !m_ended && m_in.size() < MaxEarly;
        auto const events = short(POLLOUT | (watched ? POLLIN : 0));
        if (auto const step = wait(events, deadline, &seen); step != Step::fine)
            return step;
        if (watched && (seen & POLLIN) != 0) {
            if (take_in() == Step::broken)
                return Step::broken;
            early = has_early_answer();
            if (early)
                return Step::fine;
        }
    }
    return Step::fine;
}

Wire::Step Wire::flush_tls(Deadline const& deadline, bool watch_input, bool& early)
{
    auto* const out = SSL_get_wbio(m_tls.get());
    for (;;) {
        char* data = nullptr;
        auto const size = BIO_get_mem_data(out, &data);
        if (size <= 0)
            return Step::fine;
        std::string_view rest(data, std::size_t(size));
        auto const step = send_plain(rest, deadline, watch_input, early);
        if (step != Step::fine || early)
            return step;
        BIO_reset(out);
    }
}

Wire::Sent Wire::write(std::string_view bytes, Deadline const& deadline)
{
    auto early = false;
    if (!m_tls) {
        auto const step = send_plain(bytes, deadline, true, early);
        return {step, early};
    }
    while (!bytes.empty()) {
        // A record at a time, so that the buffer below stays small.
        auto const part = bytes.substr(0, 16384);
        ERR_clear_error();
        if (SSL_write(m_tls.get(), part.data(), int(part.size())) <= 0)
            return {fail_tls("write"), false};
        if (auto const step = flush_tls(deadline, true, early); step != Step::fine || early)
            return {step, early};
        bytes.remove_prefix(part.size());
    }
    return {};
}

Wire::Step Wire::read(std::string& out, Deadline const& deadline)
{
    for (;;) {
        if (!m_tls && !m_in.empty()) {
            out.append(std::exchange(m_in, {}));
            return Step::fine;
        }
        if (m_tls) {
            std::array<char, 16384> room;
            ERR_clear_error();
            auto const got = SSL_read(m_tls.get(), room.data(), int(room.size()));
            if (got > 0) {
                out.append(room.data(), std::size_t(got));
                return Step::fine;
            }
            auto const why = SSL_get_error(m_tls.get(), got);
            if (why == SSL_ERROR_ZERO_RETURN) {
                m_why = "closed by the other side";
                return Step::closed;
            }
            if (why != SSL_ERROR_WANT_READ)
                return fail_tls("read");
            // Without its closing words an end over TLS may be an attacker's.
            if (m_ended) {
                m_why = "cut off";
                return Step::broken;
            }
        } else if (m_ended) {
            return Step::closed;
        }
        if (auto const step = wait(POLLIN, deadline); step != Step::fine)
            return step;
        if (auto const step = take_in(); step == Step::broken)
            return step;
    }
}

bool Wire::is_quiet()
{
    if (m_fd < 0 || m_ended || !m_in.empty())
        return false;
    pollfd one{m_fd, POLLIN, 0};
    while (::poll(&one, 1, 0) > 0) {
        // Session tickets of TLS 1.3 may still arrive; anything else is the end.
        if (!m_tls || take_in() != Step::fine || has_early_answer() ||
            (SSL_get_shutdown(m_tls.get()) & SSL_RECEIVED_SHUTDOWN) != 0)
            return false;
    }
    return true;
}

}  // namespace net

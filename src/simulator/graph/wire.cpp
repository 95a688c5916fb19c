#include "simulator/graph/wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "simulator/graph/answer_head.hpp"

namespace simulator {

std::optional<LocalUrl> local_url(std::string_view url)
{
    if (!base::starts_with_no_case(url, "http://"))
        return std::nullopt;
    url.remove_prefix(7);
    auto const slash = std::min(url.find('/'), url.size());
    auto const authority = url.substr(0, slash);
    LocalUrl out{.host = std::string(authority), .target = std::string(url.substr(slash))};
    if (out.target.empty())
        out.target = "/";
    auto name = authority;
    auto const colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        auto const digits = authority.substr(colon + 1);
        auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                  out.port);
        if (fault != std::errc() || end != digits.data() + digits.size() || out.port < 1 ||
            out.port > 65535)
            return std::nullopt;
        name = authority.substr(0, colon);
    }
    in_addr v4{};
    bool const loopback4 = inet_pton(AF_INET, std::string(name).c_str(), &v4) == 1 &&
                           ntohl(v4.s_addr) >> 24 == 127;
    out.v6 = name == "[::1]";
    if (!loopback4 && !out.v6 && base::lower_ascii(name) != "localhost")
        return std::nullopt;
    if (out.target.find_first_of("\r\n ") != std::string::npos)
        return std::nullopt;
    return out;
}

std::string webhook_request(LocalUrl const& to, std::string_view signature, std::string_view body)
{
    std::string out = "POST " + to.target + " HTTP/1.1\r\nHost: " + to.host +
                      "\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\n"
                      "Content-Type: application/json\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\nX-Hub-Signature-256: ";
    out.append(signature).append("\r\n\r\n").append(body);
    return out;
}

std::string get_request(LocalUrl const& to)
{
    return "GET " + to.target + " HTTP/1.1\r\nHost: " + to.host +
           "\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\nConnection: close\r\n\r\n";
}

int connect_local(LocalUrl const& to, bool blocking)
{
    int const family = to.v6 ? AF_INET6 : AF_INET;
    int const fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
    if (fd < 0)
        return -1;
    int const on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_storage address{};
    socklen_t length = 0;
    if (to.v6) {
        auto* const six = reinterpret_cast<sockaddr_in6*>(&address);
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(std::uint16_t(to.port));
        six->sin6_addr = in6addr_loopback;
        length = sizeof *six;
    } else {
        auto* const four = reinterpret_cast<sockaddr_in*>(&address);
        four->sin_family = AF_INET;
        four->sin_port = htons(std::uint16_t(to.port));
        auto const name = to.host.substr(0, to.host.find(':'));
        if (inet_pton(AF_INET, name.c_str(), &four->sin_addr) != 1)
            four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        length = sizeof *four;
    }
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 || errno == EINPROGRESS)
        return fd;
    ::close(fd);
    return -1;
}

bool Wire::open(LocalUrl const& to, std::chrono::milliseconds patience)
{
    close();
    m_fd = connect_local(to, true);
    if (m_fd < 0)
        return false;
    timeval const wait{.tv_sec = patience.count() / 1000,
                       .tv_usec = patience.count() % 1000 * 1000};
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(m_fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    m_port = to.port;
    m_v6 = to.v6;
    return true;
}

void Wire::close()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

int Wire::attempt(std::string_view request)
{
    while (!request.empty()) {
        auto const sent = ::send(m_fd, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return 0;
        request.remove_prefix(std::size_t(sent));
    }
    AnswerReader reader;
    char room[16'384];
    while (!reader.done()) {
        auto const got = ::recv(m_fd, room, sizeof room, 0);
        if (got <= 0)
            break;
        reader.add({room, std::size_t(got)});
    }
    m_body = reader.body();
    if (!reader.done())
        return reader.status_at_end();
    if (reader.closes())
        close();
    return reader.status();
}

int Wire::exchange(LocalUrl const& to, std::string_view request, std::chrono::milliseconds patience)
{
    bool const kept = m_fd >= 0 && m_port == to.port && m_v6 == to.v6;
    if (!kept && !open(to, patience))
        return 0;
    if (auto const status = attempt(request); status != 0)
        return status;
    close();
    // The server may have given the kept connection up meanwhile; a webhook may be repeated.
    if (!kept || !open(to, patience))
        return 0;
    auto const status = attempt(request);
    if (status == 0)
        close();
    return status;
}

}  // namespace simulator

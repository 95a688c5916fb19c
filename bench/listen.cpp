#include "listen.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <set>
#include <string>
#include <vector>

namespace bench {

namespace {

constexpr int AtOnce = 300;  // opening
constexpr int HelloWait = 20'000;

class Listening {
public:
    Listening(int port, std::string_view mark) : m_port(port), m_mark(mark) {}

    // False: one of them was refused.
    bool open(std::string const& token, int count)
    {
        for (auto left = count; left > 0; left -= AtOnce) {
            std::set<int> fresh;
            for (auto i = 0; i < std::min(AtOnce, left); ++i) {
                auto const fd = begin(token);
                if (fd < 0)
                    return false;
                fresh.insert(m_marked = fd);
            }
            while (!fresh.empty())
                if (!take(HelloWait, [&](int fd) { fresh.erase(fd); }))
                    return false;
        }
        return m_ended == 0;
    }
    void run()
    {
        epoll_event input{.events = EPOLLIN | EPOLLHUP, .data = {.fd = STDIN_FILENO}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, STDIN_FILENO, &input);
        while (!m_over)
            take(1'000, [](int) {});
    }
    int ended() const { return m_ended; }

private:
    int begin(std::string const& token) const
    {
        auto const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(std::uint16_t(m_port));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto const request =
            "GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
            "\r\n\r\n";
        if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 ||
            ::send(fd, request.data(), request.size(), 0) != ssize_t(request.size()))
            return -1;
        epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
        return fd;
    }
    // One round; false when nothing came in time.
    bool take(int wait_ms, auto heard)
    {
        std::array<epoll_event, 256> events;
        auto const count = ::epoll_wait(m_epoll, events.data(), int(events.size()), wait_ms);
        for (auto i = 0; i < count; ++i) {
            auto const fd = events[std::size_t(i)].data.fd;
            auto const got = fd == STDIN_FILENO
                               ? ::read(fd, m_room.data(), m_room.size())
                               : ::recv(fd, m_room.data(), m_room.size(), MSG_DONTWAIT);
            if (fd == STDIN_FILENO) {
                m_over = got <= 0;
            } else if (got > 0) {
                heard(fd);
                if (fd == m_marked)
                    find_marks({m_room.data(), std::size_t(got)});
            } else if (got == 0 || errno != EAGAIN) {
                ::close(fd);
                ++m_ended;
            }
        }
        return count > 0;
    }
    void find_marks(std::string_view fresh)
    {
        auto const now = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
        m_text.append(fresh);
        std::size_t at = 0;
        while ((at = m_text.find(m_mark, at)) != m_text.npos) {
            auto const from = at + m_mark.size();
            auto const to = m_text.find('-', from);
            if (to == m_text.npos)
                break;
            auto number = m_text.substr(from, to - from);
            if (m_heard.insert(number).second)
                std::printf("heard %s %lld\n", number.c_str(), static_cast<long long>(now.count()));
            at = to;
        }
        std::fflush(stdout);
        // What a mark could begin in.
        m_text.erase(0, std::min(at, m_text.size() - std::min<std::size_t>(m_text.size(), 64)));
    }

    int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    int m_port;
    std::string m_mark;
    int m_marked = -1;
    int m_ended = 0;
    bool m_over = false;
    std::string m_text;
    std::set<std::string> m_heard;
    std::vector<char> m_room = std::vector<char>(256 << 10);
};

}  // namespace

int listen_to(int port, std::string_view mark)
{
    Listening listening(port, mark);
    for (std::string line; std::getline(std::cin, line) && !line.empty();) {
        auto const space = line.find(' ');
        auto count = 0;
        if (space != line.npos)
            std::from_chars(line.data() + space + 1, line.data() + line.size(), count);
        if (count == 0 || !listening.open(line.substr(0, space), count)) {
            std::fprintf(stderr, "a stream was refused\n");
            return 1;
        }
    }
    std::printf("ready\n");
    std::fflush(stdout);
    listening.run();
    std::printf("ended %d\n", listening.ended());
    return 0;
}

}  // namespace bench

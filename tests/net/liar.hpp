#pragma once

// A server on loopback that does to each connection what the test says, and nothing more.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace liar {

using namespace std::chrono_literals;
using namespace std::string_literals;

// One accepted connection.
class Talk {
public:
    explicit Talk(int fd, std::atomic<bool> const& stopping) : m_fd(fd), m_stopping(stopping) {}
    ~Talk()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Talk(Talk const&) = delete;
    int fd() const { return m_fd; }

    void say(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes.remove_prefix(std::size_t(sent));
        }
    }
    // Reads until the text shows up; what came is in heard().
    bool hear(std::string_view until)
    {
        while (m_heard.find(until) == std::string::npos)
            if (!more())
                return false;
        return true;
    }
    bool hear_bytes(std::size_t count)
    {
        while (m_heard.size() < count)
            if (!more())
                return false;
        return true;
    }
    std::string& heard() { return m_heard; }
    // Answers with a reset instead of an orderly end.
    void reset()
    {
        linger const now{1, 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(std::exchange(m_fd, -1));
    }
    // Says nothing until the client goes away or the test ends.
    void hang()
    {
        while (!m_stopping && more()) {}
    }
    bool stopping() const { return m_stopping; }

private:
    bool more()
    {
        for (;;) {
            pollfd wait{m_fd, POLLIN, 0};
            auto const ready = ::poll(&wait, 1, 20);
            if (m_stopping)
                return false;
            if (ready <= 0)
                continue;
            char room[65536];
            auto const got = ::recv(m_fd, room, sizeof room, 0);
            if (got <= 0)
                return false;
            m_heard.append(room, std::size_t(got));
            return true;
        }
    }

    int m_fd;
    std::atomic<bool> const& m_stopping;
    std::string m_heard;
};

class Server {
public:
    explicit Server(std::function<void(Talk&)> script) : m_script(std::move(script))
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(m_fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
        REQUIRE(::listen(m_fd, 64) == 0);
        socklen_t size = sizeof at;
        ::getsockname(m_fd, reinterpret_cast<sockaddr*>(&at), &size);
        m_port = ntohs(at.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~Server()
    {
        m_stopping = true;
        m_thread.join();
        ::close(m_fd);
    }
    int port() const { return m_port; }
    int connections() const { return m_connections; }
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(m_port); }

private:
    void serve()
    {
        while (!m_stopping) {
            pollfd wait{m_fd, POLLIN, 0};
            if (::poll(&wait, 1, 20) <= 0)
                continue;
            auto const fd = ::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0)
                continue;
            ++m_connections;
            Talk talk(fd, m_stopping);
            m_script(talk);
        }
    }

    std::function<void(Talk&)> m_script;
    int m_fd = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_connections = 0;
    std::thread m_thread;
};

}  // namespace liar

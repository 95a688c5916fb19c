#pragma once

// A running edge and clients that speak bytes, for the tests of src/http.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/world.hpp"
#include "http/server.hpp"

namespace edge_test {

using namespace std::chrono_literals;
using namespace std::string_literals;

// Real time that can be pushed forward.
class PushedClock final : public base::Clock {
public:
    base::Instant now() const override { return base::real_world().clock.now() + pushed(); }
    std::chrono::milliseconds monotonic() const override
    {
        return base::real_world().clock.monotonic() + pushed();
    }
    void push(std::chrono::milliseconds by) { m_pushed += by.count(); }

private:
    std::chrono::milliseconds pushed() const { return std::chrono::milliseconds(m_pushed.load()); }
    std::atomic<std::int64_t> m_pushed = 0;
};

class FunctionHandler final : public http::Handler {
public:
    std::function<void(http::Request, http::Reply)> on_request;
    http::RouteLimits route_limits;

    http::RouteLimits limits(std::string_view, std::string_view) const override
    {
        return route_limits;
    }
    void handle(http::Request request, http::Reply reply) override
    {
        on_request(std::move(request), std::move(reply));
    }
};

// What came back: status line and headers as text, and the body.
struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    std::string header(std::string_view name) const
    {
        auto rest = std::string_view(head);
        while (!rest.empty()) {
            auto const end = std::min(rest.find("\r\n"), rest.size());
            auto const line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 2, rest.size()));
            auto const colon = line.find(": ");
            if (colon != line.npos && http::equal_no_case(line.substr(0, colon), name))
                return std::string(line.substr(colon + 2));
        }
        return "";
    }
};

class Client {
public:
    explicit Client(int port, int receive_buffer = 0)
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receive_buffer > 0)
            ::setsockopt(m_fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(std::uint16_t(port));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(m_fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    }
    Client(Client&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1)), m_had(std::move(other.m_had))
    {
    }
    ~Client() { close(); }

    void close()
    {
        if (m_fd >= 0)
            ::close(std::exchange(m_fd, -1));
    }
    void finish_writing() { ::shutdown(m_fd, SHUT_WR); }
    int fd() const { return m_fd; }

    // False when the other side has closed.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(std::size_t(sent));
        }
        return true;
    }

    // Waits for more; false at the end of the connection or after `patience`.
    bool more(std::chrono::milliseconds patience = 5s)
    {
        pollfd wait{m_fd, POLLIN, 0};
        if (::poll(&wait, 1, int(patience.count())) <= 0)
            return false;
        char room[16384];
        auto const got = ::recv(m_fd, room, sizeof room, 0);
        m_ended = got <= 0;
        if (got > 0)
            m_had.append(room, std::size_t(got));
        return got > 0;
    }

    Answer answer(bool has_body = true)
    {
        Answer answer;
        while (m_had.find("\r\n\r\n") == std::string::npos)
            if (!more())
                return answer;
        auto const end = m_had.find("\r\n\r\n");
        answer.head = m_had.substr(0, end + 2);
        m_had.erase(0, end + 4);
        answer.status = (answer.head[9] - '0') * 100 + (answer.head[10] - '0') * 10 +
                        answer.head[11] - '0';
        auto const length = answer.header("Content-Length");
        auto const size = has_body && !length.empty()
                            ? std::size_t(std::strtoull(length.c_str(), nullptr, 10))
                            : 0;
        while (m_had.size() < size)
            if (!more())
                break;
        answer.body = m_had.substr(0, size);
        m_had.erase(0, size);
        return answer;
    }

    Answer ask(std::string_view bytes)
    {
        send(bytes);
        return answer();
    }

    // All that has come until the text shows up.
    bool sees(std::string_view text)
    {
        while (m_had.find(text) == std::string::npos)
            if (!more())
                return false;
        return true;
    }

    // Whether the other side closes within the patience; what it sent before stays readable.
    bool closes(std::chrono::milliseconds patience = 5s)
    {
        while (more(patience)) {}
        return m_ended;
    }
    std::string const& had() const { return m_had; }

private:
    int m_fd = -1;
    bool m_ended = false;
    std::string m_had;
};

class Edge {
public:
    PushedClock clock;
    FunctionHandler handler;
    http::Options options;
    std::unique_ptr<http::Server> server;

    Edge()
    {
        options.listen = {"127.0.0.1:0"};
        options.workers = 2;
        options.tick = 10ms;
        handler.on_request = [](http::Request request, http::Reply reply) {
            reply.send(http::text(200, request.method + " " + request.path + " " + request.body));
        };
    }
    ~Edge() { server.reset(); }

    void start()
    {
        server = std::make_unique<http::Server>(options, handler,
                                                base::World{clock, base::real_world().random});
        auto const started = server->start();
        REQUIRE_MESSAGE(started.ok(), (started.ok() ? "" : started.error().detail));
    }
    Client client() { return Client(server->bound_port()); }
    Answer get(std::string_view path)
    {
        auto one = client();
        return one.ask("GET "s.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }
    // Waits until the condition holds; false after five seconds.
    template <class Condition>
    static bool soon(Condition const& condition)
    {
        for (auto i = 0; i < 1'000; ++i) {
            if (condition())
                return true;
            ::usleep(5'000);
        }
        return false;
    }
};

}  // namespace edge_test

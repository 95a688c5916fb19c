#include <sys/resource.h>

#include "http/address.hpp"
#include "http/edge.hpp"

using namespace edge_test;

namespace {

auto const Get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"s;

}  // namespace

TEST_CASE("slow: a head that is not whole after five seconds is 408")
{
    Edge edge;
    edge.start();
    auto slow = edge.client();
    slow.send("GET / HTTP/1.1\r\nHost: ");
    auto silent = edge.client();
    REQUIRE(Edge::soon([&] { return edge.server->stats().connections == 2; }));
    ::usleep(50'000);
    edge.clock.push(4'500ms);
    ::usleep(50'000);
    // A byte now and then does not buy more time.
    slow.send("l");
    CHECK_FALSE(slow.more(100ms));
    edge.clock.push(600ms);
    CHECK(slow.answer().status == 408);
    CHECK(silent.closes());
    CHECK(silent.had().empty());
}

TEST_CASE("slow: a connection may be idle for fifteen seconds between requests")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    CHECK(client.ask(Get).status == 200);
    ::usleep(50'000);
    edge.clock.push(14s);
    CHECK(client.ask(Get).status == 200);
    ::usleep(50'000);
    edge.clock.push(16s);
    CHECK(client.closes());
}

TEST_CASE("slow: a body must keep one kilobyte a second")
{
    Edge edge;
    edge.handler.route_limits.max_body = 1 << 20;
    edge.start();
    auto const head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"s;
    auto slow = edge.client();
    slow.send(head + std::string(9'000, 'x'));
    auto steady = edge.client();
    steady.send(head + std::string(11'000, 'x'));
    ::usleep(100'000);
    edge.clock.push(10'100ms);
    CHECK(slow.answer().status == 408);
    CHECK_FALSE(steady.more(100ms));
    steady.send(std::string(9'000, 'x'));
    ::usleep(100'000);
    edge.clock.push(10'100ms);
    CHECK(steady.answer().status == 408);
}

TEST_CASE("slow: a client that does not read its answer is dropped after twenty seconds")
{
    Edge edge;
    edge.handler.on_request = [](http::Request, http::Reply reply) {
        reply.send(http::text(200, std::string(32 << 20, 'x')));
    };
    edge.start();
    Client client(edge.server->bound_port(), 4'096);
    client.send(Get);
    REQUIRE(Edge::soon([&] { return edge.server->stats().requests == 1; }));
    ::usleep(300'000);
    edge.clock.push(19s);
    ::usleep(100'000);
    CHECK(edge.server->stats().connections == 1);
    // Again and again, because the kernel may still have been taking bytes.
    CHECK(Edge::soon([&] {
        edge.clock.push(2s);
        return edge.server->stats().connections == 0;
    }));
}

TEST_CASE("slow: what a client does not read is not copied to the kernel ahead of it")
{
    class Endless final : public http::BodySource {
    public:
        explicit Endless(std::atomic<std::uint64_t>& taken) : m_taken(taken) {}
        std::uint64_t size() const override { return 64 << 20; }
        std::string chunk(std::uint64_t offset, std::size_t max) override
        {
            m_taken = offset + max;
            return std::string(max, 'x');
        }

    private:
        std::atomic<std::uint64_t>& m_taken;
    };
    std::atomic<std::uint64_t> taken = 0;
    Edge edge;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        http::Response response;
        response.source = std::make_shared<Endless>(taken);
        reply.send(std::move(response));
    };
    edge.start();
    Client client(edge.server->bound_port(), 4'096);
    client.send(Get);
    REQUIRE(Edge::soon([&] { return taken > 0; }));
    ::usleep(300'000);
    CHECK(taken <= 512 << 10);
}

TEST_CASE("slow: five hundred slow clients do not hold up a good one")
{
    Edge edge;
    edge.start();
    std::vector<Client> slow;
    for (auto i = 0; i < 500; ++i) {
        slow.push_back(edge.client());
        slow.back().send(i % 2 == 0
                             ? "GET / HT"
                             : "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nx");
    }
    auto good = edge.client();
    for (auto i = 0; i < 100; ++i) {
        auto const began = base::real_world().clock.monotonic();
        REQUIRE(good.ask(Get).status == 200);
        CHECK(base::real_world().clock.monotonic() - began < 1s);
    }
}

TEST_CASE("caps: one address has its share, and what leaves makes room")
{
    Edge edge;
    edge.options.max_per_trusted_address = 3;
    edge.start();
    std::vector<Client> clients;
    for (auto i = 0; i < 3; ++i) {
        clients.push_back(edge.client());
        CHECK(clients.back().ask(Get).status == 200);
    }
    auto fourth = edge.client();
    CHECK(fourth.closes());
    CHECK(edge.server->stats().shed == 1);
    clients.pop_back();
    REQUIRE(Edge::soon([&] { return edge.server->stats().connections == 2; }));
    CHECK(edge.client().ask(Get).status == 200);
}

TEST_CASE("caps: when all places are taken the longest idle gives way")
{
    Edge edge;
    edge.options.max_connections = 3;
    edge.start();
    std::vector<Client> clients;
    for (auto i = 0; i < 3; ++i) {
        clients.push_back(edge.client());
        CHECK(clients.back().ask(Get).status == 200);
    }
    CHECK(clients[0].ask(Get).status == 200);
    auto fourth = edge.client();
    CHECK(fourth.ask(Get).status == 200);
    CHECK(clients[1].closes());
    CHECK(clients[0].ask(Get).status == 200);
    CHECK(clients[2].ask(Get).status == 200);
}

TEST_CASE("caps: with more waiting than allowed, the less important are turned away first")
{
    Edge edge;
    edge.options.workers = 1;
    edge.options.max_waiting = 8;
    std::mutex gate;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        std::lock_guard const wait(gate);
        reply.send(http::no_content());
    };
    // Two waiting requests are a quarter of the room: too much for a report already.
    edge.handler.route_limits.importance = http::Importance::report;
    edge.start();
    std::vector<Client> clients;
    {
        std::lock_guard const closed(gate);
        for (auto i = 0; i < 3; ++i) {
            clients.push_back(edge.client());
            clients.back().send(Get);
            REQUIRE(
                Edge::soon([&] { return edge.server->stats().requests == std::size_t(i + 1); }));
            ::usleep(20'000);
        }
        auto turned = edge.client();
        auto const answer = turned.ask(Get);
        CHECK(answer.status == 503);
        CHECK(answer.header("Retry-After") == "2");
        // The connection is good for another try.
        CHECK_FALSE(turned.closes(50ms));
    }
    for (auto& client : clients)
        CHECK(client.answer().status == 204);
    CHECK(edge.server->stats().shed == 1);
}

TEST_CASE("caps: out of descriptors the edge waits, and recovers by itself")
{
    Edge edge;
    edge.start();
    auto const probe = ::dup(0);
    ::close(probe);
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    auto low = before;
    low.rlim_cur = rlim_t(probe) + 30;
    ::setrlimit(RLIMIT_NOFILE, &low);
    // Clients of this process take every place; the last ones wait in the kernel, not accepted.
    std::vector<int> sockets;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(std::uint16_t(edge.server->bound_port()));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (auto fd = ::socket(AF_INET, SOCK_STREAM, 0); fd >= 0;
         fd = ::socket(AF_INET, SOCK_STREAM, 0)) {
        sockets.push_back(fd);
        ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to);
    }
    ::usleep(300'000);
    CHECK(edge.server->stats().connections < sockets.size());
    for (auto const fd : sockets)
        ::close(fd);
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(Edge::soon([&] { return edge.server->stats().connections == 0; }));
    CHECK(edge.get("/").status == 200);
}

TEST_CASE("caps: an IPv6 network of one household counts as one address")
{
    auto const counted = [](std::string_view text) {
        return http::Address::parse(text)->counted_as().text();
    };
    CHECK(counted("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    CHECK(counted("203.0.113.7") == "203.0.113.7");
}

#include <algorithm>

#include "http/edge.hpp"
#include "http/sse.hpp"

using namespace edge_test;

namespace {

auto const Get = "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"s;

// An edge whose every request opens a stream that the test holds.
struct Streaming : Edge {
    std::mutex lock;
    std::vector<std::shared_ptr<http::Stream>> streams;
    std::atomic<int> ended = 0;

    Streaming()
    {
        handler.on_request = [this](http::Request, http::Reply reply) {
            auto stream = reply.stream({.first = "event: hello\ndata: {}\n\n"});
            stream->on_close([this] { ++ended; });
            std::lock_guard const hold(lock);
            streams.push_back(std::move(stream));
        };
    }
    ~Streaming() { server.reset(); }

    std::shared_ptr<http::Stream> stream(std::size_t index)
    {
        REQUIRE(soon([&] {
            std::lock_guard const hold(lock);
            return streams.size() > index;
        }));
        std::lock_guard const hold(lock);
        return streams[index];
    }
};

}  // namespace

TEST_CASE("stream: events flow until the client goes")
{
    Streaming edge;
    edge.start();
    auto client = edge.client();
    client.send(Get);
    CHECK(client.sees("event: hello\ndata: {}\n\n"));
    CHECK(client.had().find("Content-Type: text/event-stream\r\n") != std::string::npos);
    CHECK(client.had().find("Cache-Control: no-store\r\n") != std::string::npos);
    CHECK(client.had().find("Content-Length") == std::string::npos);
    auto const stream = edge.stream(0);
    CHECK(stream->send(http::event_text("7", "note", "x")));
    CHECK(client.sees("id: 7\nevent: note\ndata: x\n\n"));
    CHECK(edge.server->stats().streams == 1);
    client.close();
    CHECK(Edge::soon([&] { return edge.ended == 1; }));
    CHECK(stream->closed());
    CHECK_FALSE(stream->send(http::event_text("8", "note", "x")));
    CHECK(edge.server->stats().streams == 0);
    // Told at once when it is over already.
    auto told = false;
    stream->on_close([&] { told = true; });
    CHECK(told);
}

TEST_CASE("stream: one event reaches two hundred clients, whole and in order")
{
    Streaming edge;
    edge.start();
    std::vector<Client> clients;
    for (auto i = 0; i < 200; ++i) {
        clients.push_back(edge.client());
        clients.back().send(Get);
    }
    edge.stream(199);
    std::thread first([&] {
        for (auto n = 0; n < 50; ++n) {
            auto const event = http::event_text(std::to_string(n), "", "from one");
            for (auto const& stream : edge.streams)
                stream->send(event);
        }
    });
    first.join();
    for (auto& client : clients) {
        REQUIRE(client.sees("id: 49\n"));
        auto at = std::size_t(0);
        for (auto n = 0; n < 50; ++n) {
            at = client.had().find("id: " + std::to_string(n) + "\n", at);
            REQUIRE(at != std::string::npos);
        }
    }
}

TEST_CASE("stream: a client that does not read is cut, and the others go on")
{
    Streaming edge;
    edge.start();
    Client stuck(edge.server->bound_port(), 4'096);
    stuck.send(Get);
    auto const slow = edge.stream(0);
    auto reading = edge.client();
    reading.send(Get);
    auto const quick = edge.stream(1);
    auto const event = http::event_text("", "", std::string(8'000, 'x'));
    auto sent = 0;
    for (; sent < 5'000 && slow->send(event); ++sent)
        if (sent % 50 == 0)
            ::usleep(1'000);
    CHECK(sent < 5'000);
    CHECK(slow->closed());
    CHECK(Edge::soon([&] { return edge.ended == 1; }));
    CHECK(quick->send(http::event_text("9", "", "still here")));
    CHECK(reading.sees("still here"));
}

TEST_CASE("stream: closing sends what is queued first")
{
    Streaming edge;
    edge.start();
    auto client = edge.client();
    client.send(Get);
    auto const stream = edge.stream(0);
    CHECK(stream->send(http::event_text("", "bye", "{}")));
    stream->close();
    CHECK_FALSE(stream->send(http::event_text("", "late", "{}")));
    CHECK(client.closes());
    CHECK(client.had().ends_with("event: bye\ndata: {}\n\n"));
}

TEST_CASE("stream: a quiet one is pinged every twenty seconds")
{
    Streaming edge;
    edge.start();
    auto client = edge.client();
    client.send(Get);
    CHECK(client.sees("hello"));
    ::usleep(50'000);
    edge.clock.push(19s);
    CHECK_FALSE(client.more(100ms));
    edge.clock.push(2s);
    CHECK(client.sees(": ping\n\n"));
}

TEST_CASE("stream: beyond the cap a stream is refused and told so")
{
    Streaming edge;
    edge.options.max_streams = 1;
    edge.start();
    auto first = edge.client();
    first.send(Get);
    CHECK(first.sees("hello"));
    auto second = edge.client();
    CHECK(second.ask(Get).status == 503);
    CHECK(edge.stream(1)->closed());
    CHECK(Edge::soon([&] { return edge.ended == 1; }));
}

TEST_CASE("stream: the end of the server ends streams")
{
    Streaming edge;
    edge.start();
    auto client = edge.client();
    client.send(Get);
    auto const stream = edge.stream(0);
    edge.server->stop(0ms);
    CHECK(edge.ended == 1);
    CHECK(stream->closed());
    CHECK(client.closes());
}

TEST_CASE("stream: streams opened and closed from many threads settle")
{
    Streaming edge;
    edge.start();
    std::atomic<bool> over = false;
    std::thread sender([&] {
        auto const event = http::event_text("", "", "tick");
        while (!over) {
            std::vector<std::shared_ptr<http::Stream>> now;
            {
                std::lock_guard const hold(edge.lock);
                now = edge.streams;
            }
            for (auto const& stream : now)
                stream->send(event);
            ::usleep(500);
        }
    });
    std::thread closer([&] {
        for (auto i = 0; i < 40; ++i) {
            std::shared_ptr<http::Stream> one;
            {
                std::lock_guard const hold(edge.lock);
                if (!edge.streams.empty())
                    one = edge.streams[std::size_t(i) % edge.streams.size()];
            }
            if (one)
                one->close();
            ::usleep(2'000);
        }
    });
    for (auto i = 0; i < 60; ++i) {
        auto client = edge.client();
        client.send(Get);
        client.more(20ms);
    }
    closer.join();
    CHECK(Edge::soon([&] { return edge.server->stats().streams == 0; }));
    over = true;
    sender.join();
    CHECK(edge.ended == int(edge.streams.size()));
}

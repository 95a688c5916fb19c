#include "http/edge.hpp"

using namespace edge_test;

TEST_CASE("edge: a request is answered and the connection kept")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    for (auto i = 0; i < 3; ++i) {
        auto const answer = client.ask(
            "POST /a%20b?x=1 HTTP/1.1\r\nHost: localhost:80\r\nContent-Length: 5\r\n\r\nhello");
        CHECK(answer.status == 200);
        CHECK(answer.body == "POST /a b hello");
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Request-Id").size() == 24);
        CHECK(answer.header("Date").ends_with(" GMT"));
        CHECK(answer.header("Connection") == "");
    }
    CHECK(edge.server->stats().connections == 1);
    CHECK(edge.server->stats().requests == 3);
}

TEST_CASE("edge: pipelined requests are answered in order")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    std::string all;
    for (auto i = 0; i < 500; ++i)
        all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    std::thread writer([&] { client.send(all); });
    for (auto i = 0; i < 500; ++i)
        REQUIRE(client.answer().body == "GET /" + std::to_string(i) + " ");
    writer.join();
}

TEST_CASE("edge: a request that arrives byte by byte is understood")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    for (char const c : "POST /drip HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"s)
        client.send({&c, 1});
    CHECK(client.answer().body == "POST /drip abc");
}

TEST_CASE("edge: chunked bodies are put together")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    auto const head = "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"s;
    CHECK(client.ask(head + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n").body ==
          "POST /c abc0123456789");
    CHECK(client.ask(head + "0\r\n\r\n").body == "POST /c ");
    CHECK(client.ask(head + "2;x=1\r\nab\r\n0\r\n\r\n").status == 400);
    CHECK(client.closes());
}

TEST_CASE("edge: an answer may be given later by another thread")
{
    Edge edge;
    std::mutex lock;
    std::vector<http::Reply> waiting;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        std::lock_guard const hold(lock);
        waiting.push_back(std::move(reply));
    };
    edge.start();
    std::vector<Client> clients;
    for (auto i = 0; i < 50; ++i) {
        clients.push_back(edge.client());
        clients.back().send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    // Two workers hold fifty requests, because none waits for its answer.
    REQUIRE(Edge::soon([&] {
        std::lock_guard const hold(lock);
        return waiting.size() == 50;
    }));
    std::thread committer([&] {
        std::lock_guard const hold(lock);
        for (auto& reply : waiting)
            reply.send(http::text(201, "kept"));
        waiting.clear();
    });
    committer.join();
    for (auto& client : clients)
        CHECK(client.answer().status == 201);
}

TEST_CASE("edge: an unanswered request and a throwing handler are 500 with only an id")
{
    Edge edge;
    edge.handler.on_request = [](http::Request request, http::Reply reply) {
        if (request.path == "/throws")
            throw std::runtime_error("the secret reason");
        auto const forgotten = std::move(reply);
    };
    edge.start();
    for (auto const* path : {"/throws", "/forgets"}) {
        auto const answer = edge.get(path);
        CHECK(answer.status == 500);
        CHECK(answer.body.find("secret") == std::string::npos);
        CHECK(answer.body.find("\"request_id\":\"" + answer.header("Request-Id") + "\"") !=
              std::string::npos);
    }
}

TEST_CASE("edge: a reply answers once")
{
    Edge edge;
    std::atomic<bool> refused = false;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        reply.send(http::no_content());
        try {
            reply.send(http::no_content());
        } catch (std::logic_error const&) {
            refused = true;
        }
    };
    edge.start();
    CHECK(edge.get("/").status == 204);
    CHECK(Edge::soon([&] { return refused.load(); }));
}

TEST_CASE("edge: an answer whose headers would split it becomes 500")
{
    Edge edge;
    edge.handler.on_request = [](http::Request, http::Reply reply) {
        auto response = http::text(200, "body");
        response.headers.add("X-Name", "a\r\nSet-Cookie: stolen=1");
        reply.send(std::move(response));
    };
    edge.start();
    auto const answer = edge.get("/");
    CHECK(answer.status == 500);
    CHECK(answer.head.find("stolen") == std::string::npos);
}

TEST_CASE("edge: HEAD has the length and no body")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    client.send(
        "HEAD /h HTTP/1.1\r\nHost: localhost\r\n\r\nGET /next HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const answer = client.answer(false);
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Length") == "8");
    CHECK(client.answer().body == "GET /next ");
}

TEST_CASE("edge: HTTP/1.0 and Connection: close end the connection")
{
    Edge edge;
    edge.start();
    auto old = edge.client();
    CHECK(old.ask("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").status == 200);
    CHECK(old.closes());
    auto closing = edge.client();
    CHECK(closing.ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .header("Connection") == "close");
    CHECK(closing.closes());
    auto keeping = edge.client();
    CHECK(keeping.ask("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
              .header("Connection") == "keep-alive");
    CHECK(keeping.ask("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").status == 200);
}

TEST_CASE("edge: a client that expects 100-continue is told to go on")
{
    Edge edge;
    edge.start();
    auto client = edge.client();
    auto const go_on = client.ask(
        "POST /e HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK(go_on.status == 100);
    CHECK(client.ask("ok").body == "POST /e ok");
    auto odd = edge.client();
    CHECK(
        odd.ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: magic\r\n\r\n")
            .status == 417);
}

TEST_CASE("edge: default headers are added unless the answer has its own")
{
    Edge edge;
    edge.options.default_headers = {{"Referrer-Policy", "same-origin"}, {"X-Frame", "no"}};
    edge.handler.on_request = [](http::Request, http::Reply reply) {
        auto response = http::text(200, "x");
        response.headers.add("x-frame", "yes");
        reply.send(std::move(response));
    };
    edge.start();
    auto const answer = edge.get("/");
    CHECK(answer.header("Referrer-Policy") == "same-origin");
    CHECK(answer.header("X-Frame") == "yes");
}

TEST_CASE("edge: draining finishes what is under way and takes nothing new")
{
    Edge edge;
    std::mutex lock;
    std::vector<http::Reply> waiting;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        std::lock_guard const hold(lock);
        waiting.push_back(std::move(reply));
    };
    edge.start();
    auto idle = edge.client();
    auto busy = edge.client();
    busy.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(Edge::soon([&] {
        std::lock_guard const hold(lock);
        return waiting.size() == 1;
    }));
    std::thread stopping([&] { edge.server->stop(5s); });
    CHECK(idle.closes());
    {
        std::lock_guard const hold(lock);
        waiting.front().send(http::text(200, "done"));
    }
    CHECK(busy.answer().body == "done");
    CHECK(busy.closes());
    busy.close();
    stopping.join();
    CHECK(edge.server->stats().connections == 0);
}

TEST_CASE("edge: an answer after the end finds nobody and harms nothing")
{
    Edge edge;
    std::mutex lock;
    std::vector<http::Reply> waiting;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        std::lock_guard const hold(lock);
        waiting.push_back(std::move(reply));
    };
    edge.start();
    auto gone = edge.client();
    gone.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto cut = edge.client();
    cut.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(Edge::soon([&] {
        std::lock_guard const hold(lock);
        return waiting.size() == 2;
    }));
    gone.close();
    {
        std::lock_guard const hold(lock);
        waiting[0].send(http::text(200, "late"));
    }
    edge.server->stop(0ms);
    std::lock_guard const hold(lock);
    waiting[1].send(http::text(200, "later still"));
    CHECK(cut.closes());
}

TEST_CASE("edge: a cut reply resets the connection without a byte")
{
    Edge edge;
    edge.handler.on_request = [](http::Request, http::Reply reply) { reply.cut(); };
    edge.start();
    auto client = edge.client();
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.closes());
    CHECK(client.had().empty());
}

TEST_CASE("edge: bad options are refused with a reason")
{
    FunctionHandler handler;
    auto const code_of = [&](http::Options options) {
        http::Server server(std::move(options), handler, base::real_world());
        auto const started = server.start();
        return started.ok() ? "" : started.error().code;
    };
    CHECK(code_of({.listen = {"nowhere"}}) == "bad_listen_address");
    CHECK(code_of({.listen = {"127.0.0.1:70000"}}) == "bad_listen_address");
    CHECK(code_of({.listen = {"example.org:80"}}) == "bad_listen_address");
    CHECK(code_of({.listen = {"127.0.0.1:0"}, .trusted_proxies = {"10.0.0.0/33"}}) ==
          "bad_trusted_proxy");
    CHECK(code_of({.listen = {"127.0.0.1:0"},
                   .certificate_file = "/none.pem",
                   .key_file = "/none.pem"}) == "bad_certificate");
    Edge edge;
    edge.start();
    CHECK(code_of({.listen = {"127.0.0.1:" + std::to_string(edge.server->bound_port())}}) ==
          "address_in_use");
}

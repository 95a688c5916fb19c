#include <openssl/ssl.h>
#include <signal.h>

#include "http/edge.hpp"
#include "support/certificate.hpp"

using namespace edge_test;

namespace {

struct Secured : Edge {
    support::TempFolder folder;

    Secured()
    {
        options.certificate_file = folder.file("cert.pem");
        options.key_file = folder.file("key.pem");
        renew();
        handler.on_request = [](http::Request request, http::Reply reply) {
            reply.send(http::text(200, std::string(request.secure ? "secure " : "plain ") +
                                           std::to_string(request.body_size())));
        };
    }
    ~Secured() { server.reset(); }
    void renew()
    {
        support::make_certificate("DNS:localhost", options.certificate_file, options.key_file);
    }
};

class TlsClient {
public:
    explicit TlsClient(int port, int max_version = TLS1_3_VERSION) : m_plain(port)
    {
        m_context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_security_level(m_context, 0);
        SSL_CTX_set_min_proto_version(m_context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(m_context, max_version);
        m_tls = SSL_new(m_context);
        SSL_set_fd(m_tls, m_plain.fd());
        shaken = SSL_connect(m_tls) == 1;
    }
    ~TlsClient()
    {
        SSL_free(m_tls);
        SSL_CTX_free(m_context);
    }
    bool shaken = false;

    std::string ask(std::string_view bytes, std::string_view until)
    {
        SSL_write(m_tls, bytes.data(), int(bytes.size()));
        return read(until);
    }
    std::string read(std::string_view until)
    {
        std::string had;
        char room[16384];
        while (had.find(until) == std::string::npos) {
            auto const got = SSL_read(m_tls, room, sizeof room);
            if (got <= 0)
                break;
            had.append(room, std::size_t(got));
        }
        return had;
    }
    long serial()
    {
        auto* const certificate = SSL_get1_peer_certificate(m_tls);
        auto const serial = ASN1_INTEGER_get(X509_get_serialNumber(certificate));
        X509_free(certificate);
        return serial;
    }

private:
    Client m_plain;
    SSL_CTX* m_context = nullptr;
    SSL* m_tls = nullptr;
};

}  // namespace

TEST_CASE("tls: requests large and small are served on one connection")
{
    Secured edge;
    edge.handler.route_limits.max_body = 4 << 20;
    edge.handler.route_limits.spool_over = 1 << 20;
    edge.start();
    TlsClient client(edge.server->bound_port());
    REQUIRE(client.shaken);
    CHECK(
        client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "secure 0").ends_with("secure 0"));
    // Two requests in one record, and a body over many.
    auto const get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"s;
    CHECK(client.ask(get + get, "secure 0").ends_with("secure 0"));
    CHECK(client.read("secure 0").ends_with("secure 0"));
    CHECK(client
              .ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n" +
                       std::string(3'000'000, 'x'),
                   "secure 3000000")
              .ends_with("secure 3000000"));
}

TEST_CASE("tls: nothing older than 1.2, and plain text gets nowhere")
{
    Secured edge;
    edge.start();
    CHECK_FALSE(TlsClient(edge.server->bound_port(), TLS1_1_VERSION).shaken);
    CHECK(TlsClient(edge.server->bound_port(), TLS1_2_VERSION).shaken);
    auto plain = edge.client();
    plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(plain.closes());
}

TEST_CASE("tls: a handshake that hangs ends with the time for the head")
{
    Secured edge;
    edge.start();
    auto silent = edge.client();
    silent.send("\x16\x03\x01");
    REQUIRE(Edge::soon([&] { return edge.server->stats().connections == 1; }));
    ::usleep(50'000);
    edge.clock.push(5'100ms);
    CHECK(silent.closes());
}

TEST_CASE("tls: a renewed certificate is served without a restart")
{
    Secured edge;
    edge.start();
    TlsClient before(edge.server->bound_port());
    REQUIRE(before.shaken);
    auto const serial = before.serial();
    edge.renew();
    edge.clock.push(6s);
    CHECK(Edge::soon([&] { return TlsClient(edge.server->bound_port()).serial() > serial; }));
    // A broken renewal leaves the last good one in place.
    std::fclose(std::fopen(edge.options.key_file.c_str(), "w"));
    edge.clock.push(6s);
    ::usleep(100'000);
    CHECK(TlsClient(edge.server->bound_port()).shaken);
}

TEST_CASE("tls: told to, the edge reads a renewed certificate at once")
{
    Secured edge;
    edge.start();
    auto const serial = TlsClient(edge.server->bound_port()).serial();
    edge.renew();
    edge.server->read_certificate_again();
    CHECK(Edge::soon([&] { return TlsClient(edge.server->bound_port()).serial() > serial; }));
}

TEST_CASE("edge: for the watchdog it tells when it last looked around")
{
    Secured edge;
    edge.options.tick = 50ms;
    edge.start();
    CHECK(edge.server->quiet_for() < 5s);
    edge.clock.push(1h);
    CHECK(Edge::soon([&] { return edge.server->quiet_for() < 5s; }));
    edge.server->stop();
    CHECK(edge.server->quiet_for() == 0ms);
}

TEST_CASE("tls: streams flow, and a client that vanishes is noticed")
{
    Secured edge;
    std::mutex lock;
    std::shared_ptr<http::Stream> stream;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        std::lock_guard const hold(lock);
        stream = reply.stream({.first = ": open\n\n"});
    };
    edge.start();
    {
        TlsClient client(edge.server->bound_port());
        CHECK(client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "open")
                  .ends_with(": open\n\n"));
        std::lock_guard const hold(lock);
        stream->send(
            std::make_shared<std::string const>("data: " + std::string(50'000, 'y') + "\n\n"));
        CHECK(client.read("y\n\n").size() == 50'008);
    }
    CHECK(Edge::soon([&] { return stream->closed(); }));
}

TEST_CASE("proxies: forwarded headers count from trusted peers only")
{
    for (auto const trusted : {false, true}) {
        Edge edge;
        if (trusted)
            edge.options.trusted_proxies = {"127.0.0.0/8"};
        edge.handler.on_request = [](http::Request request, http::Reply reply) {
            reply.send(http::text(200, request.peer + (request.secure ? " secure" : " plain")));
        };
        edge.start();
        CHECK(
            edge.client()
                .ask(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n"
                    "X-Forwarded-Proto: https\r\nX-Real-Ip: 9.9.9.9\r\nForwarded: for=9.9.9.9\r\n\r\n")
                .body == (trusted ? "203.0.113.7 secure" : "127.0.0.1 plain"));
    }
}

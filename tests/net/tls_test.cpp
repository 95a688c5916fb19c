#include <openssl/ssl.h>
#include <signal.h>

#include "net/guarded_client.hpp"
#include "net/liar.hpp"
#include "support/certificate.hpp"

using namespace liar;

namespace {

class Loopback final : public net::Resolver {
public:
    std::vector<base::Address> addresses_of(std::string const&, std::chrono::milliseconds) override
    {
        return {*base::Address::parse("127.0.0.1")};
    }
};

// A TLS server whose script speaks above the encryption.
struct TlsServer {
    support::TempFolder folder;
    std::string certificate = folder.file("cert.pem");
    std::string key = folder.file("key.pem");
    std::mutex lock;
    std::function<void(Talk&, SSL*)> script;  // to be set before each request
    int max_version = 0;
    std::unique_ptr<Server> server;

    void start(std::string const& names, long from_s = -3'600, long until_s = 86'400)
    {
        support::make_certificate(names, certificate, key, from_s, until_s);
        server = std::make_unique<Server>([this](Talk& talk) {
            // OpenSSL's socket writes raise it when the client has gone.
            ::signal(SIGPIPE, SIG_IGN);
            auto* const context = SSL_CTX_new(TLS_server_method());
            if (max_version != 0) {
                SSL_CTX_set_security_level(context, 0);
                SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
                SSL_CTX_set_max_proto_version(context, max_version);
            }
            SSL_CTX_use_certificate_chain_file(context, certificate.c_str());
            SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM);
            auto* const tls = SSL_new(context);
            SSL_set_fd(tls, talk.fd());
            std::function<void(Talk&, SSL*)> now;
            {
                std::lock_guard const hold(lock);
                now = script;
            }
            if (SSL_accept(tls) == 1)
                now(talk, tls);
            SSL_free(tls);
            SSL_CTX_free(context);
        });
    }

    std::string url(std::string const& host = "localhost") const
    {
        return "https://" + host + ":" + std::to_string(server->port()) + "/";
    }

    std::string post(std::string const& to, std::string body = "hello")
    {
        auto trust = net::Trust::open_file(certificate);
        REQUIRE(trust.ok());
        net::ClientOptions options;
        REQUIRE(options.allowed->allow(to).ok());
        auto const client = net::make_guarded_client(options, base::real_world(), *trust,
                                                     std::make_shared<Loopback>());
        auto const outcome = client->perform(
            {.method = "POST", .url = to, .body = std::move(body)});
        if (auto const* reply = std::get_if<net::HttpReply>(&outcome))
            return std::to_string(reply->status) + " " + reply->body;
        return std::string(net::name_of(std::get<net::NetFailure>(outcome).stage));
    }
};

std::string read_until(SSL* tls, std::string_view text)
{
    std::string had;
    char room[16384];
    while (had.find(text) == std::string::npos) {
        auto const got = SSL_read(tls, room, sizeof room);
        if (got <= 0)
            break;
        had.append(room, std::size_t(got));
    }
    return had;
}

void say(SSL* tls, std::string_view text) { SSL_write(tls, text.data(), int(text.size())); }

}  // namespace

TEST_CASE("client tls: a verified peer is spoken to, large bodies included")
{
    TlsServer server;
    std::size_t heard = 0;
    server.script = [&](Talk&, SSL* tls) {
        heard = read_until(tls, "END").size();
        say(tls, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        say(tls, std::string(100'000, 'a'));
        SSL_shutdown(tls);
    };
    server.start("DNS:localhost");
    CHECK(server.post(server.url(), "END").size() == 100'004);
    std::string large(3 << 20, 'b');
    large += "END";
    CHECK(server.post(server.url(), large).size() == 100'004);
    CHECK(heard > (3 << 20));
}

TEST_CASE(
    "client tls: a wrong name, an unknown authority or a stale date ends before a byte of ours")
{
    auto spoken = false;
    auto const note = [&](Talk&, SSL* tls) { spoken = !read_until(tls, "x").empty(); };
    TlsServer other_name;
    other_name.script = note;
    other_name.start("DNS:other.example");
    CHECK(other_name.post(other_name.url()) == "tls");
    CHECK(other_name.post(other_name.url("127.0.0.1")) == "tls");

    TlsServer stale;
    stale.script = note;
    stale.start("DNS:localhost", -7'200, -3'600);
    CHECK(stale.post(stale.url()) == "tls");

    TlsServer unknown;
    unknown.script = note;
    unknown.start("DNS:localhost");
    support::make_certificate("DNS:localhost", unknown.certificate, unknown.folder.file("other"));
    auto const certificate = unknown.certificate;
    unknown.certificate = unknown.folder.file("served.pem");
    support::make_certificate("DNS:localhost", unknown.certificate, unknown.key);
    auto trust = net::Trust::open_file(certificate);
    REQUIRE(trust.ok());
    net::ClientOptions options;
    REQUIRE(options.allowed->allow(unknown.url()).ok());
    auto const client = net::make_guarded_client(options, base::real_world(), *trust,
                                                 std::make_shared<Loopback>());
    auto const outcome = client->perform({.method = "POST", .url = unknown.url(), .body = "hello"});
    REQUIRE(std::holds_alternative<net::NetFailure>(outcome));
    CHECK(std::get<net::NetFailure>(outcome).stage == net::NetFailure::Stage::tls);
    CHECK_FALSE(spoken);
}

TEST_CASE("client tls: an address is verified as an address")
{
    TlsServer server;
    server.script = [](Talk&, SSL* tls) {
        read_until(tls, "hello");
        say(tls, "HTTP/1.1 204 No Content\r\n\r\n");
    };
    server.start("IP:127.0.0.1");
    CHECK(server.post(server.url("127.0.0.1")) == "204 ");
    CHECK(server.post(server.url("localhost")) == "tls");
}

TEST_CASE("client tls: nothing older than TLS 1.2")
{
    TlsServer server;
    server.max_version = TLS1_1_VERSION;
    server.script = [](Talk&, SSL*) {};
    server.start("DNS:localhost");
    CHECK(server.post(server.url()) == "tls");
}

TEST_CASE("client tls: what happens after the last byte is told as over plain")
{
    TlsServer server;
    server.script = [](Talk&, SSL*) {};
    server.start("DNS:localhost");
    auto const set = [&](std::function<void(Talk&, SSL*)> script) {
        std::lock_guard const hold(server.lock);
        server.script = std::move(script);
    };
    set([](Talk& talk, SSL* tls) {
        read_until(tls, "hello");
        talk.reset();
    });
    CHECK(server.post(server.url()) == "no_answer");
    set([](Talk&, SSL* tls) {
        read_until(tls, "hello");
        SSL_shutdown(tls);
    });
    CHECK(server.post(server.url()) == "no_answer");
    // An end without closing words may be an attacker's, so this is not "until the end".
    set([](Talk&, SSL* tls) {
        read_until(tls, "hello");
        say(tls, "HTTP/1.1 200 OK\r\n\r\npart");
    });
    CHECK(server.post(server.url()) == "bad_answer");
    set([](Talk& talk, SSL*) { talk.reset(); });
    CHECK(server.post(server.url(), std::string(64 << 20, 'x')) == "request_not_fully_written");
}

TEST_CASE("trust: the system's bundle, a named file or the one inside the executable is in use")
{
    auto const trust = net::Trust::open();
    REQUIRE(trust.ok());
    CHECK_FALSE(trust.value()->source().empty());
    auto const embedded = net::Trust::open_embedded();
    REQUIRE(embedded.ok());
    CHECK(embedded.value()->source() == "embedded");
    CHECK(net::Trust::open_file("/nonexistent").error().code == "bad_ca_bundle");
}

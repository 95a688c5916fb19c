#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/world.hpp"
#include "http/handler.hpp"

namespace http {

struct Options {
    // "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0" (any free port). Literals, or "localhost".
    std::vector<std::string> listen = {};
    // PEM files; empty for plain HTTP. Read again when they change.
    std::string certificate_file = {};
    std::string key_file = {};
    // Addresses or CIDR blocks whose X-Forwarded-For and -Proto count.
    std::vector<std::string> trusted_proxies = {};
    // Names of the public address, without port. `localhost` and address literals always pass:
    // a literal cannot be rebound by a hostile DNS.
    std::vector<std::string> hosts = {};
    // Added to every answer that does not set them itself.
    std::vector<std::pair<std::string, std::string>> default_headers = {};

    int workers = 4;
    std::size_t max_connections = 20'000;
    std::size_t max_streams = 15'000;
    std::size_t max_per_address = 50;  // an IPv6 /64 counts as one address
    // For loopback peers and trusted proxies, behind which many clients come from one address.
    std::size_t max_per_trusted_address = 20'000;
    std::size_t max_waiting = 4'096;         // requests waiting for a worker
    std::size_t max_buffered = 64 << 20;     // bytes of request bodies in memory, all together
    std::uint64_t max_spooled = 2ULL << 30;  // bytes of request bodies on disk, all together
    std::string spool_folder = "/tmp";

    // Units as named; the defaults are those of docs/architecture.md.
    std::chrono::milliseconds head_time{5'000};     // whole head, TLS handshake included
    std::chrono::milliseconds body_window{10'000};  // RouteLimits::min_rate is met per window
    std::chrono::milliseconds idle_time{15'000};    // between requests
    std::chrono::milliseconds write_stall{20'000};  // an answer that does not move
    std::chrono::milliseconds ping_every{20'000};   // comment line on a quiet stream
    // Longest sleep; a test with a clock of its own shortens it.
    std::chrono::milliseconds tick{500};
};

struct Stats {
    std::size_t connections = 0;
    std::size_t streams = 0;
    std::uint64_t accepted = 0;
    // Connections and requests turned away because of a cap.
    std::uint64_t shed = 0;
    // Well-framed requests handed to the handler.
    std::uint64_t requests = 0;
};

// The public sockets: one thread with epoll owns them all, and only complete requests reach the
// workers and the handler. So a slow or idle client costs a few kilobytes and never a thread.
class Server {
public:
    // `handler` must outlive the server.
    Server(Options options, Handler& handler, base::World world);
    ~Server();
    Server(Server const&) = delete;

    // Binds, reads the certificate and starts. Refuses (`bad_listen_address`, `address_in_use`,
    // `listen_failed`, `bad_certificate`, `bad_trusted_proxy`) with a sentence in `detail`.
    base::Result<void> start();
    // Takes no new connection, lets answers under way finish for up to `drain`, then closes
    // everything. Event streams are closed at once; their clients resume elsewhere.
    void stop(std::chrono::milliseconds drain = std::chrono::milliseconds(3'000));

    // Of the listen address at that place; 0 before start.
    int bound_port(std::size_t listener = 0) const;
    Stats stats() const;
    // For the watchdog: how long ago the edge's thread last looked around; it does so at least every
    // `tick`. Zero before start and after stop.
    std::chrono::milliseconds quiet_for() const;
    // Reads the certificate now instead of within five seconds. Any thread.
    void read_certificate_again();

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace http

#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/world.hpp"
#include "net/http_client.hpp"
#include "simulator/options.hpp"

namespace simulator {

class Core;

// A provider and its customers on this machine: Graph for Sapa, a phone page for people, /sim/* for
// tests. Runs on threads of its own until it is stopped or destroyed.
class Simulator {
public:
    // Listens and starts; `client` carries webhooks to addresses that are not on this machine and
    // asks callback addresses for their challenge. Both must outlive the simulator. Refuses as
    // http::Server::start does, and `state_unreadable` for a state file that is not ours.
    static base::Result<std::unique_ptr<Simulator>> start(Options, base::World, net::HttpClient&);
    ~Simulator();
    Simulator(Simulator const&) = delete;

    // Finishes answers under way, writes the state file, ends all threads. Safe to call twice.
    void stop();

    int port() const;
    // "http://127.0.0.1:8090", for people and as a channel's graph_url.
    std::string url() const;
    Core& core();

private:
    struct Inside;
    explicit Simulator(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

// For `sapa simulate`: starts, says on standard output where (a JSON line when `json`), waits for
// SIGINT or SIGTERM and stops. Gives the exit code. Call before other threads are started.
int run(Options, base::World, net::HttpClient&, bool json);

}  // namespace simulator

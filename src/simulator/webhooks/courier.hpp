#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "net/http_client.hpp"
#include "simulator/core.hpp"

namespace simulator {

// Carries webhooks to their addresses: addresses on this machine over kept-open connections,
// others through the HTTP client. Deliveries of one lane go one after the other.
class Courier {
public:
    // `done` is called on the courier's threads with the status answered, 0 for none.
    Courier(int lanes, net::HttpClient& client, std::function<void(Delivery const&, int)> done);
    ~Courier();

    void carry(Delivery delivery);
    // Finishes what is under way and drops what waits.
    void stop();

private:
    struct Lane {
        std::mutex mutex;
        std::condition_variable more;
        std::deque<Delivery> waiting;
        std::thread thread;
    };
    void run(Lane&);

    net::HttpClient& m_client;
    std::function<void(Delivery const&, int)> m_done;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::atomic<bool> m_stopping = false;
};

// A GET to any address; the status and body, 0 when nothing came. An address on this machine is
// asked directly, for the client reaches public ones.
struct Outcome {
    int status = 0;
    std::string body = {};
};
Outcome ask(net::HttpClient&, std::string const& url);

}  // namespace simulator

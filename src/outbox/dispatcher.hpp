#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "jobs/crew.hpp"
#include "net/http_client.hpp"
#include "outbox/outbox.hpp"

namespace outbox {

class Sending;

// Sends what is due: claims a batch in one commit, hands it to threads that block on the network,
// and settles their outcomes. In a conversation one after the other, by row number; a conversation
// that waits holds up no other. People go before rules, rules before broadcasts.
//
// A send whose outcome is unknown holds its conversation for a minute, so that the next cannot
// overtake it; after that, and as long as it needs attention, it holds automatic sends only.
class Dispatcher {
public:
    // `senders` calls at once, over all workspaces; 0: in the turn itself, one after the other.
    Dispatcher(base::World world, net::HttpClient& http, Deliveries& deliveries, int senders);
    ~Dispatcher();
    Dispatcher(Dispatcher const&) = delete;

    // For workspace::Rounds with Follower::outbox.
    std::optional<std::chrono::milliseconds> turn(workspace::Workspace& workspace);

    // Before a workspace closes: waits for its calls and keeps its buckets.
    void leave(workspace::Workspace& workspace);
    void wait_idle();
    // Starts no more and gives running calls that long. False: some still run, and what they send
    // will be unknown after the next start; leave with _exit.
    bool stop(std::chrono::milliseconds patience);

private:
    std::shared_ptr<Sending> m_sending;
};

}  // namespace outbox

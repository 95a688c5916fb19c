#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "http/address.hpp"
#include "http/chunked.hpp"
#include "http/head.hpp"
#include "http/mailbox.hpp"
#include "http/out_queue.hpp"
#include "http/spool.hpp"
#include "http/transport.hpp"

namespace http {

class WaitList;

// A request being read or answered.
struct Exchange {
    Asked asked;
    Request request;
    RouteLimits limits;
    Head::Framing framing = Head::Framing::none;
    std::uint64_t left = 0;  // of a body with a length
    Unchunker unchunker;
    bool body_whole = false;
    std::uint64_t received = 0;         // body bytes, decoded
    std::uint64_t received_before = 0;  // when the rate was last checked
    std::string pending;                // body bytes not yet handed to the spool
    std::size_t buffered = 0;           // what of the common budget this body takes
    std::shared_ptr<SpoolFile> spool;
    bool spooling = false;  // a worker writes

    std::shared_ptr<BodySource> source;  // the answer's
    std::uint64_t source_at = 0;
    std::uint64_t source_end = 0;
    bool pulling = false;  // a worker reads the next piece
    bool close_after = false;
};

// One client's socket. Belongs to the edge's thread alone. An idle one, or an open event stream,
// holds no buffers: this struct is all it costs.
struct Connection {
    enum class Phase : std::uint8_t {
        shaking_hands,
        idle,  // nothing of the next request yet
        head,  // some of it
        body,
        waiting,  // for the handler's answer
        answering,
        stream,
        lingering,  // answered and closing: reads on, so that the client can read the answer
    };

    ConnectionId id = 0;
    int fd = -1;
    Phase phase = Phase::idle;
    bool dead = false;
    bool input_held = false;  // bytes wait in the kernel while a request is under way
    bool tls_wants_write = false;
    bool to_flush = false;  // in the loop's list of sockets to write
    bool trusted = false;   // loopback or a trusted proxy
    bool ending = false;    // stream: close when the queue is empty
    std::uint32_t events = 0;
    Address peer;
    Tls tls;
    std::string in;
    std::size_t seen = 0;
    OutQueue out;
    std::unique_ptr<Exchange> exchange;
    std::shared_ptr<StreamLine> line;

    // A place in one WaitList.
    Connection* before = nullptr;
    Connection* after = nullptr;
    WaitList* list = nullptr;
    std::chrono::milliseconds deadline{0};
    std::size_t moved = 0;  // bytes written since the deadline was set
};

// Connections that wait equally long, so that the first is always the next to run out.
class WaitList {
public:
    explicit WaitList(std::chrono::milliseconds wait) : m_wait(wait) {}

    // Moves the connection here from wherever it waits, at the end.
    void put(Connection& one, std::chrono::milliseconds now);
    static void drop(Connection& one);
    Connection* first() const { return m_first; }

private:
    std::chrono::milliseconds m_wait;
    Connection* m_first = nullptr;
    Connection* m_last = nullptr;
};

}  // namespace http

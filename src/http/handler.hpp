#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace http {

// Who is turned away first when more requests wait than the workers can take: reports, then
// widgets, then agents, and webhooks last.
enum class Importance { report, widget, agent, webhook };

// What a route accepts, asked as soon as the head is read and before a byte of the body is.
struct RouteLimits {
    std::size_t max_body = 64 << 10;   // bytes; more is 413 without reading it
    std::size_t spool_over = 4 << 20;  // bytes; larger bodies go to a file (Request::spool)
    // Accepted Content-Types without parameters, lower case; empty accepts any. Must point to
    // memory that lives as long as the handler.
    std::span<std::string_view const> content_types = {};
    // A request with Content-Encoding is 415 unless set; the body is handed over as it came.
    bool encoded_body = false;
    std::size_t min_rate = 1024;  // bytes a second that a body must keep after its first 10 s
    Importance importance = Importance::agent;
};

struct StreamHead {
    Headers headers = {};    // text/event-stream and no-store are added unless set
    std::string first = {};  // sent along with the head
    std::uint64_t group =
        0;  // streams that are told the same; groups take turns at being written to
};

// An open event stream. All members may be called from any thread and never block.
class Stream {
public:
    virtual ~Stream() = default;
    // Queues bytes that may be shared by thousands of streams. False when the stream is closed, or
    // when some wait already and it would be more than 64 KB, which closes it: it resumes by its
    // last id.
    virtual bool send(std::shared_ptr<std::string const> bytes) = 0;
    // Half of that waits: who can keep the rest for later does.
    virtual bool full() const { return false; }
    // Closes after what is queued has been sent.
    virtual void close() = 0;
    virtual bool closed() const = 0;
    // Called once when the stream has ended for whatever reason, at once when it already has.
    // Usually on the edge's own thread: it must not block and must not throw.
    virtual void on_close(std::function<void()> callback) = 0;
};

// Where answers go. The server's own carries them to the socket; a test may bring another.
class ReplySink {
public:
    virtual ~ReplySink() = default;
    virtual void answer(Response response) = 0;
    virtual std::shared_ptr<Stream> open_stream(StreamHead head) = 0;
    virtual void cut() {}
};

// The right to answer one request once, from any thread and at any later time; no worker waits for
// it. Given up unanswered, it answers 500.
class Reply {
public:
    Reply(std::string request_id, std::unique_ptr<ReplySink> sink);
    Reply(Reply&&) noexcept = default;
    Reply& operator=(Reply&&) = delete;
    ~Reply();

    // Cheap and never blocking: fit for the thread that commits. A second answer is refused with
    // std::logic_error.
    void send(Response response);
    // Turns the connection into an event stream; nothing else can be answered afterwards.
    std::shared_ptr<Stream> stream(StreamHead head = {});

    // Resets the connection without a byte of answer, as a peer that crashed. For stand-ins of
    // other people's servers; ours always answers.
    void cut();

    bool answered() const { return m_sink == nullptr; }
    std::string const& request_id() const { return m_request_id; }

private:
    std::string m_request_id;
    std::unique_ptr<ReplySink> m_sink;
};

// While one is there, a Reply that an exception on this thread leaves unanswered is kept here, so that
// whoever catches it can answer better than 500. Destroyed with one, it answers 500.
class Rescue {
public:
    Rescue();
    ~Rescue();
    Rescue(Rescue const&) = delete;
    Rescue& operator=(Rescue const&) = delete;

    // Not answered yet; send() may be called on it. Null when nobody was left unanswered.
    Reply* reply() { return m_reply ? &*m_reply : nullptr; }

private:
    friend class Reply;

    Rescue* m_outer;
    std::optional<Reply> m_reply;
};

// What the server serves. Both members are called from several threads at once.
class Handler {
public:
    virtual ~Handler() = default;
    // On the edge's own thread for each request: must be quick and must not block.
    virtual RouteLimits limits(std::string_view method, std::string_view path) const = 0;
    // On a worker. An exception answers 500 with only the request id; the rest is logged.
    virtual void handle(Request request, Reply reply) = 0;
};

}  // namespace http

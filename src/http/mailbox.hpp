#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "base/world.hpp"
#include "http/answer.hpp"
#include "http/handler.hpp"

namespace http {

// A connection, by descriptor and generation: late post for a connection that is gone finds nobody.
using ConnectionId = std::uint64_t;

class StreamLine;

// What other threads tell the edge's thread.
namespace post {
struct Answer {
    std::unique_ptr<Written> written;
};
struct OpenStream {
    std::shared_ptr<std::string const> head;
    std::shared_ptr<StreamLine> line;
};
struct StreamBytes {
    std::shared_ptr<std::string const> bytes;
};
// `cut` drops what is queued.
struct EndStream {
    bool cut = false;
};
// Instead of an answer.
struct Reset {};
// The next piece of a body source; nothing when it failed.
struct SourcePiece {
    std::shared_ptr<std::string const> bytes;
};
struct Spooled {
    char const* refusal = nullptr;  // the code to answer with because the disk failed, if it did
};
}  // namespace post

using Post = std::variant<post::Answer, post::OpenStream, post::StreamBytes, post::EndStream,
                          post::Reset, post::SourcePiece, post::Spooled>;

// The way into the edge's thread from any other. Never blocks longer than a push takes.
class Mailbox {
public:
    Mailbox();
    ~Mailbox();
    Mailbox(Mailbox const&) = delete;

    // False when the edge is gone; the post is dropped.
    bool post(ConnectionId to, Post what);
    // Wakes the edge without a post.
    void wake();

    // For the edge's thread: readable when there is post.
    int wake_fd() const { return m_wake_fd; }
    std::vector<std::pair<ConnectionId, Post>> take();
    // Refuses further post and hands over what was left.
    std::vector<std::pair<ConnectionId, Post>> close();

private:
    int m_wake_fd = -1;
    std::mutex m_lock;
    std::vector<std::pair<ConnectionId, Post>> m_posts;
    bool m_closed = false;
};

// What of a connection's queue may wait for a slow stream client.
inline constexpr std::size_t MaxStreamQueue = 64 << 10;

// Stream over a mailbox. Shared by whoever sends and by the connection.
class StreamLine final : public Stream {
public:
    StreamLine(std::shared_ptr<Mailbox> mailbox, ConnectionId id, std::uint64_t group)
        : m_mailbox(std::move(mailbox)), m_id(id), m_group(group)
    {
    }
    bool send(std::shared_ptr<std::string const> bytes) override;
    bool full() const override { return m_queued >= MaxStreamQueue / 2; }
    void close() override;
    bool closed() const override { return m_closed; }
    void on_close(std::function<void()> callback) override;

    // For the edge's thread: counts queued and written bytes, and tells the end.
    void queued(std::size_t count) { m_queued += count; }
    void written(std::size_t count) { m_queued -= count; }
    void ended();
    std::uint64_t group() const { return m_group; }

private:
    std::shared_ptr<Mailbox> m_mailbox;
    ConnectionId m_id;
    std::uint64_t m_group;
    std::atomic<std::size_t> m_queued = 0;
    std::atomic<bool> m_closed = false;
    std::mutex m_lock;
    bool m_ended = false;
    std::function<void()> m_on_close;
};

// The server's ReplySink: serialises in the caller's thread and posts.
class MailedReply final : public ReplySink {
public:
    MailedReply(std::shared_ptr<Mailbox> mailbox, ConnectionId id, Asked asked,
                std::shared_ptr<DefaultHeaders const> defaults, base::Clock& clock)
        : m_mailbox(std::move(mailbox)),
          m_id(id),
          m_asked(std::move(asked)),
          m_defaults(std::move(defaults)),
          m_clock(clock)
    {
    }
    void answer(Response response) override;
    std::shared_ptr<Stream> open_stream(StreamHead head) override;
    void cut() override { m_mailbox->post(m_id, post::Reset{}); }

private:
    std::shared_ptr<Mailbox> m_mailbox;
    ConnectionId m_id;
    Asked m_asked;
    // Shared, because an answer may come after the server is gone.
    std::shared_ptr<DefaultHeaders const> m_defaults;
    base::Clock& m_clock;
};

}  // namespace http

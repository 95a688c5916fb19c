#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "http/adapter.hpp"
#include "http/connection.hpp"
#include "http/server.hpp"
#include "http/turns.hpp"
#include "http/workers.hpp"

namespace http {

// A listening socket; the descriptor is the loop's from the moment it runs.
struct Listener {
    int fd = -1;
    int port = 0;
};

base::Result<std::vector<Listener>> open_listeners(std::vector<std::string> const& addresses);

// Counters that other threads read.
struct Counters {
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> streams = 0;
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> shed = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::int64_t> looked_at = 0;  // monotonic, ms: the loop's last round
};

// The edge's thread: every socket, every time-out, every byte in and out. loop.cpp waits and
// closes; accepting.cpp lets in; reading.cpp turns bytes into requests; writing.cpp turns answers into bytes.
class Loop {
public:
    struct Parts {
        Options const& options;
        Handler& handler;
        base::World world;
        std::vector<Block> trusted;
        std::vector<Listener> listeners;
        TlsContext tls;  // none for plain HTTP
        std::shared_ptr<Mailbox> mailbox;
        Workers& workers;
        Counters& counters;
    };

    explicit Loop(Parts parts);
    ~Loop();
    Loop(Loop const&) = delete;

    // Runs until drained after `stop`.
    void run();
    // From any thread: take nothing new, finish what is under way, be gone in `drain`.
    void stop(std::chrono::milliseconds drain);
    // From any thread.
    void read_certificate_again();

private:
    using Ms = std::chrono::milliseconds;

    // What epoll calls the sockets that are not connections: descriptors are far below.
    static constexpr std::uint64_t WakeId = UINT64_MAX;
    static constexpr std::uint64_t ListenerIds = UINT64_MAX - 1'000;

    // loop.cpp
    void wait();
    void on_event(Connection& one, std::uint32_t events);
    void read_post();
    void expire();
    void on_deadline(Connection& one);
    void begin_drain();
    void refresh_certificate();
    void arm(Connection& one);
    void close(Connection& one);
    Connection* find(ConnectionId id);
    void log_now_and_then(std::string_view what, std::string_view why);

    // accepting.cpp
    void accept_from(Listener const& listener);
    bool make_room();
    bool admit(int fd, Address const& peer);
    void pause_accepting(Ms wait);
    void listen_for(std::uint32_t events);

    // reading.cpp
    void read_from(Connection& one);
    void on_input(Connection& one, std::string_view bytes);
    void advance(Connection& one);
    void begin_exchange(Connection& one, Head head);
    std::optional<Turned> understand(Connection& one, Head const& head);
    std::optional<Turned> check_body(Exchange const& exchange, Head const& head) const;
    void take_body(Connection& one, std::string_view& bytes);
    void keep_body(Connection& one);
    void spool_pending(Connection& one);
    static bool is_spool_behind(Connection const& one);
    void on_spooled(Connection& one, char const* refusal);
    void dispatch(Connection& one);
    void turn_away(Connection& one, Turned const& why);

    // writing.cpp
    void on_answer(Connection& one, Written written);
    void on_stream(Connection& one, post::OpenStream opened);
    void on_piece(Connection& one, std::shared_ptr<std::string const> bytes);
    void queue(Connection& one, std::shared_ptr<std::string const> bytes);
    void flush(Connection& one);
    void flush_some();
    void pull(Connection& one);
    void after_write(Connection& one);
    void end_exchange(Connection& one);
    void linger(Connection& one);

    Parts m;
    int m_epoll = -1;
    Adapter m_adapter;
    std::shared_ptr<DefaultHeaders const> m_defaults;
    std::vector<std::unique_ptr<Connection>> m_by_fd;
    std::vector<std::unique_ptr<Connection>> m_gone;  // freed at the end of a round
    Turns m_to_flush;
    std::map<Address, std::size_t> m_per_address;
    std::uint32_t m_generation = 0;
    std::vector<char> m_room;  // what one read takes in

    WaitList m_heads;
    WaitList m_idle;
    WaitList m_bodies;
    WaitList m_writes;
    WaitList m_quiet;  // streams, until the next ping
    WaitList m_lingering;

    std::size_t m_buffered = 0;
    std::shared_ptr<std::atomic<std::uint64_t>> m_spooled;
    Ms m_now{0};
    bool m_accepting = true;
    Ms m_accept_again{0};
    Ms m_certificate_check{0};
    std::uint64_t m_certificate_stamp = 0;
    std::atomic<bool> m_certificate_asked = false;
    Ms m_last_log{-60'000};
    std::shared_ptr<std::string const> m_ping;
    std::atomic<std::int64_t> m_drain_ms = -1;
    bool m_draining = false;
    Ms m_drain_ends{0};
};

}  // namespace http

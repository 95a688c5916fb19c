#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/address.hpp"
#include "base/world.hpp"
#include "net/trust.hpp"

namespace net {

// When to give up, on the world's monotonic clock.
struct Deadline {
    base::Clock const& clock;
    std::chrono::milliseconds at;

    std::chrono::milliseconds left() const { return std::max(at - clock.monotonic(), {}); }
    bool over() const { return clock.monotonic() >= at; }
};

// One outgoing connection, plain or TLS, that knows how many bytes have left for the kernel: this
// decides between "certainly had no effect" and "may have had one". TLS runs over memory buffers,
// so every system call and every wait is made here. One thread at a time.
class Wire {
public:
    enum class Step { fine, timed_out, closed, broken };

    Wire() = default;
    ~Wire();
    Wire(Wire const&) = delete;
    void swap(Wire& other) noexcept;

    // Connects to exactly this address.
    Step connect(base::Address const& to, std::uint16_t port, Deadline const& deadline);
    // Verifies the peer against `trust` and its name against `host`.
    Step secure(Trust const& trust, std::string const& host, Deadline const& deadline);

    struct Sent {
        Step step = Step::fine;
        bool early_answer = false;  // the other side speaks already; nothing more was written
    };
    // Fine once the last byte is with the kernel.
    Sent write(std::string_view bytes, Deadline const& deadline);
    // Appends at least one byte to `out` unless something else happened.
    Step read(std::string& out, Deadline const& deadline);

    // Nothing has come and the other side has not closed: fit for another request.
    bool is_quiet();
    std::string const& why() const { return m_why; }
    // What the peer showed in secure(); the caller frees it. Null on a plain wire.
    X509* certificate() const;

private:
    Step wait(short events, Deadline const& deadline, short* seen = nullptr);
    Step fail(char const* what);
    Step fail_tls(char const* what);
    Step flush_tls(Deadline const& deadline, bool watch_input, bool& early);
    Step send_plain(std::string_view& bytes, Deadline const& deadline, bool watch_input,
                    bool& early);
    Step take_in();
    bool has_early_answer();

    int m_fd = -1;
    std::unique_ptr<SSL, TlsFree> m_tls;
    std::string m_in;  // plain bytes read while writing
    bool m_ended = false;
    std::string m_why;
};

}  // namespace net

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "net/http_client.hpp"

namespace net {

// Reads one HTTP/1.1 answer as its bytes arrive, strictly: a lying length, a broken chunk or a head
// without end is `bad`, never a guess.
class AnswerReader {
public:
    enum class State { more, done, bad, too_large, stopped };

    AnswerReader(bool head_only, std::uint64_t limit, std::function<bool(std::string_view)> sink)
        : m_head_only(head_only), m_limit(limit), m_sink(std::move(sink))
    {
    }

    State feed(std::string_view bytes);
    // The other side has closed: done only if the answer is one that ends so.
    State end();

    bool has_head() const { return m_step != Step::head; }
    // The connection can carry another request.
    bool keeps() const { return m_keeps && m_in.empty(); }
    // Seconds of `Keep-Alive: timeout=`, or 0.
    int keep_seconds() const { return m_keep_seconds; }
    HttpReply& reply() { return m_reply; }
    std::string const& why() const { return m_why; }

private:
    enum class Step { head, length, chunk_size, chunk, chunk_end, trailer, until_close, done };

    State step_once();
    State read_head();
    bool read_field(std::string_view line);
    State frame();
    State take(std::uint64_t size);
    State bad(std::string_view why);

    bool m_head_only;
    std::uint64_t m_limit;
    std::function<bool(std::string_view)> m_sink;
    Step m_step = Step::head;
    std::string m_in;
    std::uint64_t m_left = 0;
    std::uint64_t m_got = 0;
    std::size_t m_trailer_bytes = 0;
    int m_interim = 0;
    bool m_keeps = true;
    int m_keep_seconds = 0;
    HttpReply m_reply;
    std::string m_why;
};

}  // namespace net

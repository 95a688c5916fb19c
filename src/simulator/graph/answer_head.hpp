#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace simulator {

// Reads just enough of HTTP answers to know their status and where they end: after a
// Content-Length, the last chunk, or with the connection.
class AnswerReader {
public:
    void add(std::string_view bytes);
    bool done() const { return m_done; }
    int status() const { return m_status; }
    // When the connection has ended: the status if the answer was whole then, else 0.
    int status_at_end() const { return m_head_read && m_until_close ? m_status : 0; }
    bool closes() const { return m_closes; }
    // The first few kilobytes of the body.
    std::string const& body() const { return m_body; }
    // Ready for the next answer of the same connection.
    void next();

private:
    void read_head();
    void keep(std::string_view bytes);
    void read_chunks();

    std::string m_bytes;
    std::string m_body;
    std::size_t m_body_left = 0;
    int m_status = 0;
    bool m_head_read = false;
    bool m_until_close = false;
    bool m_chunked = false;
    bool m_closes = false;
    bool m_done = false;
};

}  // namespace simulator

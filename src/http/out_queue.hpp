#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// Bytes waiting for one socket. Pieces are shared, so that an event for thousands of streams lies
// in memory once. One thread.
class OutQueue {
public:
    void push(std::shared_ptr<std::string const> bytes);
    // Bytes that live as long as the process.
    void push_fixed(std::string_view bytes);
    bool empty() const { return m_bytes == 0; }
    std::size_t bytes() const { return m_bytes; }
    // Fills up to `room` entries and returns how many.
    int gather(iovec* entries, int room) const;
    void consumed(std::size_t count);
    void clear();
    // Gives the memory of an empty queue back.
    void shrink();

private:
    struct Piece {
        std::shared_ptr<std::string const> owner;
        std::string_view rest;
    };
    std::vector<Piece> m_pieces;
    std::size_t m_first = 0;
    std::size_t m_bytes = 0;
};

}  // namespace http

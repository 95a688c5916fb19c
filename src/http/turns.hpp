#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>

#include "http/mailbox.hpp"

namespace http {

// Whose socket is written to next. Groups take turns, so an event for the five thousand streams of
// one does not keep the twenty of another waiting; within a group first come, first served. One thread.
class Turns {
public:
    bool empty() const { return m_order.empty(); }
    void add(std::uint64_t group, ConnectionId who);
    // Not for an empty one.
    ConnectionId next();

private:
    std::unordered_map<std::uint64_t, std::deque<ConnectionId>> m_waiting;
    std::deque<std::uint64_t> m_order;
};

}  // namespace http

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace base {

// For what may happen thousands of times a second and is worth a line now and then. Not for several
// threads at once.
class Seldom {
public:
    explicit Seldom(std::chrono::milliseconds between) : m_between(between) {}

    // Once more. Gives how often it was kept back since it was said last, or nothing when it is too
    // soon to say it. `now` is any clock that is never set back.
    std::optional<std::uint64_t> happened(std::chrono::milliseconds now)
    {
        if (now < m_next) {
            ++m_unsaid;
            return std::nullopt;
        }
        m_next = now + m_between;
        return std::exchange(m_unsaid, 0);
    }
    // It is over; gives what was kept back. The next time is said at once.
    std::uint64_t over()
    {
        m_next = std::chrono::milliseconds::min();
        return std::exchange(m_unsaid, 0);
    }

private:
    std::chrono::milliseconds m_between;
    std::chrono::milliseconds m_next = std::chrono::milliseconds::min();
    std::uint64_t m_unsaid = 0;
};

}  // namespace base

#pragma once

#include <chrono>

#include "base/world.hpp"

namespace base {

// Notices that the wall clock was set back. Not for several threads at once.
class SetBack {
public:
    // True on the first look, on the one that notices, and on those within ten seconds after it: what
    // is just being written may still carry a time that is ahead.
    bool look(Clock& clock)
    {
        using namespace std::chrono_literals;
        auto const monotonic = clock.monotonic();
        auto const lead = std::chrono::milliseconds(clock.now().ms) - monotonic;
        if (lead < m_lead - 100ms)
            m_until = monotonic + 10s;
        m_lead = lead;
        return monotonic <= m_until;
    }

private:
    // Of the wall clock, when last looked at.
    std::chrono::milliseconds m_lead = std::chrono::milliseconds::max();
    std::chrono::milliseconds m_until{0};
};

}  // namespace base

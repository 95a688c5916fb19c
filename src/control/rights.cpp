#include "control/rights.hpp"

#include <algorithm>

#include "control/session.hpp"

namespace control {

namespace {

constexpr std::chrono::milliseconds Fresh{250};

}  // namespace

std::int64_t RightsWatch::version(Control& control)
{
    auto const now = control.world().clock.monotonic();
    {
        std::scoped_lock const lock(m_mutex);
        if (now - m_read_at < Fresh)
            return m_version;
        m_read_at = now;
    }
    // Not under the lock: who asks meanwhile gets the number from before, and the new one next time.
    auto const version = rights_version(control);
    std::scoped_lock const lock(m_mutex);
    m_version = std::max(m_version, version);
    return m_version;
}

}  // namespace control

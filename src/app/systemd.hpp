#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace app {

// What a service tells systemd, and what it is told at its start (sd_notify(3),
// sd_watchdog_enabled(3)). Outside of systemd every member does nothing.
class Systemd {
public:
    // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    static Systemd from_environment();

    void ready() const { tell("READY=1"); }
    void stopping() const { tell("STOPPING=1"); }
    // To be said more often than watchdog(); systemd ends a service that stays silent.
    void alive() const { tell("WATCHDOG=1"); }
    // Nothing when nobody listens.
    std::optional<std::chrono::milliseconds> watchdog() const { return m_watchdog; }

private:
    void tell(std::string const& what) const;

    std::string m_socket;
    std::optional<std::chrono::milliseconds> m_watchdog;
};

}  // namespace app

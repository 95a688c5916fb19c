#include "app/systemd.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace app {

namespace {

std::string environment(char const* name)
{
    auto const* const value = std::getenv(name);
    return value ? value : "";
}

std::optional<std::int64_t> number_in(std::string const& text)
{
    std::int64_t number = 0;
    auto const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return number;
}

}  // namespace

Systemd Systemd::from_environment()
{
    Systemd systemd;
    systemd.m_socket = environment("NOTIFY_SOCKET");
    auto const silence_us = number_in(environment("WATCHDOG_USEC"));
    auto const pid = number_in(environment("WATCHDOG_PID"));
    // The variables are inherited; only the process that is named is watched.
    auto const meant = !pid || *pid == ::getpid();
    if (!systemd.m_socket.empty() && meant && silence_us && *silence_us >= 1000)
        systemd.m_watchdog = std::chrono::milliseconds(*silence_us / 1000);
    return systemd;
}

void Systemd::tell(std::string const& what) const
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (m_socket.empty() || m_socket.size() >= sizeof address.sun_path)
        return;
    m_socket.copy(address.sun_path, m_socket.size());
    if (m_socket.front() == '@')
        address.sun_path[0] = '\0';  // an abstract address
    auto const socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    auto const length = socklen_t(offsetof(sockaddr_un, sun_path) + m_socket.size());
    ::sendto(socket, what.data(), what.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
             reinterpret_cast<sockaddr*>(&address), length);
    ::close(socket);
}

}  // namespace app

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "http/loop.hpp"

namespace http {

namespace {

constexpr int Backlog = 4'096;

struct Place {
    Address address;
    std::uint16_t port = 0;
};

base::Result<Place> read_place(std::string_view text)
{
    auto const bad = base::Error{base::Fault::invalid, "bad_listen_address",
                                 "not ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080: " +
                                     std::string(text)};
    auto const colon = text.rfind(':');
    if (colon == text.npos)
        return bad;
    auto name = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    if (name.starts_with('[') && name.ends_with(']'))
        name = name.substr(1, name.size() - 2);
    if (name == "localhost")
        name = "127.0.0.1";
    Place place;
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                              place.port);
    auto const address = Address::parse(name);
    if (!address || digits.empty() || fault != std::errc() || end != digits.data() + digits.size())
        return bad;
    place.address = *address;
    return place;
}

base::Result<Listener> listen_at(std::string const& text)
{
    auto const place = TRY(read_place(text));
    auto const v4 = place.address.is_v4();
    auto const fd = ::socket(v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                             0);
    auto const failed = [&](char const* code) {
        auto const why = std::string(std::strerror(errno));
        if (fd >= 0)
            ::close(fd);
        return base::Error{base::Fault::unavailable, code, text + ": " + why};
    };
    if (fd < 0)
        return failed("listen_failed");
    int const yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (!v4)
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    auto [at, size] = place.address.at_port(place.port);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&at), size) != 0)
        return failed(errno == EADDRINUSE ? "address_in_use" : "listen_failed");
    if (::listen(fd, Backlog) != 0)
        return failed(errno == EADDRINUSE ? "address_in_use" : "listen_failed");
    size = sizeof at;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
    // Both families keep the port at the same place.
    sockaddr_in bound{};
    std::memcpy(&bound, &at, sizeof bound);
    return Listener{fd, ntohs(bound.sin_port)};
}

}  // namespace

base::Result<std::vector<Listener>> open_listeners(std::vector<std::string> const& addresses)
{
    std::vector<Listener> listeners;
    for (auto const& address : addresses) {
        auto opened = listen_at(address);
        if (!opened) {
            for (auto const& earlier : listeners)
                ::close(earlier.fd);
            return opened.error();
        }
        listeners.push_back(*opened);
    }
    return listeners;
}

}  // namespace http

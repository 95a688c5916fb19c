#include "http/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/text.hpp"

namespace http {

namespace {

constexpr std::array<std::uint8_t, 12> V4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::optional<int> number_in(std::string_view text, int most)
{
    int value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    auto const whole = end == text.data() + text.size();
    if (fault != std::errc() || !whole || value < 0 || value > most || text.front() == '-')
        return std::nullopt;
    return value;
}

}  // namespace

bool Address::is_v4() const { return std::equal(V4Prefix.begin(), V4Prefix.end(), bytes.begin()); }

bool Address::is_loopback() const
{
    if (is_v4())
        return bytes[12] == 127;
    Address one;
    one.bytes[15] = 1;
    return *this == one;
}

std::string Address::text() const
{
    char out[INET6_ADDRSTRLEN] = {};
    if (is_v4())
        ::inet_ntop(AF_INET, bytes.data() + 12, out, sizeof out);
    else
        ::inet_ntop(AF_INET6, bytes.data(), out, sizeof out);
    return out;
}

Address Address::counted_as() const
{
    auto counted = *this;
    if (!is_v4())
        std::fill(counted.bytes.begin() + 8, counted.bytes.end(), std::uint8_t(0));
    return counted;
}

std::optional<Address> Address::parse(std::string_view text)
{
    // inet_pton takes exactly the strict forms: four decimal parts, no leading zeros (glibc).
    if (text.size() >= INET6_ADDRSTRLEN)
        return std::nullopt;
    auto const whole = std::string(text);
    Address address;
    if (::inet_pton(AF_INET, whole.c_str(), address.bytes.data() + 12) == 1) {
        std::copy(V4Prefix.begin(), V4Prefix.end(), address.bytes.begin());
        return address;
    }
    if (::inet_pton(AF_INET6, whole.c_str(), address.bytes.data()) == 1)
        return address;
    return std::nullopt;
}

Address Address::of(sockaddr_storage const& socket_address)
{
    Address address;
    if (socket_address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &socket_address, sizeof v4);
        std::copy(V4Prefix.begin(), V4Prefix.end(), address.bytes.begin());
        std::memcpy(address.bytes.data() + 12, &v4.sin_addr, 4);
    } else if (socket_address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &socket_address, sizeof v6);
        std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
    }
    return address;
}

bool Block::holds(Address const& one) const
{
    auto const whole = std::size_t(prefix / 8);
    if (!std::equal(one.bytes.begin(), one.bytes.begin() + std::ptrdiff_t(whole),
                    address.bytes.begin()))
        return false;
    auto const rest = prefix % 8;
    return rest == 0 || (one.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

std::optional<Block> Block::parse(std::string_view text)
{
    auto const slash = text.find('/');
    auto const address = Address::parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    if (slash == text.npos)
        return Block{*address, 128};
    auto const digits = text.substr(slash + 1);
    auto const prefix = digits.empty() ? std::nullopt
                                       : number_in(digits, address->is_v4() ? 32 : 128);
    if (!prefix)
        return std::nullopt;
    return Block{*address, *prefix + (address->is_v4() ? 96 : 0)};
}

bool holds(std::span<Block const> blocks, Address const& one)
{
    return std::any_of(blocks.begin(), blocks.end(), [&](Block const& b) { return b.holds(one); });
}

Address client_behind(Address const& peer, std::span<Block const> trusted,
                      std::span<std::string_view const> forwarded_for)
{
    if (!holds(trusted, peer))
        return peer;
    auto nearest = peer;
    for (auto line = forwarded_for.rbegin(); line != forwarded_for.rend(); ++line) {
        auto rest = *line;
        while (!rest.empty()) {
            auto const comma = rest.rfind(',');
            auto const from = comma == rest.npos ? 0 : comma + 1;
            auto const hop = Address::parse(base::trim(rest.substr(from)));
            rest = rest.substr(0, comma == rest.npos ? 0 : comma);
            if (!hop)
                return nearest;
            nearest = *hop;
            if (!holds(trusted, nearest))
                return nearest;
        }
    }
    return nearest;
}

bool is_our_host(std::string_view host, std::span<std::string const> names)
{
    auto name = host;
    std::string_view port;
    if (host.starts_with('[')) {
        auto const end = host.find(']');
        if (end == host.npos)
            return false;
        name = host.substr(0, end + 1);
        port = host.substr(end + 1);
    } else if (auto const colon = host.find(':'); colon != host.npos) {
        name = host.substr(0, colon);
        port = host.substr(colon);
    }
    if (!port.empty() &&
        (!port.starts_with(':') || port.size() < 2 || !number_in(port.substr(1), 65'535)))
        return false;
    if (name.starts_with('['))
        return name.size() > 2 && name.find(':') != name.npos &&
               Address::parse(name.substr(1, name.size() - 2)).has_value();
    if (name == "localhost" || Address::parse(name))
        return true;
    return std::any_of(names.begin(), names.end(),
                       [&](std::string const& ours) { return base::lower_ascii(ours) == name; });
}

}  // namespace http

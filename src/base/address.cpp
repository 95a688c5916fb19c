#include "base/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace base {

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
    // It would also stop reading at a zero byte.
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos)
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

std::pair<sockaddr_storage, socklen_t> Address::at_port(std::uint16_t port) const
{
    sockaddr_storage out{};
    if (is_v4()) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        std::memcpy(&in.sin_addr, bytes.data() + 12, 4);
        std::memcpy(&out, &in, sizeof in);
        return {out, socklen_t(sizeof in)};
    }
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    std::memcpy(&in.sin6_addr, bytes.data(), 16);
    std::memcpy(&out, &in, sizeof in);
    return {out, socklen_t(sizeof in)};
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

}  // namespace base

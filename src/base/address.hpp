#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace base {

// An IPv4 or IPv6 address; IPv4 is kept as ::ffff:a.b.c.d, so that both compare the same.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    friend auto operator<=>(Address const&, Address const&) = default;
    bool is_v4() const;
    bool is_loopback() const;
    // "203.0.113.7" or "2001:db8::7".
    std::string text() const;
    // What connection caps count: the address, or its /64 for IPv6.
    Address counted_as() const;

    // Strict: dotted quads without leading zeros, or RFC 4291 text; no brackets, ports or zones.
    static std::optional<Address> parse(std::string_view text);
    static Address of(sockaddr_storage const& socket_address);
    // For bind and connect.
    std::pair<sockaddr_storage, socklen_t> at_port(std::uint16_t port) const;
};

// A block such as 10.0.0.0/8, or a single address.
struct Block {
    Address address;
    int prefix = 128;  // counted in the 128-bit form

    bool holds(Address const& one) const;
    static std::optional<Block> parse(std::string_view text);
};

bool holds(std::span<Block const> blocks, Address const& one);

}  // namespace base

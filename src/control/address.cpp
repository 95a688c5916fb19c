#include "control/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

namespace control {

namespace {

// IPv4 is kept as ::ffff:a.b.c.d, so one comparison serves both.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    bool v4 = false;
};

constexpr std::array<std::uint8_t, 12> MappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Address> read_address(std::string_view text)
{
    std::string const copy(text);
    Address out;
    in_addr v4{};
    if (::inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
        std::copy(MappedPrefix.begin(), MappedPrefix.end(), out.bytes.begin());
        std::memcpy(out.bytes.data() + 12, &v4, 4);
        out.v4 = true;
        return out;
    }
    if (::inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) != 1)
        return std::nullopt;
    out.v4 = std::equal(MappedPrefix.begin(), MappedPrefix.end(), out.bytes.begin());
    return out;
}

struct Network {
    Address address;
    int bits = 128;
};

std::optional<Network> read_network(std::string_view text)
{
    auto const slash = text.find('/');
    auto const address = read_address(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    Network out{*address, 128};
    if (slash == std::string_view::npos)
        return out;
    auto const digits = text.substr(slash + 1);
    auto const widest = address->v4 ? 32 : 128;
    int bits = 0;
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (fault != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > widest)
        return std::nullopt;
    out.bits = address->v4 ? bits + 96 : bits;
    return out;
}

bool contains(Network const& network, Address const& address)
{
    for (int bit = 0; bit < network.bits; ++bit) {
        auto const mask = std::uint8_t(0x80 >> (bit % 8));
        auto const at = std::size_t(bit / 8);
        if ((network.address.bytes[at] & mask) != (address.bytes[at] & mask))
            return false;
    }
    return true;
}

}  // namespace

bool is_network(std::string_view text) { return read_network(text).has_value(); }

bool is_allowed_from(std::string_view address, std::vector<std::string> const& networks)
{
    if (networks.empty())
        return true;
    auto const from = read_address(address);
    if (!from)
        return false;
    return std::ranges::any_of(networks, [&](std::string const& text) {
        auto const network = read_network(text);
        return network && contains(*network, *from);
    });
}

std::string limit_address(std::string_view address)
{
    auto const read = read_address(address);
    if (!read || read->v4)
        return std::string(address);
    auto prefix = read->bytes;
    std::fill(prefix.begin() + 8, prefix.end(), std::uint8_t(0));
    char text[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET6, prefix.data(), text, sizeof text);
    return std::string(text) + "/64";
}

}  // namespace control

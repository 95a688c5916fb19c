#include "net/guard.hpp"

#include <algorithm>
#include <array>

namespace net {

namespace {

std::vector<base::Block> blocks_of(std::span<std::string_view const> texts)
{
    std::vector<base::Block> blocks;
    for (auto const text : texts)
        blocks.push_back(*base::Block::parse(text));
    return blocks;
}

constexpr std::array NotPublicV4{
    std::string_view("0.0.0.0/8"),      std::string_view("10.0.0.0/8"),
    std::string_view("100.64.0.0/10"),  std::string_view("127.0.0.0/8"),
    std::string_view("169.254.0.0/16"), std::string_view("172.16.0.0/12"),
    std::string_view("192.0.0.0/24"),   std::string_view("192.0.2.0/24"),
    std::string_view("192.88.99.0/24"), std::string_view("192.168.0.0/16"),
    std::string_view("198.18.0.0/15"),  std::string_view("198.51.100.0/24"),
    std::string_view("203.0.113.0/24"), std::string_view("224.0.0.0/4"),
    std::string_view("240.0.0.0/4"),
};

// Within 2000::/3, the only global unicast space: protocol assignments with Teredo and ORCHID,
// documentation, 6to4.
constexpr std::array NotPublicV6{
    std::string_view("2001::/23"),
    std::string_view("2001:db8::/32"),
    std::string_view("2002::/16"),
    std::string_view("3fff::/20"),
};

}  // namespace

bool is_public(base::Address const& address)
{
    static auto const v4 = blocks_of(NotPublicV4);
    static auto const v6 = blocks_of(NotPublicV6);
    static auto const global = *base::Block::parse("2000::/3");
    static auto const nat64 = *base::Block::parse("64:ff9b::/96");
    if (address.is_v4())
        return !holds(v4, address);
    // A network that reaches IPv4 by NAT64 (RFC 6052): what counts is the address inside.
    if (nat64.holds(address)) {
        auto inside = base::Block::parse("0.0.0.0")->address;
        std::copy(address.bytes.end() - 4, address.bytes.end(), inside.bytes.end() - 4);
        return is_public(inside);
    }
    return global.holds(address) && !holds(v6, address);
}

base::Result<void> AllowedOrigins::allow(std::string_view url)
{
    auto const parsed = TRY(Url::parse(url));
    std::lock_guard const hold(m_lock);
    m_origins.insert(parsed.origin());
    return {};
}

bool AllowedOrigins::holds(Url const& url) const
{
    std::lock_guard const hold(m_lock);
    return m_origins.contains(url.origin());
}

}  // namespace net

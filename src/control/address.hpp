#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace control {

// Whether text is an IPv4 or IPv6 address or a network such as 203.0.113.0/24.
bool is_network(std::string_view text);

// Whether an address lies in one of the networks. IPv4 inside IPv6 (::ffff:a.b.c.d) counts as IPv4.
// An empty list means from anywhere; an address that cannot be read is in no network.
bool is_allowed_from(std::string_view address, std::vector<std::string> const& networks);

// What limits count by: the address itself, or the /64 of an IPv6 address.
std::string limit_address(std::string_view address);

}  // namespace control

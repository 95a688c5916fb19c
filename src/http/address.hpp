#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/address.hpp"

namespace http {

using base::Address;
using base::Block;

// The client behind trusted proxies: the right-most hop of X-Forwarded-For (all its header lines,
// in order) that is not itself trusted. `peer` when there is none or a hop is not an address.
Address client_behind(Address const& peer, std::span<Block const> trusted,
                      std::span<std::string_view const> forwarded_for);

// Whether a Host value names us: one of `names`, localhost, or an address literal, with or without
// a port. `host` is lower case.
bool is_our_host(std::string_view host, std::span<std::string const> names);

}  // namespace http

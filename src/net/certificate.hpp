#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/world.hpp"
#include "net/guard.hpp"
#include "net/trust.hpp"
#include "net/url.hpp"

namespace net {

// What a server showed of itself.
struct Certificate {
    std::vector<std::string> names;  // DNS names and addresses it is for
    base::Instant until;
};

// Connects to the first address that answers, makes the TLS handshake as for any call and closes.
// Refuses `not_reached` and `not_trusted`, with the reason in `detail`. Blocks at most `patience`.
base::Result<Certificate> certificate_of(Url const& url,
                                         std::vector<base::Address> const& addresses,
                                         Trust const& trust, base::Clock const& clock,
                                         std::chrono::milliseconds patience);

}  // namespace net

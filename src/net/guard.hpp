#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.hpp"
#include "base/result.hpp"
#include "net/url.hpp"

namespace net {

// Whether an address belongs to the public internet. Everything else is refused: this machine,
// private networks, link-local with the clouds' metadata services, carrier NAT, multicast,
// documentation, and IPv6 forms that carry such an IPv4 address.
// Source: IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890), 2026-11-21.
bool is_public(base::Address const& address);

// The origins an operator has named on purpose, such as a simulator at http://127.0.0.1:9000. They
// alone may be private, without TLS or on another port. Any thread.
class AllowedOrigins {
public:
    // Takes a whole URL or an origin. Refuses `bad_url`.
    base::Result<void> allow(std::string_view url);
    bool holds(Url const& url) const;

private:
    mutable std::mutex m_lock;
    std::set<std::string> m_origins;
};

// Names to addresses. Any thread.
class Resolver {
public:
    virtual ~Resolver() = default;
    // Every address of the host, in order of preference; empty when it has none.
    virtual std::vector<base::Address> addresses_of(std::string const& host,
                                                    std::chrono::milliseconds patience) = 0;
};

// The system's resolver (getaddrinfo), kept off the caller's thread so that patience ends.
std::unique_ptr<Resolver> make_system_resolver();

}  // namespace net

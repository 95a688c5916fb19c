#pragma once

#include <memory>
#include <string>

#include "base/world.hpp"
#include "net/guard.hpp"
#include "net/http_client.hpp"
#include "net/trust.hpp"

namespace net {

struct ClientOptions {
    std::string user_agent = "Sapa";
    // May be shared by several clients and added to at any time.
    std::shared_ptr<AllowedOrigins> allowed = std::make_shared<AllowedOrigins>();
    std::size_t kept_per_origin = 8;
    // Longest quiet time of a connection that is used again. A request that is not idempotent gets
    // only a fresh one: servers commonly close after 5 s, and a request written into that moment
    // would have an unknown outcome for nothing.
    std::chrono::milliseconds kept_for{30'000};
    std::chrono::milliseconds kept_fresh{2'500};
};

// The client of the whole house. Only https on port 443 to public addresses, apart from allowed
// origins; the address that was checked is the one connected to, so that a second DNS answer
// cannot move it. Our own and not cpp-httplib's: that one tells a failed write from a failed read,
// but not whether the last byte had left, nor does it take the address to connect to.
std::unique_ptr<HttpClient> make_guarded_client(ClientOptions options, base::World world,
                                                std::shared_ptr<Trust const> trust,
                                                std::shared_ptr<Resolver> resolver);

// With the system's names and certificate authorities. Refuses `bad_ca_bundle`.
base::Result<std::unique_ptr<HttpClient>> open_client(ClientOptions options, base::World world);

}  // namespace net

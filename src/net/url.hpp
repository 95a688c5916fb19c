#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace net {

// An http or https address, read strictly: no user info, no fragment, no blanks or control bytes,
// no host that only some readers take for a number (octal, hex, short forms).
struct Url {
    bool secure = true;
    std::string host;  // lower case; an IPv6 literal without brackets
    std::uint16_t port = 443;
    std::string target = "/";  // path and query, as to be sent

    // "https://graph.example:8443"; the port is left out when it is the scheme's own.
    std::string origin() const;
    // The value of a Host header.
    std::string authority() const;

    // Refuses `bad_url` with the reason, never with the text itself: it may hold a token.
    static base::Result<Url> parse(std::string_view text);
    // A Location header, relative to this address.
    base::Result<Url> resolve(std::string_view location) const;
};

}  // namespace net

#pragma once

#include <functional>

#include "net/http_client.hpp"
#include "net/url.hpp"

namespace net {

inline constexpr int MaxRedirects = 3;

// Fetches with redirects followed, three at most, for downloads only: GET without a body. `may_go`
// is asked about every address, the first among them. Authorization and Cookie go to the first
// origin and no further. A redirect that must not be followed is `refused_address`.
HttpOutcome download(HttpClient& client, HttpRequest request,
                     std::function<bool(Url const&)> const& may_go);

}  // namespace net

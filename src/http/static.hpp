#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/embedded.hpp"
#include "http/message.hpp"

namespace http {

// The embedded file of that path, in the best coding the request accepts, with an ETag for each
// coding; nothing when there is no such file. What is not here in plain is sent as gzip also to who
// names other codings: whoever reads it for a browser hands it on. Files whose name carries a hash may be kept for a
// year, all others are asked for again. `path` is given apart from the request, so that a caller
// can send the same page for many addresses.
std::optional<Response> asset(std::span<base::Embedded const> files, std::string_view path,
                              Request const& request);

// How much the client wants a content coding: 0 when it does not (RFC 9110 12.5.3).
double weight_of(std::string_view accept_encoding, std::string_view coding);

}  // namespace http

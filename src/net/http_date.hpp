#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace net {

// A Date header in the one form that is sent today, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110
// 5.6.7, read 2026-11-22). Nothing for the two forms of old and for what is none.
std::optional<base::Instant> read_http_date(std::string_view text);

}  // namespace net

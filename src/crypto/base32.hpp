#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crypto {

// RFC 4648 base32, upper case, without padding.
std::string base32(std::string_view bytes);
// Either case; nothing for any other character. Bits left over are dropped.
std::optional<std::string> from_base32(std::string_view text);

}  // namespace crypto

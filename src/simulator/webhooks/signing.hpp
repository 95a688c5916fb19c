#pragma once

#include <string>
#include <string_view>

namespace simulator {

// Lower-case hex of HMAC-SHA256. Signs webhooks, application proofs and download addresses.
std::string hmac_hex(std::string_view key, std::string_view message);
std::string sha256_hex(std::string_view bytes);
// In constant time.
bool same(std::string_view a, std::string_view b);

}  // namespace simulator

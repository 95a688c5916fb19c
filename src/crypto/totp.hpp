#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "crypto/base32.hpp"

namespace crypto {

// Time-based codes of RFC 6238 as authenticator apps speak them: HMAC-SHA1, 30 s, 6 digits.
inline constexpr std::size_t TotpSeedBytes = 20;

// Steps of 30 s since 1970.
std::int64_t totp_step(base::Instant now);
// `digits` is 6 everywhere but in the vectors of the RFC.
std::string totp_code(std::string_view seed, std::int64_t step, int digits = 6);

// The step whose code this is: the present one, the one before or the one after, and later than
// `last_used`, so that no code counts twice. Store what comes back as last_used. Spaces are ignored.
std::optional<std::int64_t> totp_match(std::string_view seed, std::string_view code,
                                       base::Instant now, std::int64_t last_used);

// What the QR code says: otpauth://totp/Issuer:account?secret=...&issuer=...
std::string totp_uri(std::string_view seed, std::string_view issuer, std::string_view account);

}  // namespace crypto

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/world.hpp"

namespace crypto {

// 256 random bits as 43 characters of base64url: session cookies, invitation and reset links, setup
// links, visitor tokens. Store token_hash() of it (crypto/hash.hpp), never the token.
std::string new_token(base::Random& random);
// Whether a text can be such a token at all; look nothing up for one that cannot.
bool is_token(std::string_view text);

// An API token: sapa_<id, 8>_<secret, 43><check, 6>, all base62. The id may be shown and logged; the
// check is the CRC32 of all before it, so that a mistyped or cut token is refused without a look-up,
// and so that scanners of public code recognise ours.
struct ApiToken {
    std::string text;  // shown once, then only its token_hash is kept
    std::string id;
};
ApiToken new_api_token(base::Random& random);
// The token's id when shape and check are right.
std::optional<std::string> api_token_id(std::string_view text);

// One-time codes for people who lost their second factor: 128 random bits each, as five groups of
// five and a last character, e.g. ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z.
std::string new_recovery_code(base::Random& random);
// What is hashed: the characters alone, however it was typed. Nothing when it cannot be a code.
std::optional<std::string> recovery_code_of(std::string_view typed);

}  // namespace crypto

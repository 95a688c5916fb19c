#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "crypto/data_key.hpp"

namespace crypto {

// Where a sealed value lies. A value moved to another place does not open.
struct Place {
    base::WorkspaceId workspace;  // 0: the control file
    base::ChannelId channel;      // 0: none
    std::string_view table;
    std::string_view column;
    std::int64_t row = 0;
};

// Sealed value v1 (docs/architecture.md):
//   01 | 01 (XChaCha20-Poly1305-IETF) | key version u32 BE | nonce 24 | ciphertext | tag 16
//   AD = lp("v1") lp("sealed") lp(workspace) lp(channel or "-") lp(table) lp(column) lp(row)
//   lp = u16 BE length + bytes; ids as decimal digits
inline constexpr std::size_t SealedOverhead = 46;
inline constexpr std::size_t LongestSealed = 64 * 1024;

// Seals with the newest key of the ring. Refuses `too_long` over 64 KiB.
base::Result<std::string> seal(std::string_view plain, Place const& place, KeyRing const& ring,
                               base::Random& random);
// Refuses `sealed_malformed` (version, algorithm, length), `sealed_unknown_key`, `sealed_damaged`
// (changed, or from another place).
base::Result<SecretText> unseal(std::string_view sealed, Place const& place, KeyRing const& ring);

// The key version a value was sealed with, for rotation; 0 when it is no sealed value.
std::uint32_t key_version_of(std::string_view sealed);

// The only thing an API says of a secret: its last four characters, and nothing of one shorter than
// twelve.
std::string last4(std::string_view secret);

}  // namespace crypto

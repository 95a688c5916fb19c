#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/world.hpp"
#include "crypto/secret.hpp"

// For this room: XChaCha20-Poly1305-IETF with a random nonce in front, and how associated data is
// put together.
namespace crypto::aead {

inline constexpr std::size_t NonceSize = 24;
inline constexpr std::size_t TagSize = 16;

// Each part with its length (u16 big-endian) before it, so that two lists of parts never look alike.
// Throws length_error over 65,535 bytes.
std::string parts(std::initializer_list<std::string_view> list);

// nonce | ciphertext | tag
std::string seal(std::string_view plain, std::string_view ad, std::span<std::uint8_t const, 32> key,
                 base::Random& random);
// Writes into `out` (sealed size less NonceSize and TagSize); false when anything was changed.
bool open(std::uint8_t* out, std::string_view sealed, std::string_view ad,
          std::span<std::uint8_t const, 32> key);

}  // namespace crypto::aead

#include "crypto/aead.hpp"

#include <sodium.h>

#include <stdexcept>

namespace crypto::aead {

namespace {

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == NonceSize);
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == TagSize);

std::string parts(std::initializer_list<std::string_view> list)
{
    std::string out;
    for (auto const part : list) {
        if (part.size() > 0xFFFF)
            throw std::length_error("crypto: a part of the associated data is too long");
        out.push_back(char(part.size() >> 8));
        out.push_back(char(part.size() & 0xFF));
        out.append(part);
    }
    return out;
}

std::string seal(std::string_view plain, std::string_view ad, std::span<std::uint8_t const, 32> key,
                 base::Random& random)
{
    init();
    std::string out = random.bytes(NonceSize);
    out.resize(NonceSize + plain.size() + TagSize);
    auto* const nonce = reinterpret_cast<unsigned char*>(out.data());
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NonceSize, nullptr, bytes_of(plain),
                                               plain.size(), bytes_of(ad), ad.size(), nullptr,
                                               nonce, key.data());
    return out;
}

bool open(std::uint8_t* out, std::string_view sealed, std::string_view ad,
          std::span<std::uint8_t const, 32> key)
{
    init();
    if (sealed.size() < NonceSize + TagSize)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               out, nullptr, nullptr, bytes_of(sealed) + NonceSize, sealed.size() - NonceSize,
               bytes_of(ad), ad.size(), bytes_of(sealed), key.data()) == 0;
}

}  // namespace crypto::aead

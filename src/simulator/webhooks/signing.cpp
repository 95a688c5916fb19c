#include "simulator/webhooks/signing.hpp"

#include "base/text.hpp"
#include "crypto/hash.hpp"
#include "crypto/hmac.hpp"

namespace simulator {

std::string hmac_hex(std::string_view key, std::string_view message)
{
    return base::to_hex(crypto::hmac_sha256(key, message));
}

std::string sha256_hex(std::string_view bytes) { return crypto::sha256_hex(bytes); }

// Lengths are no secret; the bytes are looked at to the end.
bool same(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    unsigned different = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        different |= static_cast<unsigned char>(a[i] ^ b[i]);
    return different == 0;
}

}  // namespace simulator

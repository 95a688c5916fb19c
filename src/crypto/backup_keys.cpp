#include <sodium.h>

#include "base/text.hpp"
#include "crypto/backup_stream.hpp"

namespace crypto {

namespace {

constexpr std::size_t PublicSize = crypto_box_PUBLICKEYBYTES;

std::string public_hex_of(Secret<32> const& secret)
{
    std::string out(PublicSize, '\0');
    crypto_scalarmult_base(reinterpret_cast<unsigned char*>(out.data()), secret.bytes().data());
    return base::to_hex(out);
}

}  // namespace

BackupKeys backup_keys(Secret<32> const& seed)
{
    init();
    BackupKeys keys;
    unsigned char public_half[PublicSize];
    crypto_box_seed_keypair(public_half, keys.secret.bytes().data(), seed.bytes().data());
    keys.public_hex = public_hex_of(keys.secret);
    return keys;
}

BackupKeys new_offline_keys()
{
    init();
    BackupKeys keys;
    randombytes_buf(keys.secret.bytes().data(), keys.secret.bytes().size());
    keys.public_hex = public_hex_of(keys.secret);
    return keys;
}

base::Result<BackupKeys> offline_keys_from(std::string_view secret_hex)
{
    init();
    BackupKeys keys;
    std::size_t size = 0;
    if (secret_hex.size() != 64 ||
        sodium_hex2bin(keys.secret.bytes().data(), keys.secret.bytes().size(), secret_hex.data(),
                       secret_hex.size(), nullptr, &size, nullptr) != 0 ||
        size != 32)
        return base::Error{base::Fault::invalid, "offline_key_malformed"};
    keys.public_hex = public_hex_of(keys.secret);
    return keys;
}

bool is_public_key(std::string_view hex) { return base::from_hex(hex).size() == PublicSize; }

}  // namespace crypto

#include "crypto/sealed.hpp"

#include "base/text.hpp"
#include "crypto/aead.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::string_view SealedHead("\x01\x01", 2);
constexpr std::size_t KeyVersionEnd = 6;

static_assert(SealedOverhead == KeyVersionEnd + aead::NonceSize + aead::TagSize);

std::string bound_to(Place const& place)
{
    return aead::parts({"v1", "sealed", place.workspace.text(),
                        place.channel ? place.channel.text() : "-", place.table, place.column,
                        std::to_string(place.row)});
}

std::string big_endian(std::uint32_t number)
{
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(char((number >> shift) & 0xFF));
    return out;
}

}  // namespace

Result<std::string> seal(std::string_view plain, Place const& place, KeyRing const& ring,
                         base::Random& random)
{
    if (plain.size() > LongestSealed)
        return Error{Fault::invalid, "too_long"};
    auto const& key = ring.newest();
    return std::string(SealedHead) + big_endian(key.version) +
           aead::seal(plain, bound_to(place), key.bytes.bytes(), random);
}

Result<SecretText> unseal(std::string_view sealed, Place const& place, KeyRing const& ring)
{
    if (sealed.size() < SealedOverhead || sealed.size() > LongestSealed + SealedOverhead ||
        !sealed.starts_with(SealedHead))
        return Error{Fault::unavailable, "sealed_malformed"};
    auto const* const key = ring.find(key_version_of(sealed));
    if (key == nullptr)
        return Error{Fault::unavailable, "sealed_unknown_key"};
    auto plain = SecretText::of_size(sealed.size() - SealedOverhead);
    if (!aead::open(plain.bytes(), sealed.substr(KeyVersionEnd), bound_to(place),
                    key->bytes.bytes()))
        return Error{Fault::unavailable, "sealed_damaged"};
    return plain;
}

std::uint32_t key_version_of(std::string_view sealed)
{
    if (sealed.size() < SealedOverhead || !sealed.starts_with(SealedHead))
        return 0;
    std::uint32_t version = 0;
    for (auto const c : sealed.substr(2, 4))
        version = version << 8 | static_cast<unsigned char>(c);
    return version;
}

std::string last4(std::string_view secret)
{
    if (secret.size() < 12)
        return {};
    return base::to_utf8(secret.substr(secret.size() - 4));
}

}  // namespace crypto

#include "crypto/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <stdexcept>

#include "base/text.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;

constexpr std::string_view SignaturePrefix = "sha256=";
constexpr std::int64_t LongestAgeSeconds = 24 * 3600;

std::string hmac(EVP_MD const* digest, std::string_view key, std::string_view message)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    // A null key would mean "the one of the last call".
    if (HMAC(digest, key.empty() ? "" : key.data(), int(key.size()),
             reinterpret_cast<unsigned char const*>(message.data()), message.size(), out,
             &size) == nullptr)
        throw std::runtime_error("libcrypto cannot compute an HMAC");
    return {reinterpret_cast<char const*>(out), size};
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message)
{
    return hmac(EVP_sha256(), key, message);
}

std::string hmac_sha1(std::string_view key, std::string_view message)
{
    return hmac(EVP_sha1(), key, message);
}

bool verify_hmac_hex(std::string_view hex, std::string_view key, std::string_view message)
{
    auto const given = hex.size() == 64 ? base::from_hex(hex) : std::string();
    return given.size() == 32 && same(given, hmac_sha256(key, message));
}

bool verify_meta_signature(std::string_view secret, std::string_view header, std::string_view body)
{
    return !secret.empty() && header.starts_with(SignaturePrefix) &&
           verify_hmac_hex(header.substr(SignaturePrefix.size()), secret, body);
}

std::string meta_signature(std::string_view secret, std::string_view body)
{
    return std::string(SignaturePrefix) + base::to_hex(hmac_sha256(secret, body));
}

base::Result<base::Json> open_signed_request(std::string_view secret, std::string_view text,
                                             base::Instant now)
{
    auto const malformed = Error{Fault::invalid, "signed_request_malformed"};
    auto const forged = Error{Fault::unauthenticated, "signed_request_forged"};
    auto const dot = text.find('.');
    if (dot == text.npos)
        return malformed;
    auto const signature = from_base64url(text.substr(0, dot));
    auto const encoded = text.substr(dot + 1);
    if (!signature || signature->size() != 32)
        return malformed;
    // What is signed is the encoded text, not what it decodes to.
    if (secret.empty() || !same(*signature, hmac_sha256(secret, encoded)))
        return forged;

    auto const payload = from_base64url(encoded);
    if (!payload)
        return malformed;
    auto json = TRY(base::parse_json(*payload));
    if (base::text_at(json, "algorithm") != "HMAC-SHA256")
        return forged;
    auto const issued = base::number_at(json, "issued_at");
    if (!issued || *issued < now.ms / 1000 - LongestAgeSeconds)
        return Error{Fault::unauthenticated, "signed_request_expired"};
    return json;
}

std::optional<std::string> from_base64url(std::string_view text)
{
    // libsodium 1.0.18 takes some bytes above ASCII for letters (found by fuzzing).
    constexpr std::string_view Alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (text.find_first_not_of(Alphabet) != text.npos)
        return std::nullopt;
    init();
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                          text.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    out.resize(size);
    return out;
}

std::string to_base64url(std::string_view bytes)
{
    init();
    constexpr auto Variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_encoded_len(bytes.size(), Variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()),
                      bytes.size(), Variant);
    out.resize(out.find('\0'));
    return out;
}

}  // namespace crypto

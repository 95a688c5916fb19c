#include "crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <new>
#include <stdexcept>

#include "base/text.hpp"

namespace crypto {

namespace {

void require(bool worked)
{
    if (!worked)
        throw std::runtime_error("libcrypto cannot compute SHA-256");
}

}  // namespace

Sha256::Sha256() : m_context(EVP_MD_CTX_new())
{
    if (m_context == nullptr)
        throw std::bad_alloc();
    require(EVP_DigestInit_ex(m_context, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() { EVP_MD_CTX_free(m_context); }

void Sha256::add(std::string_view bytes)
{
    require(EVP_DigestUpdate(m_context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::done()
{
    std::string digest(32, '\0');
    require(EVP_DigestFinal_ex(m_context, reinterpret_cast<unsigned char*>(digest.data()),
                               nullptr) == 1);
    require(EVP_DigestInit_ex(m_context, EVP_sha256(), nullptr) == 1);
    return digest;
}

std::string sha256_hex(std::string_view bytes)
{
    Sha256 sum;
    sum.add(bytes);
    return base::to_hex(sum.done());
}

std::string token_hash(Secret<32> const& index_key, std::string_view token)
{
    init();
    std::string hash(32, '\0');
    auto const key = index_key.bytes();
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<unsigned char const*>(token.data()), token.size(),
                       key.data(), key.size());
    return hash;
}

}  // namespace crypto

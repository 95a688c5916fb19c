#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

struct evp_md_ctx_st;

namespace crypto {

// SHA-256 of a stream, by OpenSSL (it uses the processor's SHA instructions). Copying is not allowed;
// after done() it starts anew.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;

    void add(std::string_view bytes);
    // 32 raw bytes.
    std::string done();

private:
    evp_md_ctx_st* m_context;
};

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// What is stored in place of a token (session, link, API token, recovery code): 32 bytes, BLAKE2b
// under the index key, so that a stolen file does not even allow guessing. Look rows up by it.
std::string token_hash(Secret<32> const& index_key, std::string_view token);

}  // namespace crypto

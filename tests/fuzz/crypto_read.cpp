// libFuzzer target: nothing that only looks like a sealed value, a wrapped key, a chunk of a media
// file, a backup or a token may crash what opens it, and nothing that was not sealed opens.
//   bin/fuzz_crypto_read -max_total_time=600 corpus/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "crypto/backup_stream.hpp"
#include "crypto/hmac.hpp"
#include "crypto/media_chunk.hpp"
#include "crypto/sealed.hpp"
#include "crypto/token.hpp"

namespace {

crypto::Secret<32> const& fixed_key()
{
    static auto const key = [] {
        crypto::Secret<32> made;
        std::fill(made.bytes().begin(), made.bytes().end(), std::uint8_t(7));
        return made;
    }();
    return key;
}

crypto::KeyRing const& ring()
{
    static auto const made = [] {
        crypto::KeyRing keys;
        keys.add({1, crypto::Secret<32>::copy_of(fixed_key().bytes())});
        return keys;
    }();
    return made;
}

bool backup_opens(std::string_view bytes)
{
    static auto const keys = crypto::backup_keys(fixed_key());
    std::size_t at = 0;
    auto reader = crypto::BackupReader::start(keys, [&](char* out, std::size_t size) {
        auto const part = std::min(size, bytes.size() - at);
        std::memcpy(out, bytes.data() + at, part);
        at += part;
        return base::Result<std::size_t>(part);
    });
    char out[4096];
    return reader && reader->read(out, sizeof out);
}

bool chunk_opens(std::string_view bytes)
{
    using namespace crypto::media_chunk;
    crypto::FileId const id{};
    (void)is_header(bytes, id);
    std::string out;
    Binding const binding(header(id, std::string(16, 'n')), base::WorkspaceId{1});
    return open(out, bytes, 0, true, binding, fixed_key());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    crypto::Place const place{{1}, {}, "channel", "access_token", 1};
    (void)crypto::api_token_id(bytes);
    (void)crypto::recovery_code_of(bytes);
    (void)crypto::is_token(bytes);
    if (crypto::unseal(bytes, place, ring()) || crypto::unwrap(bytes, fixed_key(), {1}, 1) ||
        crypto::open_signed_request("secret", bytes, {}) || chunk_opens(bytes) ||
        backup_opens(bytes))
        std::abort();
    return 0;
}

#include "crypto/media_chunk.hpp"

#include <sodium.h>

#include <array>

namespace crypto::media_chunk {

namespace {

constexpr std::string_view Magic = "SAPM";
constexpr char Version = 1;
constexpr char ChunkLog2 = 16;
constexpr std::size_t IdAt = 8;
constexpr std::size_t PrefixAt = 24;
constexpr std::size_t PrefixSize = 16;

using Nonce = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES>;

Nonce nonce_of(Binding const& binding, std::uint64_t number, bool last)
{
    Nonce nonce{};
    std::copy(binding.nonce_prefix.begin(), binding.nonce_prefix.end(), nonce.begin());
    for (std::size_t i = 0; i < 7; ++i)
        nonce[PrefixSize + i] = static_cast<unsigned char>(number >> (48 - 8 * i));
    nonce[23] = last ? 1 : 0;
    return nonce;
}

unsigned char const* raw(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

std::string header(FileId const& id, std::string_view nonce_prefix)
{
    std::string out(Magic);
    out.push_back(Version);
    out.push_back(ChunkLog2);
    out.resize(IdAt);
    out.append(reinterpret_cast<char const*>(id.data()), id.size());
    out.append(nonce_prefix.substr(0, PrefixSize));
    out.resize(HeaderSize);
    return out;
}

bool is_header(std::string_view bytes, FileId const& id)
{
    return bytes.size() == HeaderSize && bytes == header(id, bytes.substr(PrefixAt, PrefixSize));
}

Binding::Binding(std::string_view header, base::WorkspaceId workspace)
    : ad(std::string(header) + workspace.text()), nonce_prefix(header.substr(PrefixAt, PrefixSize))
{
}

void seal(std::string& out, std::string_view text, std::uint64_t number, bool last,
          Binding const& binding, Secret<32> const& key)
{
    init();
    out.resize(text.size() + TagSize);
    auto const nonce = nonce_of(binding, number, last);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        reinterpret_cast<unsigned char*>(out.data()), nullptr, raw(text), text.size(),
        raw(binding.ad), binding.ad.size(), nullptr, nonce.data(), key.bytes().data());
}

bool open(std::string& out, std::string_view sealed, std::uint64_t number, bool last,
          Binding const& binding, Secret<32> const& key)
{
    init();
    if (sealed.size() < TagSize)
        return false;
    out.resize(sealed.size() - TagSize);
    auto const nonce = nonce_of(binding, number, last);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(out.data()),
                                                      nullptr, nullptr, raw(sealed), sealed.size(),
                                                      raw(binding.ad), binding.ad.size(),
                                                      nonce.data(), key.bytes().data()) == 0;
}

}  // namespace crypto::media_chunk

#include "crypto/data_key.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/aead.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::string_view WrappedHead("\x01\x01", 2);

std::string bound_to(base::WorkspaceId workspace, std::uint32_t version)
{
    return aead::parts({"v1", "wrap", workspace.text(), std::to_string(version)});
}

Secret<32> derived(Secret<32> const& key, char const* context)
{
    init();
    Secret<32> out;
    crypto_kdf_derive_from_key(out.bytes().data(), 32, 1, context, key.bytes().data());
    return out;
}

}  // namespace

DataKey DataKey::generate(std::uint32_t version, base::Random& random)
{
    DataKey key{version, {}};
    random.fill(key.bytes.bytes());
    return key;
}

std::string wrap(DataKey const& key, Secret<32> const& wrap_key, base::WorkspaceId workspace,
                 base::Random& random)
{
    auto const bytes = key.bytes.bytes();
    return std::string(WrappedHead) +
           aead::seal({reinterpret_cast<char const*>(bytes.data()), bytes.size()},
                      bound_to(workspace, key.version), wrap_key.bytes(), random);
}

Result<DataKey> unwrap(std::string_view wrapped, Secret<32> const& wrap_key,
                       base::WorkspaceId workspace, std::uint32_t version)
{
    constexpr auto Size = 2 + aead::NonceSize + 32 + aead::TagSize;
    DataKey key{version, {}};
    if (wrapped.size() != Size || !wrapped.starts_with(WrappedHead) ||
        !aead::open(key.bytes.bytes().data(), wrapped.substr(2), bound_to(workspace, version),
                    wrap_key.bytes()))
        return Error{Fault::unavailable, "wrapped_key_damaged",
                     "workspace " + workspace.text() + " version " + std::to_string(version)};
    return key;
}

void KeyRing::add(DataKey key)
{
    auto const version = key.version;
    m_keys.insert_or_assign(version, std::move(key));
}

DataKey const* KeyRing::find(std::uint32_t version) const
{
    auto const found = m_keys.find(version);
    return found == m_keys.end() ? nullptr : &found->second;
}

DataKey const& KeyRing::newest() const
{
    if (m_keys.empty())
        throw std::logic_error("crypto: an empty key ring");
    return m_keys.rbegin()->second;
}

std::array<std::uint8_t, 16> file_mark(Secret<32> const& key)
{
    auto const full = derived(key, "filemark");
    std::array<std::uint8_t, 16> mark;
    std::copy_n(full.bytes().data(), mark.size(), mark.begin());
    return mark;
}

Secret<32> file_key(DataKey const& key) { return derived(key.bytes, "filekey_"); }

}  // namespace crypto

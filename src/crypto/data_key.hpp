#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "crypto/secret.hpp"

namespace crypto {

// A workspace's key: 32 random bytes with a version. It opens the workspace's file and seals values
// inside it.
struct DataKey {
    std::uint32_t version = 1;
    Secret<32> bytes;

    static DataKey generate(std::uint32_t version, base::Random& random);
};

// The wrapped form, kept in control.db: 01 01, nonce 24, ciphertext, tag; bound to the workspace and
// the version.
std::string wrap(DataKey const& key, Secret<32> const& wrap_key, base::WorkspaceId workspace,
                 base::Random& random);
// Refuses `wrapped_key_damaged`: another workspace's, another version's, cut or changed, or wrapped
// under another root key (rule that out first with RootKey::check).
base::Result<DataKey> unwrap(std::string_view wrapped, Secret<32> const& wrap_key,
                             base::WorkspaceId workspace, std::uint32_t version);

// The versions of one workspace's key that are still needed. New values are sealed with the newest.
// Not changed while in use: make a new ring for a new version.
class KeyRing {
public:
    KeyRing() = default;
    void add(DataKey key);
    // Nothing when the ring does not hold it.
    DataKey const* find(std::uint32_t version) const;
    DataKey const& newest() const;

private:
    std::map<std::uint32_t, DataKey> m_keys;
};

// What db::Key wants as its mark: 16 bytes that tell the key of a file without telling the key.
std::array<std::uint8_t, 16> file_mark(Secret<32> const& key);
// The key that encrypts the database file itself, derived from the data key, so that sealing and
// page encryption never share one.
Secret<32> file_key(DataKey const& key);

}  // namespace crypto

#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/world.hpp"
#include "crypto/secret.hpp"

namespace crypto {

// What a key derived from the root key is for; each use has its own 8-byte context.
enum class Purpose {
    wrap,     // "wrap____": wraps workspace keys
    index,    // "index___": token_hash and other keyed look-ups
    backup,   // "backup__": opens backups
    check,    // "check___": tells whether it is the right root key
    control,  // "control_": the file control.db and the values sealed in it
};

// The key above all keys, 32 bytes that exist once, outside the data folder. Never stored, never
// logged. Moves only.
class RootKey {
public:
    explicit RootKey(Secret<32> key) : m_key(std::move(key)) {}

    static RootKey generate(base::Random& random);
    // The file `root_key` in systemd's credentials folder ($CREDENTIALS_DIRECTORY). Refuses
    // `root_key_missing`, `root_key_malformed`.
    static base::Result<RootKey> from_credentials(std::string const& folder);
    // A file of ours: 64 hex digits (or 32 raw bytes), mode 0600 or 0400, owned by this user.
    // Refuses `key_file_missing`, `key_file_mode`, `key_file_owner`, `key_file_malformed`,
    // `key_file_unreadable`.
    static base::Result<RootKey> from_file(std::string const& path);
    // Argon2id over 256 MiB, 3 passes: takes about a second and that much memory. `salt` is 16 bytes
    // from new_salt(), kept in the clear by the caller. Refuses `passphrase_too_short` (under 12
    // bytes), `salt_malformed`, `out_of_memory`.
    static base::Result<RootKey> from_passphrase(std::string_view passphrase,
                                                 std::string_view salt);
    static std::string new_salt(base::Random& random);

    // A new file with 64 hex digits, mode 0600, on disk when this returns. Refuses
    // `key_file_exists`, `key_file_unwritable`.
    base::Result<void> create_file(std::string const& path) const;

    Secret<32> derive(Purpose purpose) const;

    // 32 hex digits to store beside the data, saying nothing about the key.
    std::string check_value() const;
    // Refuses `root_key_wrong`: what does not open after this is damaged, not locked.
    base::Result<void> check(std::string_view check_value) const;

private:
    Secret<32> m_key;
};

}  // namespace crypto

#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/world.hpp"
#include "control/folder.hpp"
#include "control/workspace_store.hpp"
#include "crypto/data_key.hpp"
#include "crypto/root_key.hpp"
#include "db/connection.hpp"

namespace control {

// Where the root key may come from. Looked for in this order: systemd's credentials, a key file that
// was named, the passphrase when the folder was made with one, and FOLDER.key beside the data.
struct RootKeySource {
    std::string credentials;      // $CREDENTIALS_DIRECTORY, or empty
    std::string key_file;         // --key-file, or empty
    std::string passphrase_file;  // $SAPA_PASSPHRASE_FILE, or empty
    // Asks a person, when there is one. `fresh`: a new passphrase is chosen.
    std::function<base::Result<std::string>(bool fresh)> ask;
    // A new folder shall be locked by a passphrase, not a key file.
    bool choose_passphrase = false;
};

// Where a root key was found.
enum class RootKeyPlace { credentials, file, passphrase };

struct LoadedRootKey {
    crypto::RootKey key;
    RootKeyPlace place = RootKeyPlace::file;
    std::string file;   // when it is in one
    bool made = false;  // it did not exist before
    std::string salt;   // hex, with a passphrase
};

// The keys above control.db. The root key itself opens nothing but two random keys in keys.json
// (one for control.db, one for looking up hashed tokens) and the wrapped keys of workspaces; so
// changing it rewrites no data. Any thread.
class Vault {
public:
    // Makes keys.json, and a root key when there is none, for a folder without data; else checks
    // that it is the right key. Refuses `wrong_root_key`, `root_key_missing`, `root_key_unsafe`,
    // `folder_damaged`.
    static base::Result<Vault> open(Folder const& folder, RootKeySource const& source,
                                    base::World world);
    Vault(Vault&&) noexcept;
    ~Vault();

    // 32 bytes to look a secret up by; `what` keeps kinds of secrets apart.
    std::string hash(std::string_view what, std::string_view secret) const;
    // A short name for a bucket that does not tell what it counts.
    std::string name_of(std::string_view what, std::string_view text) const;

    // Values of control.db that stay sealed inside the encrypted file.
    std::string seal(std::string_view plain, std::string_view table, std::string_view column,
                     std::int64_t row) const;
    base::Result<crypto::SecretText> unseal(std::string_view sealed, std::string_view table,
                                            std::string_view column, std::int64_t row) const;

    // A fresh data key of a workspace, wrapped.
    std::string wrap_new_key(base::WorkspaceId workspace, std::uint32_t version) const;
    // Refuses `workspace_unusable`. When the root key was changed by another process, it is read
    // anew from its file first.
    base::Result<crypto::DataKey> unwrap(store::WrappedKey const& key) const;

    // What opens control.db; lives as long as the vault.
    db::Key control_key() const;
    // For backups: derived from the root key.
    crypto::Secret<32> backup_key() const;

    RootKeyPlace place() const;
    std::string key_file() const;
    // Path of the key file when open() made it: the person is told to keep a copy.
    std::optional<std::string> const& new_key_file() const { return m_new_key_file; }

    // Changing the root key happens in steps so that a crash after any of them leaves the folder
    // openable with one of the two keys:
    //   begin_rotation(next)      keys.json holds both; returns the wrapper for workspace keys
    //   ... caller rewraps them in one transaction ...
    //   finish_rotation()         the key file is replaced and keys.json forgets the old key
    // The new root key waits in `<key file>.new` meanwhile.
    base::Result<void> begin_rotation();
    std::string rewrap(store::WrappedKey const& key, crypto::DataKey const& data) const;
    base::Result<void> finish_rotation();
    // Whether open() found a rotation that a crash cut short: the caller rewraps and finishes.
    bool rotation_is_open() const;
    // Whether a key is already wrapped by the root key to come.
    bool is_rewrapped(store::WrappedKey const& key) const;

private:
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
    std::optional<std::string> m_new_key_file;
};

// A key file may belong to the user the folder belongs to, or to root when root runs the command.
// Refuses what crypto::RootKey::from_file does.
base::Result<crypto::RootKey> read_root_key(std::string const& path);

// Finds the root key, or makes one when `may_make`. `salt`: hex, of a folder locked by a passphrase.
base::Result<LoadedRootKey> load_root_key(Folder const& folder, RootKeySource const& source,
                                          std::string const& salt, bool may_make,
                                          base::World world);

}  // namespace control

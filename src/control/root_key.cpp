#include <filesystem>

#include "base/text.hpp"
#include "control/vault.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace fs = std::filesystem;

namespace {

// The codes of the crypto room, in the words of this one.
Error unusable(Error error)
{
    auto const missing = error.code.ends_with("missing");
    auto const unsafe = error.code == "key_file_mode" || error.code == "key_file_owner";
    error.fault = Fault::unavailable;
    error.detail = "root key: " + error.code + ": " + error.detail;
    error.code = missing ? "root_key_missing" : unsafe ? "root_key_unsafe" : "root_key_unreadable";
    return error;
}

bool is_inside(std::string const& file, std::string const& folder)
{
    std::error_code fault;
    auto const full = fs::weakly_canonical(fs::absolute(file), fault).string();
    auto const data = fs::weakly_canonical(folder, fault).string();
    return full.starts_with(data + "/");
}

Result<LoadedRootKey> from_file(Folder const& folder, std::string const& path, bool may_make,
                                base::World world)
{
    if (is_inside(path, folder.path()))
        return Error{Fault::unavailable, "root_key_unsafe",
                     path + " lies in the data folder: a copy of the folder would carry its key"};
    auto const exists = fs::exists(path);
    if (!exists && !may_make)
        return Error{Fault::unavailable, "root_key_missing",
                     path + " is not there; name the key of this folder with --key-file"};
    if (!exists) {
        RealRights const rights;
        auto const made = crypto::RootKey::generate(world.random).create_file(path);
        if (!made)
            return unusable(made.error());
    }
    auto key = read_root_key(path);
    if (!key)
        return unusable(key.error());
    return LoadedRootKey{std::move(*key), RootKeyPlace::file, path, !exists, {}};
}

Result<std::string> passphrase_of(RootKeySource const& source, bool fresh)
{
    if (!source.passphrase_file.empty()) {
        auto const text = read_small_file(source.passphrase_file);
        if (!text)
            return Error{Fault::unavailable, "root_key_missing",
                         source.passphrase_file + " cannot be read"};
        auto const end = text->find_last_not_of("\r\n");
        return end == std::string::npos ? std::string() : text->substr(0, end + 1);
    }
    if (source.ask)
        return source.ask(fresh);
    return Error{Fault::unavailable, "root_key_missing",
                 "this folder is locked by a passphrase; put it into a file named by "
                 "SAPA_PASSPHRASE_FILE"};
}

Result<LoadedRootKey> from_passphrase(RootKeySource const& source, std::string salt, bool fresh,
                                      base::World world)
{
    auto passphrase = TRY(passphrase_of(source, fresh));
    if (salt.empty())
        salt = base::to_hex(crypto::RootKey::new_salt(world.random));
    auto key = crypto::RootKey::from_passphrase(passphrase, base::from_hex(salt));
    crypto::wipe(passphrase);
    if (!key)
        return unusable(key.error());
    return LoadedRootKey{std::move(*key), RootKeyPlace::passphrase, {}, false, salt};
}

}  // namespace

Result<crypto::RootKey> read_root_key(std::string const& path)
{
    auto key = crypto::RootKey::from_file(path);
    if (key)
        return key;
    RealRights const rights;
    auto again = crypto::RootKey::from_file(path);
    return again ? std::move(again) : std::move(key);
}

Result<LoadedRootKey> load_root_key(Folder const& folder, RootKeySource const& source,
                                    std::string const& salt, bool may_make, base::World world)
{
    if (!source.credentials.empty() && fs::exists(source.credentials + "/root_key")) {
        auto key = crypto::RootKey::from_credentials(source.credentials);
        if (!key)
            return unusable(key.error());
        return LoadedRootKey{std::move(*key), RootKeyPlace::credentials, {}, false, {}};
    }
    if (!source.key_file.empty())
        return from_file(folder, source.key_file, may_make, world);
    if (!salt.empty() || (may_make && source.choose_passphrase))
        return from_passphrase(source, salt, salt.empty(), world);
    return from_file(folder, folder.default_key_file(), may_make, world);
}

}  // namespace control

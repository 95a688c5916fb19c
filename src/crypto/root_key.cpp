#include "crypto/root_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "base/text.hpp"
#include "crypto/file.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::size_t KeySize = 32;
constexpr std::size_t HexSize = 64;
constexpr std::size_t SaltSize = crypto_pwhash_SALTBYTES;
constexpr std::size_t ShortestPassphrase = 12;
constexpr unsigned long long PassphrasePasses = 3;
constexpr std::size_t PassphraseMemory = 256U << 20;

char const* context_of(Purpose purpose)
{
    switch (purpose) {
    case Purpose::wrap: return "wrap____";
    case Purpose::index: return "index___";
    case Purpose::backup: return "backup__";
    case Purpose::check: return "check___";
    case Purpose::control: return "control_";
    }
    return "none____";
}

// 32 raw bytes, or 64 hex digits with or without a line end. Reads into locked memory only.
std::optional<Secret<KeySize>> read_key(OpenFile const& file)
{
    Secret<HexSize + 3> text;
    auto const* data = text.bytes().data();
    auto const got = file.read_next(text.bytes().data(), text.bytes().size());
    auto size = got < 0 ? 0 : std::size_t(got);
    if (size == KeySize)
        return Secret<KeySize>::copy_of(std::span<std::uint8_t const, KeySize>(data, KeySize));
    while (size > HexSize && (data[size - 1] == '\n' || data[size - 1] == '\r'))
        --size;
    Secret<KeySize> key;
    std::size_t made = 0;
    auto const* hex = reinterpret_cast<char const*>(data);
    if (size != HexSize ||
        sodium_hex2bin(key.bytes().data(), KeySize, hex, size, nullptr, &made, nullptr) != 0 ||
        made != KeySize)
        return std::nullopt;
    return key;
}

}  // namespace

RootKey RootKey::generate(base::Random& random)
{
    Secret<KeySize> key;
    random.fill(key.bytes());
    return RootKey(std::move(key));
}

Result<RootKey> RootKey::from_credentials(std::string const& folder)
{
    auto const path = folder + "/root_key";
    OpenFile const file(path, O_RDONLY);
    if (!file)
        return Error{Fault::unavailable, "root_key_missing", path};
    auto key = read_key(file);
    if (!key)
        return Error{Fault::unavailable, "root_key_malformed", path};
    return RootKey(std::move(*key));
}

Result<RootKey> RootKey::from_file(std::string const& path)
{
    OpenFile const file(path, O_RDONLY);
    if (!file)
        return Error{Fault::unavailable,
                     errno == ENOENT ? "key_file_missing" : "key_file_unreadable", path};
    struct stat status = {};
    if (::fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode))
        return Error{Fault::unavailable, "key_file_unreadable", path};
    if (status.st_uid != ::geteuid())
        return Error{Fault::unavailable, "key_file_owner", path};
    auto const mode = status.st_mode & 07777;
    if (mode != 0600 && mode != 0400)
        return Error{Fault::unavailable, "key_file_mode", path + ": chmod 600 it"};
    auto key = read_key(file);
    if (!key)
        return Error{Fault::unavailable, "key_file_malformed", path};
    return RootKey(std::move(*key));
}

Result<RootKey> RootKey::from_passphrase(std::string_view passphrase, std::string_view salt)
{
    init();
    if (passphrase.size() < ShortestPassphrase)
        return Error{Fault::invalid, "passphrase_too_short"};
    if (salt.size() != SaltSize)
        return Error{Fault::invalid, "salt_malformed"};
    Secret<KeySize> key;
    if (crypto_pwhash(key.bytes().data(), KeySize, passphrase.data(), passphrase.size(),
                      reinterpret_cast<unsigned char const*>(salt.data()), PassphrasePasses,
                      PassphraseMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{Fault::unavailable, "out_of_memory"};
    return RootKey(std::move(key));
}

std::string RootKey::new_salt(base::Random& random) { return random.bytes(SaltSize); }

namespace {

// Never over a file that is there.
bool put_in_place(std::string const& from, std::string const& path)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    // Some file systems do not know the flag.
    return errno == EINVAL && ::access(path.c_str(), F_OK) != 0 &&
           std::rename(from.c_str(), path.c_str()) == 0;
}

}  // namespace

Result<void> RootKey::create_file(std::string const& path) const
{
    if (::access(path.c_str(), F_OK) == 0)
        return Error{Fault::conflict, "key_file_exists", path};
    // A start that is cut short must not leave half a key under the name.
    auto const unfinished = path + ".part";
    ::unlink(unfinished.c_str());
    OpenFile const file(unfinished, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!file)
        return Error{Fault::conflict, "key_file_unwritable", path};
    Secret<HexSize + 1> hex;
    auto* const text = reinterpret_cast<char*>(hex.bytes().data());
    sodium_bin2hex(text, HexSize + 1, m_key.bytes().data(), KeySize);
    text[HexSize] = '\n';
    // The umask may have taken more rights than wanted, never fewer.
    if (::fchmod(file.fd(), 0600) == 0 && file.write_all({text, HexSize + 1}) && file.sync() &&
        put_in_place(unfinished, path)) {
        if (sync_folder_of(path))
            return {};
        ::unlink(path.c_str());
    }
    ::unlink(unfinished.c_str());
    return Error{Fault::unavailable, "key_file_unwritable", path};
}

Secret<32> RootKey::derive(Purpose purpose) const
{
    init();
    static_assert(crypto_kdf_KEYBYTES == KeySize && crypto_kdf_CONTEXTBYTES == 8);
    Secret<32> derived;
    crypto_kdf_derive_from_key(derived.bytes().data(), 32, 1, context_of(purpose),
                               m_key.bytes().data());
    return derived;
}

std::string RootKey::check_value() const
{
    auto const derived = derive(Purpose::check);
    auto const half = derived.bytes().first(16);
    return base::to_hex({reinterpret_cast<char const*>(half.data()), half.size()});
}

Result<void> RootKey::check(std::string_view check_value) const
{
    if (!same(check_value, this->check_value()))
        return Error{Fault::unavailable, "root_key_wrong"};
    return {};
}

}  // namespace crypto

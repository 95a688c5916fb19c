#include "crypto/root_key.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "fixed.hpp"

namespace crypto {

namespace {

std::string hex_of(Secret<32> const& key) { return hex(key.bytes()); }

void write(std::string const& path, std::string const& text, mode_t mode = 0600)
{
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), mode);
}

std::string refusal(std::string const& path)
{
    auto const key = RootKey::from_file(path);
    return key ? "" : key.error().code;
}

}  // namespace

TEST_CASE("root key: each purpose has a key of its own (BLAKE2b with context, V1)")
{
    RootKey const root(counted_key());
    CHECK(hex_of(root.derive(Purpose::wrap)) ==
          "3c64a3b2b09835f6fe275365e669b12b78c6de2d21c0caee5b9562dace0bcad5");
    CHECK(hex_of(root.derive(Purpose::index)) ==
          "a68ee426cb19c6a835d8d905b2ebd2d423c7a2c34d45afca1b2092485620a33b");
    CHECK(hex_of(root.derive(Purpose::backup)) ==
          "e8a468c4957b0b9741a008b035840574b6f2174be0efb252884f25de59ffcf30");
    CHECK(hex_of(root.derive(Purpose::control)) ==
          "161bb6ff2c70a72f2976d7408ca681a127df5f30fa6c6449dd06eaae71ed70a9");
    CHECK(root.check_value() == "14b32f9b12e7b10d9a1da59a19739574");
}

TEST_CASE("root key: a wrong one is told by the check value (V8)")
{
    RootKey const root(counted_key());
    RootKey const other(counted_key(1));
    CHECK(root.check(root.check_value()).ok());
    CHECK(other.check(root.check_value()).error().code == "root_key_wrong");
    CHECK(root.check("").error().code == "root_key_wrong");
}

TEST_CASE("root key: a key file is private from the start and gives the same key again")
{
    Folder folder;
    Counting random;
    auto const root = RootKey::generate(random);
    auto const path = folder / "root.key";
    REQUIRE(root.create_file(path));
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0600);
    auto const again = RootKey::from_file(path);
    REQUIRE(again);
    CHECK(again->check_value() == root.check_value());
    CHECK(root.create_file(path).error().code == "key_file_exists");
    CHECK(root.create_file(folder / "no/such").error().code == "key_file_unwritable");
}

TEST_CASE("root key: a key file others may read, or of another shape, is refused (C1)")
{
    Folder folder;
    std::string const digits(64, 'a');
    auto const path = folder / "k";
    CHECK(refusal(path) == "key_file_missing");
    for (auto const mode : {0644, 0640, 0660, 0604, 0700, 0666}) {
        write(path, digits + "\n", mode_t(mode));
        CHECK(refusal(path) == "key_file_mode");
    }
    write(path, digits, 0400);
    CHECK(refusal(path) == "");
    write(folder / "raw", std::string(32, '\0'));
    CHECK(refusal(folder / "raw") == "");
    CHECK(refusal(folder.path()) == "key_file_unreadable");
    for (auto const& text :
         {std::string(), std::string("abc"), std::string(63, 'a'), std::string(64, 'g'),
          std::string(66, 'a'), std::string(31, 'x'), std::string(5000, 'a')}) {
        write(folder / "bad", text);
        CHECK(refusal(folder / "bad") == "key_file_malformed");
    }
    if (::geteuid() == 0) {
        write(folder / "theirs", digits);
        REQUIRE(::chown((folder / "theirs").c_str(), 65534, 65534) == 0);
        CHECK(refusal(folder / "theirs") == "key_file_owner");
    }
}

TEST_CASE("root key: systemd's credential is read as it is")
{
    Folder folder;
    CHECK(RootKey::from_credentials(folder.path()).error().code == "root_key_missing");
    write(folder / "root_key", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
          0440);
    auto const key = RootKey::from_credentials(folder.path());
    REQUIRE(key);
    CHECK(key->check_value() == RootKey(counted_key()).check_value());
    write(folder / "root_key", "nonsense", 0440);
    CHECK(RootKey::from_credentials(folder.path()).error().code == "root_key_malformed");
}

TEST_CASE("root key: a passphrase with its salt gives the same key again")
{
    auto const salt = RootKey::new_salt(base::real_world().random);
    CHECK(salt.size() == 16);
    CHECK(RootKey::from_passphrase("too short", salt).error().code == "passphrase_too_short");
    CHECK(RootKey::from_passphrase("long enough, surely", "x").error().code == "salt_malformed");
    auto const one = RootKey::from_passphrase("correct horse battery", "0123456789abcdef");
    REQUIRE(one);
    // Argon2id, 3 passes, 256 MiB, computed by another implementation.
    CHECK(one->check_value() == "b10097a1f819e02fc776c516c9b0a090");
}

}  // namespace crypto

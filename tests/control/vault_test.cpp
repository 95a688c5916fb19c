#include "control/vault.hpp"

#include <sys/stat.h>

#include <fstream>

#include "house.hpp"

using namespace control;
namespace fs = std::filesystem;

TEST_CASE("vault: the root key is made beside the folder, for its owner alone, and said once")
{
    House house;
    auto const path = house.folder() + ".key";
    CHECK(house.control->vault().new_key_file() == path);
    CHECK((fs::status(path).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    house.open();
    CHECK_FALSE(house.control->vault().new_key_file());
}

TEST_CASE("vault: a wrong key, a missing key and a damaged file are told apart")
{
    House house;
    house.set_up();
    house.control.reset();
    auto const key = house.folder() + ".key";

    fs::rename(key, key + ".away");
    CHECK(house.try_open().error().code == "root_key_missing");

    auto const other = (house.root / "other.key").string();
    REQUIRE(crypto::RootKey::generate(house.random).create_file(other));
    RootKeySource source;
    source.key_file = other;
    CHECK(house.try_open(source).error().code == "wrong_root_key");
    fs::rename(key + ".away", key);

    CHECK(house.try_open());
    auto const file = house.folder() + "/control.db";
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    for (auto at = 4096U + 100U; at < fs::file_size(file); at += 4096)
        bytes.seekp(at).write("flipped", 7);
    bytes.close();
    auto damaged = house.try_open();
    if (damaged)
        CHECK_THROWS((*damaged)->read([](ControlReader const& db) {
            return db.all<std::string>(R"sql(SELECT name FROM user)sql");
        }));
    else
        CHECK(damaged.error().code == "folder_damaged");
}

TEST_CASE("vault: keys.json that is gone or broken is damage, not a fresh start")
{
    House house;
    house.set_up();
    house.control.reset();
    auto const keys = house.folder() + "/keys.json";
    fs::rename(keys, keys + ".away");
    CHECK(house.try_open().error().code == "folder_damaged");
    std::ofstream(keys) << "{}";
    CHECK(house.try_open().error().code == "folder_damaged");
    fs::rename(keys + ".away", keys);
    CHECK(house.try_open());
}

TEST_CASE("vault: a key file others may read is refused")
{
    House house;
    house.control.reset();
    ::chmod((house.folder() + ".key").c_str(), 0644);
    CHECK(house.try_open().error().code == "root_key_unsafe");
    ::chmod((house.folder() + ".key").c_str(), 0400);
    CHECK(house.try_open());
}

TEST_CASE("vault: a key file inside the data folder is refused")
{
    House house;
    house.control.reset();
    auto const inside = house.folder() + "/root.key";
    fs::copy_file(house.folder() + ".key", inside);
    ::chmod(inside.c_str(), 0600);
    RootKeySource source;
    source.key_file = inside;
    CHECK(house.try_open(source).error().code == "root_key_unsafe");
}

TEST_CASE("vault: systemd's credential comes before everything else")
{
    House house;
    house.control.reset();
    RootKeySource source;
    source.credentials = house.root.string();
    std::ofstream(house.root / "root_key") << std::string(64, 'a');
    CHECK(house.try_open(source).error().code == "wrong_root_key");
    fs::remove(house.root / "root_key");
    CHECK(house.try_open(source));
}

TEST_CASE("vault: a passphrase locks a folder and opens it again")
{
    House house;
    house.control.reset();
    fs::remove_all(house.folder());
    auto const file = (house.root / "phrase").string();
    std::ofstream(file) << "tujuh angsa terbang rendah\n";
    RootKeySource source;
    source.passphrase_file = file;
    source.choose_passphrase = true;
    REQUIRE(house.try_open(source));
    source.choose_passphrase = false;
    REQUIRE(house.try_open(source));
    std::ofstream(file) << "delapan angsa terbang rendah\n";
    CHECK(house.try_open(source).error().code == "wrong_root_key");
    CHECK(house.try_open().error().code == "root_key_missing");
}

TEST_CASE("vault: a value sealed for one row does not open in another")
{
    House house;
    auto& vault = house.control->vault();
    auto const sealed = vault.seal("seed", "user", "totp_pending", 7);
    CHECK(vault.unseal(sealed, "user", "totp_pending", 7)->view() == "seed");
    CHECK_FALSE(vault.unseal(sealed, "user", "totp_pending", 8));
    CHECK_FALSE(vault.unseal(sealed, "user", "totp_seed", 7));
}

TEST_CASE("folder: one server at a time")
{
    House house;
    auto const lock = house.control->folder().lock_for_server();
    REQUIRE(lock);
    CHECK(house.control->folder().server_runs());
    CHECK_FALSE(house.control->folder().lock_for_server());
}

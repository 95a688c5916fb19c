#include "control/backup.hpp"

#include <fstream>

#include "control/backup_file.hpp"
#include "house.hpp"

using namespace control;
namespace fs = std::filesystem;

namespace {

BackupAccess access_of(House& house)
{
    BackupAccess access;
    access.folder = house.folder();
    return access;
}

// A house with one workspace and one media file, and its backup.
struct BackedUp : House {
    BackedUp()
    {
        owner = set_up();
        auto const record = *control->read(
            [](ControlReader const& db) { return store::find_workspace(db, "kopi"); });
        media = "media/" + record.file + "/0123456789abcdef0123456789abcdef";
        std::ofstream(folder() + "/" + media) << std::string(200'000, 'm');
        std::ofstream(folder() + "/" + media + ".part") << "half";
        path = (root / "one.sapabackup").string();
    }
    std::string owner;
    std::string media;
    std::string path;
};

}  // namespace

TEST_CASE("backup: what is written verifies and restores")
{
    BackedUp house;
    auto const written = write_backup(*house, operator_caller(), house.path, std::nullopt);
    REQUIRE_MESSAGE(written.ok(), (written ? "" : written.error().code));
    CHECK(written->workspaces == 1);
    CHECK(written->media == 1);
    CHECK_FALSE(fs::exists(house.folder() + "/backup.tmp"));
    CHECK(write_backup(*house, operator_caller(), house.path, std::nullopt).error().code ==
          "file_exists");

    auto const verified = verify_backup(house.path, access_of(house), house.root.string(),
                                        house.world());
    REQUIRE_MESSAGE(verified.ok(), (verified ? "" : verified.error().detail));
    CHECK(verified->taken_at == house.clock.now());

    auto const target = (house.root / "again").string();
    REQUIRE(restore_backup(house.path, access_of(house), target, house.world()));
    CHECK(fs::file_size(target + "/" + house.media) == 200'000);
    CHECK_FALSE(fs::exists(target + "/" + house.media + ".part"));
    RootKeySource source;
    source.key_file = house.folder() + ".key";
    auto restored = Control::open(target, source, house.facts(), house.world());
    REQUIRE(restored);
    Credentials credentials;
    credentials.session_cookie = house.owner;
    auto caller = authenticate(**restored, credentials);
    REQUIRE(caller.is_person());
    auto const record = choose_workspace(**restored, caller, "kopi");
    REQUIRE(record);
    CHECK(workspace::Workspace::open(*(*restored)->open_record(*record), house.world()));
}

TEST_CASE("backup: a folder that is not empty is left alone")
{
    BackedUp house;
    REQUIRE(write_backup(*house, operator_caller(), house.path, std::nullopt));
    CHECK(
        restore_backup(house.path, access_of(house), house.folder(), house.world()).error().code ==
        "folder_not_empty");
}

TEST_CASE("backup: a flipped byte, a cut and a foreign key are refused")
{
    BackedUp house;
    REQUIRE(write_backup(*house, operator_caller(), house.path, std::nullopt));
    auto const verify = [&](BackupAccess const& access) {
        return verify_backup(house.path, access, house.root.string(), house.world());
    };
    auto const size = fs::file_size(house.path);
    {
        std::fstream file(house.path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(std::streamoff(size / 2));
        auto const byte = char(file.get());
        file.seekp(std::streamoff(size / 2));
        file.put(char(~byte));
    }
    CHECK(verify(access_of(house)).error().code == "backup_damaged");
    fs::remove(house.path);
    REQUIRE(write_backup(*house, operator_caller(), house.path, std::nullopt));
    fs::resize_file(house.path, size - 100);
    CHECK(verify(access_of(house)).error().code == "backup_damaged");
    fs::resize_file(house.path, 10);
    CHECK(verify(access_of(house)).error().code == "backup_malformed");
    fs::remove(house.path);
    REQUIRE(write_backup(*house, operator_caller(), house.path, std::nullopt));
    auto foreign = access_of(house);
    foreign.root_key.key_file = (house.root / "other.key").string();
    REQUIRE(crypto::RootKey::generate(house.random).create_file(foreign.root_key.key_file));
    CHECK(verify(foreign).error().code == "backup_other_key");
    // Nothing is left of the scratch copies.
    for (auto const& entry : fs::directory_iterator(house.root))
        CHECK(entry.path().filename().string().find("verify") == std::string::npos);
}

TEST_CASE("backup: nothing readable lies in the file")
{
    BackedUp house;
    REQUIRE(write_backup(*house, operator_caller(), house.path, std::nullopt));
    std::ifstream in(house.path, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    for (auto const* word : {"ana@example.com", "Kopi Pagi", "keys.json", "mmmmmmmmmmmmmmmm"})
        CHECK_MESSAGE(text.find(word) == std::string::npos, word);
}

TEST_CASE("backup: only names a data folder has are written to disk")
{
    using backup_file::is_entry_name;
    CHECK(is_entry_name("control.db"));
    CHECK(is_entry_name("workspaces/0123456789abcdef0123456789abcdef.db"));
    CHECK(is_entry_name("media/0123456789abcdef0123456789abcdef/0a1b2c"));
    for (auto const* bad :
         {"", "/etc/passwd", "../keys.json", "workspaces/../../x.db", "control.db-wal",
          "workspaces/0123456789ABCDEF0123456789abcdef.db",
          "media/0123456789abcdef0123456789abcdef/../../x",
          "media/0123456789abcdef0123456789abcdef/.hidden",
          "media/0123456789abcdef0123456789abcdef/a/b", "media/0123456789abcdef0123456789abcdef/"})
        CHECK_MESSAGE(!is_entry_name(bad), bad);
}

#include "control/rotation.hpp"

#include <fstream>

#include "control/workspace_keys.hpp"
#include "house.hpp"

using namespace control;
namespace fs = std::filesystem;

namespace {

WorkspaceRecord kopi(House& house)
{
    return *house.control->read(
        [](ControlReader const& db) { return store::find_workspace(db, "kopi"); });
}

std::string text_of(fs::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool opens(House& house)
{
    auto const record = house.control->open_record(kopi(house));
    return record && workspace::Workspace::open(*record, house.world()).ok();
}

Reseal none()
{
    return [](workspace::Record const&) { return base::Result<int>(0); };
}

}  // namespace

TEST_CASE("rotate-root: the old key opens nothing any more, the new one all")
{
    House house;
    auto const owner = house.set_up();
    auto const key = house.folder() + ".key";
    fs::copy_file(key, house.root / "old.key");
    auto const before = text_of(key);
    auto const done = rotate_root(*house, operator_caller());
    REQUIRE(done);
    CHECK(done->workspaces == 1);
    CHECK(text_of(key) != before);
    CHECK_FALSE(fs::exists(key + ".new"));
    CHECK(opens(house));
    CHECK(house.stranger(owner).is_person());
    house.open();
    CHECK(opens(house));
    CHECK(house.stranger(owner).is_person());
    house.control.reset();
    RootKeySource old;
    old.key_file = (house.root / "old.key").string();
    fs::permissions(old.key_file, fs::perms::owner_read | fs::perms::owner_write);
    CHECK(house.try_open(old).error().code == "wrong_root_key");
}

TEST_CASE("rotate-root: a crash after any step leaves a folder that opens")
{
    House house;
    house.set_up();
    auto const key = house.folder() + ".key";

    SUBCASE("after the new key was written beside the old one")
    {
        REQUIRE(house.control->vault().begin_rotation());
    }
    SUBCASE("after the workspace keys were wrapped anew")
    {
        REQUIRE(house.control->vault().begin_rotation());
        auto& vault = house.control->vault();
        REQUIRE(house.control->write([&](ControlWriter const& tx) -> base::Result<void> {
            for (auto wrapped : store::all_keys(tx)) {
                wrapped.wrapped = vault.rewrap(wrapped, TRY(vault.unwrap(wrapped)));
                store::rewrap_key(tx, wrapped);
            }
            return {};
        }));
    }
    SUBCASE("after the key file was replaced")
    {
        auto const keys = house.folder() + "/keys.json";
        REQUIRE(house.control->vault().begin_rotation());
        auto const between = text_of(keys);
        auto& vault = house.control->vault();
        REQUIRE(house.control->write([&](ControlWriter const& tx) -> base::Result<void> {
            for (auto wrapped : store::all_keys(tx)) {
                wrapped.wrapped = vault.rewrap(wrapped, TRY(vault.unwrap(wrapped)));
                store::rewrap_key(tx, wrapped);
            }
            return {};
        }));
        REQUIRE(house.control->vault().finish_rotation());
        std::ofstream(keys) << between;
    }
    house.open();
    CHECK(opens(house));
    REQUIRE(resume_root_rotation(*house));
    CHECK_FALSE(house.control->vault().rotation_is_open());
    CHECK_FALSE(fs::exists(key + ".new"));
    house.open();
    CHECK(opens(house));
}

TEST_CASE("rotate-root: a server that runs beside it goes on")
{
    House house;
    house.set_up();
    auto beside = house.try_open();
    REQUIRE(beside);
    REQUIRE(rotate_root(**beside, operator_caller()));
    beside->reset();
    CHECK(opens(house));
}

TEST_CASE("rotate-workspace: file and values get the new key, the old one is deleted")
{
    House house;
    house.set_up();
    auto const before = *house.control->open_record(kopi(house));
    workspace::Sealer::Place const place{"channel", "access_token", 7, base::ChannelId{7}};
    auto const sealed = before.sealer->seal("token", place);
    auto const head = text_of(before.file.path).substr(0, 16);
    int calls = 0;
    auto const done = rotate_workspace(*house, operator_caller(), "kopi",
                                       [&](workspace::Record const& record) -> base::Result<int> {
                                           ++calls;
                                           CHECK(*record.sealer->open(sealed, place) == "token");
                                           return 3;
                                       });
    REQUIRE(done);
    CHECK(done->key_version == 2);
    CHECK(done->resealed == 3);
    CHECK_FALSE(done->file_waits);
    CHECK(calls == 2);
    CHECK(text_of(before.file.path).substr(0, 16) != head);
    CHECK(opens(house));
    auto const status = key_status(*house);
    REQUIRE(status.size() == 1);
    CHECK(status[0].file_key_version == 2);
    CHECK(status[0].keys == 1);
    // What was not sealed again is lost with the old key, as it should be.
    auto const after = house.control->open_record(kopi(house));
    CHECK(after->sealer->open(sealed, place).error().code == "sealed_unknown_key");
    CHECK(rotate_workspace(*house, operator_caller(), "nowhere", none()).error().code ==
          "not_found");
}

TEST_CASE("rotate-workspace: beside a running server the file waits for the next start")
{
    House house;
    house.set_up();
    auto server = house.control->folder().lock_for_server();
    REQUIRE(server);
    auto const running = *house.control->open_record(kopi(house));
    auto const done = rotate_workspace(*house, operator_caller(), "kopi", none());
    REQUIRE(done);
    CHECK(done->file_waits);
    CHECK(key_status(*house)[0].file_key_version == 1);
    // Values sealed with the new key by the command open in the server as well.
    workspace::Sealer::Place const place{"channel", "app_secret", 1, base::ChannelId{1}};
    auto const fresh = house.control->open_record(kopi(house))->sealer->seal("x", place);
    CHECK(*running.sealer->open(fresh, place) == "x");
    CHECK(rotate_workspace(*house, operator_caller(), "kopi", none()).error().code ==
          "rotation_pending");
    server.reset();
    house.open();
    finish_rotations(*house, none());
    CHECK(key_status(*house)[0].file_key_version == 2);
    CHECK(key_status(*house)[0].keys == 1);
    CHECK(opens(house));
}

TEST_CASE(
    "rotate-workspace: a crash between the file's change and ours is found by the file's mark")
{
    House house;
    house.set_up();
    REQUIRE(rotate_workspace(*house, operator_caller(), "kopi", none()));
    auto const record = kopi(house);
    REQUIRE(house.control->write([&](ControlWriter const& tx) -> base::Result<void> {
        store::add_key(tx, {record.id, 1, house.control->vault().wrap_new_key(record.id, 1)},
                       house.clock.now());
        store::set_file_key_version(tx, record.id, 1);
        return {};
    }));
    CHECK_FALSE(opens(house));
    finish_rotations(*house, none());
    CHECK(opens(house));
    CHECK(key_status(*house)[0].keys == 1);
}

#include <fstream>
#include <thread>

#include "control/member_store.hpp"
#include "control/token.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string text_of(fs::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int files_in(fs::path const& path)
{
    return int(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
}

NewWorkspace shop(std::string slug) { return {"Toko " + slug, slug, "ID", "Asia/Jakarta", "id"}; }

Caller with_token(House& house, std::string const& token,
                  std::string const& address = "203.0.113.9")
{
    Credentials credentials;
    credentials.bearer = token;
    credentials.address = address;
    return authenticate(*house, credentials);
}

}  // namespace

TEST_CASE("setup: there is no account until the one-time link is used, and it works once")
{
    House house;
    CHECK(setup_state(*house, house.stranger(), {})->needed);
    CHECK(house.sign_in("admin@example.com", "admin").error().code == "wrong_credentials");
    auto const old_link = *make_setup_link(*house);
    auto const link = *make_setup_link(*house);
    CHECK(link.starts_with("https://inbox.example.com/setup?code="));
    SetUp in;
    in.name = "Ana Lim";
    in.email = "ana@example.com";
    in.password = GoodPassword;
    in.workspace = shop("kopi");
    for (auto const& code : {std::string(), std::string("x"), end_of(old_link)}) {
        in.code = code;
        CHECK(set_up(*house, house.stranger(), in).error().code == "wrong_code");
    }
    in.code = end_of(link);
    in.workspace.slug = "Not A Slug";
    CHECK(set_up(*house, house.stranger(), in).error().fields.at(0).field == "workspace.slug");
    in.workspace.slug = "kopi";
    auto const made = set_up(*house, house.stranger(), in);
    REQUIRE(made);
    CHECK(made->view.may_create_workspaces);
    CHECK(made->view.workspaces.at(0).role == Role::owner);
    CHECK(set_up(*house, house.stranger(), in).error().code == "setup_done");
    CHECK_FALSE(make_setup_link(*house));
    CHECK_FALSE(setup_state(*house, house.stranger(), {})->needed);
}

TEST_CASE("setup: fifty at once make one owner")
{
    House house;
    auto const code = end_of(*make_setup_link(*house));
    std::atomic<int> made = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&, i] {
            SetUp in;
            in.code = code;
            in.name = "Ana";
            in.email = "ana" + std::to_string(i) + "@example.com";
            in.password = GoodPassword;
            in.workspace = shop("kopi" + std::to_string(i));
            if (set_up(*house, house.stranger(), in))
                ++made;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(made == 1);
    CHECK(files_in(house.folder() + "/workspaces") >= 1);
}

TEST_CASE("workspaces: a slug is taken once, and its file is not named after it")
{
    House house;
    auto const owner = house.set_up();
    auto const again = create_workspace(*house, house.person(owner), {"kopi", "Kopi", {}, {}, {}});
    CHECK(again.error().code == "slug_taken");
    auto const made = create_workspace(*house, house.person(owner),
                                       {"kopi-2", "Kopi 2", {}, {}, {}});
    REQUIRE(made);
    CHECK(made->role == Role::owner);
    for (auto const& entry : fs::directory_iterator(house.folder() + "/workspaces"))
        CHECK(entry.path().filename().string().find("kopi") == std::string::npos);
}

TEST_CASE("workspaces: only those who run the server make more")
{
    House house;
    auto const owner = house.set_up();
    auto const admin = house.add_member(owner, "budi@example.com", Role::admin);
    CHECK(create_workspace(*house, house.person(admin), {"kopi-2", "Kopi 2", {}, {}, {}})
              .error()
              .code == "forbidden");
}

TEST_CASE("workspaces: deleting shreds the key and removes file and media")
{
    House house;
    auto const owner = house.set_up();
    auto record = *house.control->read(
        [](ControlReader const& db) { return store::find_workspace(db, "kopi"); });
    auto const media = house.control->folder().media(record.file);
    std::ofstream(media + "/blob") << "x";
    base::WorkspaceId closed;
    house.control->on_workspace_ends([&](base::WorkspaceId id) { closed = id; });
    auto const admin = house.add_member(owner, "budi@example.com", Role::admin);
    CHECK(delete_workspace(*house, house.person(admin), {"kopi", GoodPassword}).error().code ==
          "owner_needed");
    CHECK(delete_workspace(*house, house.person(owner), {"other", GoodPassword}).error().code ==
          "invalid_input");
    CHECK(
        delete_workspace(*house, house.person(owner), {"kopi", "wrong password 1"}).error().code ==
        "wrong_credentials");
    REQUIRE(delete_workspace(*house, house.person(owner), {"kopi", GoodPassword}));
    CHECK(closed == record.id);
    CHECK_FALSE(fs::exists(house.control->folder().workspace_file(record.file)));
    CHECK_FALSE(fs::exists(media));
    CHECK(house.control->open_record(record).error().code == "workspace_unusable");
    auto caller = house.stranger(owner);
    CHECK_FALSE(choose_workspace(*house, caller, "kopi"));
    // The slug is free again.
    CHECK(create_workspace(*house, caller, {"kopi", "Kopi", {}, {}, {}}));
}

TEST_CASE("workspaces: what a crash left half made or half deleted is finished at start")
{
    House house;
    auto const owner = house.set_up();
    auto const id = house.stranger(owner).user;
    auto const half = house.control->write(
        [&](ControlWriter const& tx) { return begin_creating(*house, tx, shop("setengah"), id); });
    REQUIRE(half);
    std::ofstream(house.control->folder().workspace_file(half->file)) << "cut short";
    house.control
        ->write([&](ControlWriter const& tx) -> base::Result<void> {
            auto const kopi = store::find_workspace(tx, "kopi");
            store::set_workspace_state(tx, kopi->id, WorkspaceState::deleting);
            store::remove_keys(tx, kopi->id);
            return {};
        })
        .ok();
    house.open();
    auto const all = house.control->read(
        [](ControlReader const& db) { return store::all_workspaces(db); });
    REQUIRE(all.size() == 1);
    CHECK(all[0].slug == "setengah");
    CHECK(all[0].state == WorkspaceState::active);
    auto const record = house.control->open_record(all[0]);
    REQUIRE(record);
    CHECK(workspace::Workspace::open(*record, house.world()));
}

TEST_CASE("workspaces: the operator's has an owner with a link, who is asked for a password")
{
    House house;
    auto const made = create_owned_workspace(*house, operator_caller(), shop("kopi"),
                                             "Ana@Example.com", "");
    REQUIRE(made);
    CHECK(made->owner.email == "ana@example.com");
    CHECK(made->owner.name == "ana");
    REQUIRE(made->invite_link);
    CHECK_FALSE(setup_state(*house, house.stranger(), {})->needed);
    auto const in = accept_invitation(
        *house, house.stranger(),
        {end_of(*made->invite_link), "Ana Lim", std::string(GoodPassword)});
    REQUIRE(in);
    CHECK(std::get<SessionView>(in->view).workspaces.at(0).role == Role::owner);
    CHECK(std::get<SessionView>(house.sign_in("ana@example.com", GoodPassword)->view).user.name ==
          "Ana Lim");
}

TEST_CASE("workspaces: the view tells the caller's role and permissions")
{
    House house;
    auto const owner = house.set_up();
    auto const analyst = house.add_member(owner, "budi@example.com", Role::analyst);
    auto const view = show_workspace(*house, house.person(analyst), {});
    REQUIRE(view);
    CHECK(view->permissions == std::vector<Permission>{Permission::read});
    CHECK(view->public_url == "https://inbox.example.com");
    auto const changed = change_workspace(*house, house.person(owner), {"Kopi Sore", {}, "BR", {}});
    REQUIRE(changed);
    CHECK(changed->name == "Kopi Sore");
    CHECK(changed->country == "BR");
    CHECK(change_workspace(*house, house.person(owner), {{}, "Not/../A zone", {}, {}})
              .error()
              .fields.at(0)
              .field == "time_zone");
}

TEST_CASE("tokens: work with their scopes and from their networks until revoked or expired")
{
    House house;
    auto const owner = house.set_up();
    CreateToken in;
    in.name = "Shop";
    in.scopes = {"conversations:read"};
    in.expires_at = house.clock.now() + 24h;
    in.addresses = {"203.0.113.0/24"};
    auto const made = create_token(*house, house.person(owner), in);
    REQUIRE(made);
    CHECK(made->token.starts_with("sapa_"));
    CHECK(made->token.ends_with(made->last4));
    auto caller = with_token(house, made->token);
    CHECK(caller.kind == CallerKind::token);
    CHECK(caller.has_scope("conversations:read"));
    CHECK_FALSE(caller.has_scope("conversations:write"));
    CHECK(choose_workspace(*house, caller, "")->slug == "kopi");
    CHECK(choose_workspace(*house, caller, "other").error().code == "not_found");
    CHECK(with_token(house, made->token, "198.51.100.1").kind == CallerKind::nobody);
    auto wrong = made->token;
    wrong[20] = wrong[20] == 'a' ? 'b' : 'a';
    CHECK(with_token(house, wrong).kind == CallerKind::nobody);

    house.control->writer().drain();
    auto const list = list_tokens(*house, house.person(owner), {});
    REQUIRE(list->data.size() == 1);
    CHECK(list->data[0].last_used_at == house.clock.now());
    CHECK(list->data[0].created_by == "Ana Lim");

    auto const unlimited = create_token(*house, house.person(owner), {"All", {"all"}, {}, {}});
    house.clock.advance(24h);
    CHECK(with_token(house, made->token).kind == CallerKind::nobody);
    auto const stream = with_token(house, unlimited->token);
    CHECK(stream.has_scope("settings:write"));
    auto const before = rights_version(*house);
    REQUIRE(revoke_token(*house, operator_caller(), {unlimited->id}).error().code == "not_found");
    auto operator_ = operator_caller();
    REQUIRE(choose_workspace(*house, operator_, "kopi"));
    REQUIRE(revoke_token(*house, operator_, {unlimited->id}));
    CHECK(with_token(house, unlimited->token).kind == CallerKind::nobody);
    CHECK(rights_version(*house) > before);
    CHECK_FALSE(is_still_allowed(*house, stream));
}

TEST_CASE("tokens: unknown scopes, bad networks and past dates are named")
{
    House house;
    auto const owner = house.set_up();
    auto const out = create_token(*house, house.person(owner),
                                  {"", {"all", "everything"}, house.clock.now(), {"10.0.0.0/99"}});
    REQUIRE_FALSE(out);
    std::vector<std::string> fields;
    for (auto const& field : out.error().fields)
        fields.push_back(field.field);
    CHECK(fields == std::vector<std::string>{"name", "scopes[1]", "addresses[0]", "expires_at"});
}

TEST_CASE("tokens: a token gives no more than it has")
{
    House house;
    auto const owner = house.set_up();
    auto const made = create_token(*house, house.person(owner),
                                   {"Settings", {"settings:write"}, {}, {}});
    auto const caller = with_token(house, made->token);
    CHECK(create_token(*house, caller, {"More", {"all"}, {}, {}}).error().code == "forbidden");
}

TEST_CASE("folder: nothing readable lies in its files")
{
    House house;
    auto const owner = house.set_up();
    auto const made = create_token(*house, house.person(owner), {"Shop", {"all"}, {}, {}});
    house.control->writer().checkpoint();
    auto const key = text_of(house.folder() + ".key").substr(0, 64);
    for (auto const& entry : fs::recursive_directory_iterator(house.folder())) {
        if (!entry.is_regular_file())
            continue;
        auto const text = text_of(entry.path());
        for (auto const& secret :
             {std::string("ana@example.com"), std::string("Kopi Pagi"), owner, made->token, key})
            CHECK_MESSAGE(text.find(secret) == std::string::npos, entry.path().string());
        CHECK((fs::status(entry.path()).permissions() & fs::perms::others_all) == fs::perms::none);
    }
}

#include <doctest/doctest.h>

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/commands.hpp"
#include "control/member.hpp"

using base::Json;
namespace fs = std::filesystem;

namespace {

struct Said {
    int code = 0;
    std::string out;
    std::string err;
    Json json() const
    {
        auto parsed = base::parse_json(out);
        REQUIRE_MESSAGE(parsed.ok(), out);
        return *parsed;
    }
};

// A folder of its own in which commands are run as a script would.
struct Shell {
    Shell()
    {
        static std::atomic<int> count = 0;
        root = fs::temp_directory_path() /
               ("sapa_cli_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
        fs::create_directories(root);
        commands.version = "0.1-test";
        commands.parts = {{"SQLite", "3.53.2", "public domain"}};
        commands.openapi = [] { return std::string("{\"openapi\":\"3.1.0\"}"); };
    }
    ~Shell() { fs::remove_all(root); }

    std::string data() const { return (root / "data").string(); }
    // `sapa ...`; words that name a data folder or not are up to the caller.
    Said run(std::vector<std::string> words, std::string const& input = {})
    {
        std::istringstream in(input);
        std::ostringstream out;
        std::ostringstream err;
        cli::Terminal terminal{in, out, err, false, false};
        std::vector<char const*> argv{"sapa"};
        for (auto const& word : words)
            argv.push_back(word.c_str());
        auto const code = cli::run(int(argv.size()), argv.data(), commands, terminal,
                                   base::real_world());
        return {code, out.str(), err.str()};
    }
    // With --data and --json.
    Said ask(std::vector<std::string> words)
    {
        words.insert(words.end(), {"--data", data(), "--json"});
        return run(std::move(words));
    }
    Said make_workspace()
    {
        return ask({"workspace", "create", "kopi", "--name", "Kopi Pagi", "--owner-email",
                    "ana@example.com"});
    }

    fs::path root;
    cli::Commands commands;
};

}  // namespace

TEST_CASE("cli: the fixed points of scripts print what they promise")
{
    Shell shell;
    auto const made = shell.make_workspace();
    REQUIRE_MESSAGE(made.code == 0, made.err);
    auto const workspace = made.json();
    CHECK(workspace["slug"] == "kopi");
    CHECK(workspace["id"].is_string());
    CHECK(workspace["owner"]["email"] == "ana@example.com");
    CHECK(workspace["invite_link"].get<std::string>().find("/invite/") != std::string::npos);
    CHECK(made.err.find("A root key was made") != std::string::npos);

    auto const token = shell.ask(
        {"token", "create", "--workspace", "kopi", "--name", "Test", "--scopes", "all"});
    REQUIRE_MESSAGE(token.code == 0, token.err);
    CHECK(token.json()["token"].get<std::string>().starts_with("sapa_"));
    CHECK(token.err.empty());
}

TEST_CASE("cli: a channel is connected with an address, a key and a verify token")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    // Nobody answers there: the channel is kept and needs attention.
    auto const added = shell.ask(
        {"channel", "add", "whatsapp", "--workspace", "kopi", "--phone-number-id",
         "440022330055662", "--waba-id", "330011220044551", "--access-token", "EAASIMTOKEN0001",
         "--app-secret", "sim_app_secret_0001", "--graph-url", "http://127.0.0.1:9"});
    REQUIRE_MESSAGE(added.code == 0, added.err);
    auto const channel = added.json();
    CHECK(channel["id"].is_string());
    CHECK(channel["webhook_url"].get<std::string>().find("/webhooks/whatsapp/") !=
          std::string::npos);
    CHECK(channel["verify_token"].get<std::string>().size() >= 16);
    CHECK(channel["access_token"]["last4"] == "0001");
    CHECK(added.out.find("EAASIMTOKEN0001") == std::string::npos);

    auto const list = shell.ask({"channel", "list", "--workspace", "kopi"});
    REQUIRE_MESSAGE(list.code == 0, list.err);
    CHECK(list.json()["data"].size() == 1);
    auto const id = channel["id"].get<std::string>();
    CHECK(shell.ask({"channel", "check", id, "--workspace", "kopi"}).code == 1);
    auto const events = shell.ask({"events", "list", "--workspace", "kopi"});
    REQUIRE_MESSAGE(events.code == 0, events.err);
    CHECK(events.json()["data"].empty());

    auto const rotated = shell.ask({"vault", "rotate-workspace", "kopi"});
    REQUIRE_MESSAGE(rotated.code == 0, rotated.err);
    CHECK(rotated.json()["resealed"] == 3);
    CHECK(shell.ask({"channel", "list", "--workspace", "kopi"}).json()["data"][0]["verify_token"] ==
          channel["verify_token"]);
    auto const removed = shell.ask({"channel", "remove", id, "--workspace", "kopi"});
    REQUIRE_MESSAGE(removed.code == 0, removed.err);
    CHECK(removed.json()["state"] == "disconnected");
}

TEST_CASE("cli: the installation's Meta app is entered and looked at")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    auto const set = shell.ask({"signup-app", "set", "--app-id", "550033440066773", "--app-secret",
                                "sim_app_secret_0001", "--config-id", "7700", "--graph-url",
                                "http://127.0.0.1:9"});
    CHECK_MESSAGE(set.code == 0, set.err);
    auto const shown = shell.ask({"signup-app", "show", "--workspace", "kopi"});
    REQUIRE_MESSAGE(shown.code == 0, shown.err);
    auto const app = shown.json();
    CHECK(app["app_id"] == "550033440066773");
    CHECK(app["app_secret"] == Json{{"last4", "0001"}, {"set", true}});
    CHECK(app["config_id"] == "7700");
    CHECK(shown.out.find("sim_app_secret") == std::string::npos);
    CHECK(shell.ask({"signup-app", "set", "--app-id", "not a number"}).code == 1);
}

TEST_CASE("cli: every command has help with an example")
{
    Shell shell;
    for (std::vector<std::string> const& words :
         std::vector<std::vector<std::string>>{{"serve"},
                                               {"demo"},
                                               {"simulate"},
                                               {"openapi"},
                                               {"version"},
                                               {"doctor"},
                                               {"setup"},
                                               {"workspace", "create"},
                                               {"workspace", "list"},
                                               {"workspace", "delete"},
                                               {"user", "add"},
                                               {"user", "list"},
                                               {"user", "reset-link"},
                                               {"user", "disable"},
                                               {"user", "role"},
                                               {"token", "create"},
                                               {"token", "list"},
                                               {"token", "revoke"},
                                               {"channel", "add", "whatsapp"},
                                               {"channel", "list"},
                                               {"channel", "check"},
                                               {"channel", "remove"},
                                               {"channel", "number"},
                                               {"channel", "register"},
                                               {"channel", "deregister"},
                                               {"channel", "pin"},
                                               {"channel", "verify"},
                                               {"channel", "display-name"},
                                               {"channel", "profile"},
                                               {"channel", "links"},
                                               {"channel", "automation"},
                                               {"channel", "username"},
                                               {"channel", "block"},
                                               {"channel", "onboard"},
                                               {"events", "list"},
                                               {"events", "replay"},
                                               {"vault", "rotate-root"},
                                               {"vault", "rotate-workspace"},
                                               {"vault", "status"},
                                               {"backup"},
                                               {"verify"},
                                               {"restore"}}) {
        auto with_help = words;
        with_help.push_back("--help");
        auto const said = shell.run(with_help);
        CHECK(said.code == 0);
        CHECK_MESSAGE(said.out.find("Example:\n  sapa " + words[0]) != std::string::npos, words[0]);
        CHECK_MESSAGE(said.out.find("--json") != std::string::npos, words[0]);
    }
}

TEST_CASE("cli: exit codes tell wrong usage, refusals and a broken world apart")
{
    Shell shell;
    CHECK(shell.run({}).code == 2);
    CHECK(shell.run({"dance"}).code == 2);
    CHECK(shell.run({"token", "create"}).code == 2);
    CHECK(shell.ask({"workspace", "list"}).code == 1);
    REQUIRE(shell.make_workspace().code == 0);
    auto const again = shell.make_workspace();
    CHECK(again.code == 1);
    auto const error = base::parse_json(again.err);
    REQUIRE(error);
    CHECK((*error)["error"]["code"] == "slug_taken");
    CHECK(again.out.empty());
    CHECK(shell.ask({"token", "list", "--workspace", "nowhere"}).code == 1);
    fs::remove(shell.data() + ".key");
    CHECK(shell.ask({"workspace", "list"}).code == 3);
    CHECK(shell.ask({"serve"}).code == 3);
}

TEST_CASE("cli: people are invited, listed, changed and disabled")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    auto const added = shell.ask(
        {"user", "add", "budi@example.com", "--workspace", "kopi", "--role", "supervisor"});
    REQUIRE_MESSAGE(added.code == 0, added.err);
    CHECK(added.json()["link"].get<std::string>().find("/invite/") != std::string::npos);
    CHECK(
        shell.ask({"user", "add", "x@example.com", "--workspace", "kopi", "--role", "king"}).code ==
        1);
    auto const list = shell.ask({"user", "list"}).json();
    REQUIRE(list["data"].size() == 1);
    CHECK(list["data"][0]["workspaces"][0]["role"] == "owner");
    CHECK(shell.ask({"user", "role", "ana@example.com", "agent", "--workspace", "kopi"}).code == 1);
    CHECK(shell.ask({"user", "disable", "ana@example.com"}).code == 1);
    auto const reset = shell.ask({"user", "reset-link", "ana@example.com"});
    CHECK(reset.json()["link"].get<std::string>().find("/reset/") != std::string::npos);
    CHECK(shell.ask({"user", "reset-link", "nobody@example.com"}).code == 1);
}

TEST_CASE("cli: tokens are listed and revoked")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    auto const made = shell.ask({"token", "create", "--workspace", "kopi", "--name", "Shop",
                                 "--scopes", "conversations:read, contacts:read", "--days", "30",
                                 "--from", "203.0.113.0/24"});
    REQUIRE_MESSAGE(made.code == 0, made.err);
    CHECK(made.json()["scopes"] == Json({"conversations:read", "contacts:read"}));
    auto const id = made.json()["id"].get<std::string>();
    auto const list = shell.ask({"token", "list", "--workspace", "kopi"}).json();
    CHECK(list["data"][0]["name"] == "Shop");
    CHECK_FALSE(list["data"][0].contains("token"));
    CHECK(shell.ask({"token", "revoke", id, "--workspace", "kopi"}).code == 0);
    CHECK(shell.ask({"token", "revoke", id, "--workspace", "kopi"}).code == 1);
}

TEST_CASE("cli: a workspace is deleted when its slug is typed again")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    CHECK(shell.run({"workspace", "delete", "kopi", "--data", shell.data()}, "nope\n").code == 1);
    CHECK(shell.run({"workspace", "delete", "kopi", "--data", shell.data()}, "kopi\n").code == 0);
    CHECK(shell.ask({"workspace", "list"}).json()["data"].empty());
}

TEST_CASE("cli: keys are shown and changed")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    auto const before = shell.ask({"vault", "status"}).json();
    CHECK(before["root_key"]["place"] == "file");
    CHECK(before["root_key"]["file"] == shell.data() + ".key");
    CHECK(before["workspaces"][0]["key_version"] == 1);
    CHECK(shell.ask({"vault", "rotate-root"}).json()["workspaces"] == 1);
    CHECK(shell.ask({"vault", "rotate-workspace", "kopi"}).json()["key_version"] == 2);
    CHECK(shell.ask({"workspace", "list"}).code == 0);
}

TEST_CASE("cli: a backup is written, verified and restored")
{
    Shell shell;
    REQUIRE(shell.make_workspace().code == 0);
    auto const file = (shell.root / "b.sapabackup").string();
    auto const written = shell.ask({"backup", file});
    REQUIRE_MESSAGE(written.code == 0, written.err);
    auto const verified = shell.ask({"verify", file, "--scratch", shell.root.string()});
    REQUIRE_MESSAGE(verified.code == 0, verified.err);
    CHECK(verified.json()["verified"] == true);
    CHECK(shell.ask({"restore", file}).code == 1);
    auto const again = (shell.root / "again").string();
    auto const restored = shell.run(
        {"restore", file, "--data", again, "--key-file", shell.data() + ".key", "--json"});
    REQUIRE_MESSAGE(restored.code == 0, restored.err);
    auto const list = shell.run(
        {"workspace", "list", "--data", again, "--key-file", shell.data() + ".key", "--json"});
    CHECK(list.json()["data"][0]["slug"] == "kopi");

    auto const keys = shell.ask({"backup", "--new-offline-key"}).json();
    auto const offline = (shell.root / "offline").string();
    std::ofstream(offline) << keys["secret"].get<std::string>() << '\n';
    auto const second = (shell.root / "c.sapabackup").string();
    CHECK(shell.ask({"backup", second, "--offline-key", keys["public"].get<std::string>()}).code ==
          0);
    CHECK(shell
              .ask({"verify", second, "--offline-key-file", offline, "--scratch",
                    shell.root.string()})
              .code == 0);
    CHECK(
        shell.ask({"verify", file, "--offline-key-file", offline, "--scratch", shell.root.string()})
            .code != 0);
}

TEST_CASE("cli: setup works under a pipe, with options, and again after an interruption")
{
    Shell shell;
    std::vector<std::string> const base = {"setup", "--data", shell.data()};
    // Cut short after the address: the folder is there, the owner is not.
    CHECK(shell.run(base, "127.0.0.1:8088\nhttps://inbox.example.com\nAna\n").code == 1);
    auto const password = (shell.root / "password").string();
    std::ofstream(password) << "tubruk senja 71 awan\n";
    auto words = base;
    words.insert(words.end(),
                 {"--listen", "127.0.0.1:8088", "--public-url", "https://inbox.example.com",
                  "--owner-name", "Ana Lim", "--owner-email", "ana@example.com",
                  "--owner-password-file", password, "--workspace-name", "Kopi Pagi",
                  "--no-channel", "--json"});
    auto const done = shell.run(words, "\n");
    REQUIRE_MESSAGE(done.code == 0, done.err);
    CHECK(done.json()["workspace"] == "kopi-pagi");
    CHECK(done.json()["public_url"] == "https://inbox.example.com");
    auto const again = shell.run(words);
    REQUIRE_MESSAGE(again.code == 0, again.err);
    CHECK(again.json()["workspace"] == "kopi-pagi");
    auto const users = shell.ask({"user", "list"}).json();
    CHECK(users["data"].size() == 1);
    CHECK(users["data"][0]["has_password"] == true);
}

TEST_CASE("cli: doctor says what is wrong and what is not")
{
    Shell shell;
    auto const empty = shell.ask({"doctor"});
    CHECK(empty.code == 0);
    REQUIRE(shell.make_workspace().code == 0);
    auto const fine = shell.ask({"doctor"});
    CHECK_MESSAGE(fine.code == 0, fine.out);
    fs::permissions(shell.data(), fs::perms::others_read, fs::perm_options::add);
    auto const open_folder = shell.ask({"doctor"});
    CHECK(open_folder.code == 1);
    CHECK(open_folder.json()["ok"] == false);
}

TEST_CASE("cli: version and openapi print what they were given")
{
    Shell shell;
    CHECK(shell.run({"version"}).out == "sapa 0.1-test\n");
    CHECK(shell.run({"version", "--verbose"}).out.find("3.53.2") != std::string::npos);
    CHECK(shell.run({"openapi"}).out == "{\"openapi\":\"3.1.0\"}\n");
}

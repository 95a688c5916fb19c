#include <CLI/CLI.hpp>

#include <unistd.h>

#include <iostream>

#include "base/log_format.hpp"
#include "cli/backups.hpp"
#include "cli/channels.hpp"
#include "cli/costs.hpp"
#include "cli/doctor.hpp"
#include "cli/messages.hpp"
#include "cli/number_tree.hpp"
#include "cli/people.hpp"
#include "cli/setup.hpp"
#include "cli/signup.hpp"
#include "cli/tree.hpp"
#include "cli/vault.hpp"
#include "cli/version.hpp"
#include "cli/watching.hpp"
#include "cli/workspaces.hpp"

// The command tree: names, options, help. What a command does is in the other files of this room.
namespace cli {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr auto Footer = "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 broken world (disk, key, "
                        "damaged file).\nThe data folder is --data, else $SAPA_DATA, else "
                        "$STATE_DIRECTORY, else ./sapa-data.";

Error not_built_in(std::string_view what)
{
    return {Fault::unavailable, "not_built_in", std::string(what) + " is not part of this build"};
}

Result<void> set_log(std::string const& format, std::string const& level)
{
    auto const wanted = base::from_word<base::LogFormat>(format);
    auto const least = base::from_word<base::LogLevel>(level);
    if (!wanted)
        return Error{Fault::invalid, "bad_log_format", "--log-format is text or json"};
    if (!least)
        return Error{Fault::invalid, "bad_log_level",
                     "--log-level is debug, info, warning or error"};
    base::set_log_format(*wanted);
    base::set_log_level(*least);
    return {};
}

void add_server_commands(Tree& tree)
{
    auto serve = tree.command("serve", "Run the server.",
                              "sapa serve --data /var/lib/sapa --listen 0.0.0.0:443 --public-url "
                              "https://inbox.example.com --certificate fullchain.pem "
                              "--certificate-key privkey.pem");
    auto& s = tree.keep<ServeOptions>();
    serve.option("--listen", s.listen, "ADDR:PORT, also several times (127.0.0.1:8080)");
    serve.option("--public-url", tree.common.public_url, "Where people reach it");
    serve.option("--certificate", s.certificate_file, "PEM file for TLS");
    serve.option("--certificate-key", s.certificate_key_file, "Its private key, PEM");
    serve.option("--trusted-proxy", s.trusted_proxies,
                 "Address or network whose X-Forwarded-For counts");
    serve.option("--streams-per-token", s.streams_per_token,
                 "How many event streams one API token may have at once (64)");
    serve.option("--host", s.hosts, "Further names of the public address");
    serve.option("--allow-origin", s.allowed_origins,
                 "A provider's address outside the public internet, e.g. http://127.0.0.1:9400");
    serve.option("--log-format", s.log_format, "text or json: one object a line (text)");
    serve.option("--log-level", s.log_level, "debug, info, warning or error (info)");
    serve.runs([&](Context const& context) -> Result<int> {
        if (!context.commands.serve)
            return not_built_in("serve");
        s.common = context.common;
        TRY(set_log(s.log_format, s.log_level));
        if (s.listen.empty())
            s.listen = {"127.0.0.1:8080"};
        return context.commands.serve(s, context.terminal);
    });

    auto demo = tree.command("demo", "Run server and simulated customers on a sample shop.",
                             "sapa demo --language id");
    auto& d = tree.keep<DemoOptions>();
    d.listen = "127.0.0.1:8080";
    d.simulator_listen = "127.0.0.1:8090";
    demo.option("--listen", d.listen, "ADDR:PORT of the dashboard (127.0.0.1:8080)");
    demo.option("--simulator", d.simulator_listen, "ADDR:PORT of the customers' phones");
    demo.option("--language", d.language, "en, id, ms, ar or pt-BR");
    demo.flag("--reset", d.reset, "Start over: everything in the folder is deleted");
    demo.runs([&](Context const& context) -> Result<int> {
        if (!context.commands.demo)
            return not_built_in("demo");
        d.common = context.common;
        return context.commands.demo(d, context.terminal);
    });

    auto simulate = tree.command("simulate", "Stand in for WhatsApp: a Graph API and phones.",
                                 "sapa simulate --listen 127.0.0.1:9400");
    auto& m = tree.keep<SimulateOptions>();
    m.listen = "127.0.0.1:9400";
    simulate.option("--listen", m.listen, "ADDR:PORT (127.0.0.1:9400)");
    simulate.option("--app-secret", m.app_secret, "What webhooks are signed with");
    simulate.option("--access-token", m.access_token, "The token it expects");
    simulate.option("--phone-number-id", m.phone_number_id, "Its phone number id");
    simulate.option("--waba-id", m.waba_id, "Its account id");
    simulate.option("--seed", m.seed, "Start of its chance");
    simulate.option("--speed", m.speed, "How much faster than people it is");
    simulate.flag("--strict", m.strict, "Refuse unknown ids and tokens");
    simulate.runs([&](Context const& context) -> Result<int> {
        if (!context.commands.simulate)
            return not_built_in("simulate");
        return context.commands.simulate(m, context.terminal);
    });

    auto openapi = tree.command("openapi", "Print the OpenAPI document.",
                                "sapa openapi > api.json");
    openapi.runs([&](Context const& context) -> Result<int> {
        if (!context.commands.openapi)
            return not_built_in("openapi");
        context.terminal.out << context.commands.openapi() << '\n';
        return Done;
    });
}

void add_small_commands(Tree& tree)
{
    auto version = tree.command("version", "Print the version.", "sapa version --verbose");
    auto& verbose = tree.keep<bool>();
    version.flag("--verbose", verbose, "Everything inside with versions and licences");
    version.runs([&](Context const& context) { return print_version(context, verbose); });

    auto doctor = tree.command("doctor", "Look whether everything is as it should be.",
                               "sapa doctor --data /var/lib/sapa");
    auto& live = tree.keep<bool>();
    doctor.flag("--live", live, "Ask the provider about every channel now");
    doctor.runs([&](Context const& context) { return look_around(context, live); });

    auto setup = tree.command(
        "setup", "Set up a data folder by answering questions; every answer is also an option.",
        "sapa setup --data /var/lib/sapa --public-url https://inbox.example.com --owner-email "
        "ana@example.com");
    auto& s = tree.keep<SetupAnswers>();
    setup.option("--listen", s.listen, "ADDR:PORT the server will listen on");
    setup.option("--public-url", s.public_url, "Where people will reach it");
    setup.option("--root-key", s.root_key, "file or passphrase");
    setup.option("--language", s.language, "en, id, ms, ar or pt-BR");
    setup.option("--owner-name", s.owner_name, "Name of the first owner");
    setup.option("--owner-email", s.owner_email, "E-mail address of the first owner");
    setup.option("--owner-password-file", s.owner_password_file,
                 "File with the owner's password; else it is asked for, or a link is printed");
    setup.option("--workspace", s.slug, "Short name of the first workspace, e.g. kopi-pagi");
    setup.option("--workspace-name", s.workspace_name, "Name of the business");
    setup.option("--country", s.country, "Two letters, e.g. ID");
    setup.option("--time-zone", s.time_zone, "IANA name, e.g. Asia/Jakarta");
    setup.option("--phone-number-id", s.channel.phone_number_id, "First WhatsApp number: its id");
    setup.option("--waba-id", s.channel.waba_id, "Its WhatsApp Business account");
    setup.option("--access-token", s.channel.access_token, "Its token");
    setup.option("--app-secret", s.channel.app_secret, "The app's secret");
    setup.option("--graph-url", s.channel.graph_url, "Another address of the API");
    setup.flag("--no-channel", s.no_channel, "Connect no number now");
    setup.runs([&](Context const& context) { return set_up(context, s); });
}

void add_workspace_commands(Tree& tree)
{
    auto group = tree.group("workspace", "Make, list and delete workspaces.");
    auto create = group.command(
        "create", "Make a workspace.",
        "sapa workspace create kopi-pagi --name \"Kopi Pagi\" --owner-email ana@example.com");
    auto& c = tree.keep<WorkspaceToCreate>();
    create.positional("slug", c.workspace.slug, "Short name in addresses, e.g. kopi-pagi");
    create.option("--name", c.workspace.name, "Name of the business");
    create.needed("--owner-email", c.owner_email, "Who will own it");
    create.option("--owner-name", c.owner_name, "Their name");
    create.option("--language", c.workspace.language, "Language of the business");
    create.option("--country", c.workspace.country, "Two letters, e.g. ID");
    create.option("--time-zone", c.workspace.time_zone, "IANA name, e.g. Asia/Jakarta");
    create.runs([&](Context const& context) { return create_workspace(context, c); });

    auto list = group.command("list", "List workspaces.", "sapa workspace list");
    list.runs([](Context const& context) { return list_workspaces(context); });

    auto remove = group.command("delete", "Delete a workspace with everything in it.",
                                "sapa workspace delete kopi-pagi");
    auto& slug = tree.keep<std::string>();
    auto& yes = tree.keep<bool>();
    remove.positional("slug", slug, "Which one");
    remove.flag("--yes", yes, "Do not ask");
    remove.runs([&](Context const& context) { return delete_workspace(context, slug, yes); });
}

void add_user_commands(Tree& tree)
{
    auto group = tree.group("user", "Invite, list and disable people; reset passwords.");
    auto add = group.command("add", "Invite somebody: prints a link to pass on.",
                             "sapa user add budi@example.com --workspace kopi-pagi --role agent");
    auto& a = tree.keep<UserToAdd>();
    a.role = "agent";
    add.positional("email", a.email, "Their e-mail address");
    add.needed("--workspace", a.workspace, "Slug of the workspace");
    add.option("--role", a.role, "owner, admin, supervisor, agent or analyst (agent)");
    add.runs([&](Context const& context) { return add_user(context, a); });

    auto list = group.command("list", "List everybody.", "sapa user list");
    list.runs([](Context const& context) { return list_users(context); });

    auto reset = group.command("reset-link", "Print a link that sets a new password.",
                               "sapa user reset-link ana@example.com");
    auto& reset_email = tree.keep<std::string>();
    reset.positional("email", reset_email, "Whose");
    reset.runs([&](Context const& context) { return make_reset_link(context, reset_email); });

    auto disable = group.command("disable", "End all sessions of a person and let them in no more.",
                                 "sapa user disable budi@example.com");
    auto& disable_email = tree.keep<std::string>();
    auto& enable = tree.keep<bool>();
    disable.positional("email", disable_email, "Whom");
    disable.flag("--undo", enable, "Let them in again");
    disable.runs(
        [&](Context const& context) { return set_user_enabled(context, disable_email, enable); });

    auto role = group.command("role", "Change what somebody may do.",
                              "sapa user role budi@example.com admin --workspace kopi-pagi");
    auto& r = tree.keep<RoleToSet>();
    role.positional("email", r.email, "Whose");
    role.positional("role", r.role, "owner, admin, supervisor, agent or analyst");
    role.needed("--workspace", r.workspace, "Slug of the workspace");
    role.runs([&](Context const& context) { return set_role(context, r); });
}

void add_token_commands(Tree& tree)
{
    auto group = tree.group("token", "Make, list and revoke API tokens.");
    auto create = group.command("create", "Make an API token; it is shown once.",
                                "sapa token create --workspace kopi-pagi --name Shop --scopes all");
    auto& c = tree.keep<TokenToCreate>();
    create.needed("--workspace", c.workspace, "Slug of the workspace");
    create.needed("--name", c.name, "What it is for");
    create.needed("--scopes", c.scopes, "all, or e.g. conversations:read,contacts:read");
    create.option("--days", c.days, "Works for so many days; for good unless said");
    create.option("--from", c.addresses, "Address or network it works from; also several times");
    create.runs([&](Context const& context) { return create_token(context, c); });

    auto list = group.command("list", "List tokens.", "sapa token list --workspace kopi-pagi");
    auto& in = tree.keep<std::string>();
    list.needed("--workspace", in, "Slug of the workspace");
    list.runs([&](Context const& context) { return list_tokens(context, in); });

    auto revoke = group.command("revoke", "Revoke a token.",
                                "sapa token revoke 17 --workspace kopi-pagi");
    auto& id = tree.keep<std::string>();
    auto& revoke_in = tree.keep<std::string>();
    revoke.positional("id", id, "The token's number, from `token list`");
    revoke.needed("--workspace", revoke_in, "Slug of the workspace");
    revoke.runs([&](Context const& context) { return revoke_token(context, revoke_in, id); });
}

void add_channel_commands(Tree& tree)
{
    auto group = tree.group("channel", "Connect, check and disconnect channels.");
    auto add = group.group("add", "Connect a channel.");
    auto whatsapp = add.command(
        "whatsapp", "Connect a WhatsApp number with ids, token and app secret.",
        "sapa channel add whatsapp --workspace kopi-pagi --phone-number-id 440022330055662 "
        "--waba-id 330011220044551 --access-token EAA... --app-secret ...");
    auto& c = tree.keep<ChannelToAdd>();
    whatsapp.needed("--workspace", c.workspace, "Slug of the workspace");
    whatsapp.needed("--phone-number-id", c.phone_number_id, "The number's id at Meta");
    whatsapp.needed("--waba-id", c.waba_id, "The WhatsApp Business account above it");
    whatsapp.needed("--access-token", c.access_token, "A lasting token of a system user");
    whatsapp.needed("--app-secret", c.app_secret, "The secret of the Meta app");
    whatsapp.option("--name", c.name, "As the team calls it");
    whatsapp.option("--graph-url", c.graph_url, "Another address of the API, e.g. the simulator's");
    whatsapp.option("--graph-version", c.graph_version, "Version of the API");
    whatsapp.runs([&](Context const& context) { return add_channel(context, c); });

    auto list = group.command("list", "List channels.", "sapa channel list --workspace kopi-pagi");
    auto& in = tree.keep<std::string>();
    list.needed("--workspace", in, "Slug of the workspace");
    list.runs([&](Context const& context) { return list_channels(context, in); });

    auto check = group.command("check", "Look at an account live.",
                               "sapa channel check 1 --workspace kopi-pagi");
    auto& checked = tree.keep<ChannelToCheck>();
    check.positional("id", checked.channel.id, "The channel's number, from `channel list`");
    check.needed("--workspace", checked.channel.workspace, "Slug of the workspace");
    check.flag("--take-over", checked.take_over, "Replace a webhook address of somebody else");
    check.runs([&](Context const& context) { return check_channel(context, checked); });

    auto remove = group.command("remove", "Disconnect: credentials are forgotten, history stays.",
                                "sapa channel remove 1 --workspace kopi-pagi --delete-history");
    auto& removed = tree.keep<ChannelToRemove>();
    remove.positional("id", removed.id, "The channel's number, from `channel list`");
    remove.needed("--workspace", removed.workspace, "Slug of the workspace");
    remove.flag("--delete-history", removed.delete_history,
                "Conversations, messages, files and people known only there go for good");
    remove.flag("--dry-run", removed.dry_run, "Only say how much history there is");
    remove.runs([&](Context const& context) { return remove_channel(context, removed); });

    auto costs = group.command("costs", "What a channel's messages cost, by day.",
                               "sapa channel costs 1 --workspace kopi-pagi --from 2026-11-01");
    auto& read = tree.keep<CostsToRead>();
    costs.positional("id", read.id, "The channel's number, from `channel list`");
    costs.needed("--workspace", read.workspace, "Slug of the workspace");
    costs.option("--from", read.from, "First day; the month's first unless said");
    costs.option("--to", read.to, "Last day; today unless said");
    costs.flag("--reported", read.reported, "Ask the provider too");
    costs.runs([&](Context const& context) { return read_costs(context, read); });

    auto rates = tree.group("rates", "Prices of messages, to estimate costs by.");
    auto take = rates.command("import", "Replace all rates with those of a CSV file.",
                              "sapa rates import rates.csv --workspace kopi-pagi");
    auto& wanted = tree.keep<RatesToImport>();
    take.positional("file", wanted.file, "market,currency,category,rate,effective_from");
    take.needed("--workspace", wanted.workspace, "Slug of the workspace");
    take.runs([&](Context const& context) { return import_rates(context, wanted); });
    auto known = rates.command("list", "List the rates.", "sapa rates list --workspace kopi-pagi");
    auto& known_in = tree.keep<std::string>();
    known.needed("--workspace", known_in, "Slug of the workspace");
    known.runs([&](Context const& context) { return list_rates(context, known_in); });

    add_number_commands(tree, group);

    auto events = tree.group("events", "Webhook deliveries: list and replay.");
    auto show = events.command("list", "List deliveries, newest first.",
                               "sapa events list --workspace kopi-pagi --state dead");
    auto& e = tree.keep<EventsToList>();
    show.needed("--workspace", e.workspace, "Slug of the workspace");
    show.option("--state", e.state, "waiting or dead");
    show.option("--limit", e.limit, "Rows, 50 unless said");
    show.runs([&](Context const& context) { return list_events(context, e); });

    auto replay = events.command("replay", "Take deliveries in again; harmless when done before.",
                                 "sapa events replay 17 --workspace kopi-pagi");
    auto& p = tree.keep<EventsToReplay>();
    replay.option("id", p.id, "The delivery's number, from `events list`");
    replay.needed("--workspace", p.workspace, "Slug of the workspace");
    replay.flag("--all-dead", p.all_dead, "Every delivery that was given up");
    replay.runs([&](Context const& context) { return replay_events(context, p); });
}

void add_signup_commands(Tree& tree)
{
    auto group = tree.group("signup-app", "The app through which people connect in Meta's dialog.");
    auto show = group.command("show", "Show it, with what its settings at Meta ask for.",
                              "sapa signup-app show");
    auto& look = tree.keep<std::string>();
    show.option("--workspace", look, "Slug of one: look live at what the app still needs");
    show.runs([&](Context const& context) { return show_signup_app(context, look); });
    auto set = group.command("set", "Change what is named.",
                             "sapa signup-app set --app-id 550033440066773 --config-id 990011");
    auto& s = tree.keep<SignupAppToSet>();
    set.option("--app-id", s.app_id, "Its id at Meta");
    set.option("--app-secret", s.app_secret, "Its secret; asked for with another app");
    set.option("--config-id", s.config_id, "The configuration of the dialog");
    set.option("--graph-url", s.graph_url, "Another address of the API, e.g. the simulator's");
    set.option("--dialog-url", s.dialog_url, "Another address of the dialog");
    set.runs([&](Context const& context) { return set_signup_app(context, s); });
}

void add_vault_commands(Tree& tree)
{
    auto group = tree.group("vault", "Look at keys and change them.");
    auto status = group.command("status", "Where the root key is, and which keys are in use.",
                                "sapa vault status");
    status.runs([](Context const& context) { return show_keys(context); });

    auto root = group.command("rotate-root", "Make a new root key; no data is rewritten.",
                              "sapa vault rotate-root --data /var/lib/sapa");
    root.runs([](Context const& context) { return rotate_root(context); });

    auto one = group.command("rotate-workspace", "Make a new data key for a workspace.",
                             "sapa vault rotate-workspace kopi-pagi");
    auto& slug = tree.keep<std::string>();
    one.positional("slug", slug, "Which one");
    one.runs([&](Context const& context) { return rotate_workspace(context, slug); });
}

void add_backup_commands(Tree& tree)
{
    auto backup = tree.command("backup", "Write everything into one encrypted file.",
                               "sapa backup /backups/sapa-2026-11-21.sapabackup");
    auto& b = tree.keep<BackupToWrite>();
    backup.option("file", b.file, "The new file; it must not exist");
    backup.option("--offline-key", b.offline_public,
                  "Public key that may open it as well (64 hex digits)");
    backup.flag("--new-offline-key", b.make_offline_key, "Only make and print such a pair of keys");
    backup.runs([&](Context const& context) { return write_backup(context, b); });

    auto verify = tree.command("verify", "Restore a backup into a scratch folder and look at it.",
                               "sapa verify /backups/sapa-2026-11-21.sapabackup");
    auto& v = tree.keep<BackupToRead>();
    verify.positional("file", v.file, "The backup");
    verify.option("--offline-key-file", v.offline_key_file, "File with the secret offline key");
    verify.option("--scratch", v.scratch, "Folder for the scratch copy ($TMPDIR unless said)");
    verify.runs([&](Context const& context) { return verify_backup(context, v); });

    auto restore = tree.command(
        "restore", "Restore a backup into an empty data folder.",
        "sapa restore /backups/sapa-2026-11-21.sapabackup --data /var/lib/sapa");
    auto& r = tree.keep<BackupToRead>();
    restore.positional("file", r.file, "The backup");
    restore.option("--offline-key-file", r.offline_key_file, "File with the secret offline key");
    restore.runs([&](Context const& context) { return restore_backup(context, r); });
}

}  // namespace

int run(int argc, char const* const* argv, Commands const& commands, Terminal& terminal,
        base::World world)
{
    try {
        CLI::App app{"Sapa: customer messaging on your own server.", "sapa"};
        Tree tree(app);
        add_server_commands(tree);
        add_small_commands(tree);
        add_workspace_commands(tree);
        add_user_commands(tree);
        add_token_commands(tree);
        add_channel_commands(tree);
        add_message_commands(tree);
        add_signup_commands(tree);
        add_vault_commands(tree);
        add_backup_commands(tree);
        add_watching_commands(tree);
        app.require_subcommand(1);
        app.footer(Footer);
        try {
            app.parse(argc, argv);
        } catch (CLI::ParseError const& e) {
            return app.exit(e, terminal.out, terminal.err) == 0 ? Done : WrongUsage;
        }
        terminal.json = tree.json;
        complete(tree.common, terminal);
        auto const done = tree.action(Context{commands, terminal, world, tree.common});
        return done ? *done : terminal.refuse(done.error());
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, "cli", "a command broke", {{"what", e.what()}});
        terminal.err << "sapa: " << e.what() << '\n';
        return BrokenWorld;
    }
}

int run(int argc, char const* const* argv, Commands const& commands, base::World world)
{
    Terminal terminal{std::cin, std::cout, std::cerr, ::isatty(STDIN_FILENO) == 1, false};
    return run(argc, argv, commands, terminal, world);
}

}  // namespace cli

#include "cli/number_tree.hpp"

#include "cli/numbers.hpp"

namespace cli {

namespace {

void name_channel(Tree::Command& command, OneChannel& into)
{
    command.positional("id", into.id, "The channel's number, from `channel list`");
    command.needed("--workspace", into.workspace, "Slug of the workspace");
}

// A command about what a channel has a list of.
struct ListCommand {
    Tree::Command command;
    ListToChange& in;
};
ListCommand list_command(Tree& tree, Tree::Group& group, char const* name, char const* about,
                         char const* example)
{
    ListCommand made{group.command(name, about, example), tree.keep<ListToChange>()};
    name_channel(made.command, made.in.channel);
    return made;
}

constexpr char const* Confirm = "The number's digits: it cannot be undone";

void add_registration(Tree& tree, Tree::Group& group)
{
    auto show = group.command("number", "Show the number as the provider tells it.",
                              "sapa channel number 1 --workspace kopi-pagi");
    auto& shown = tree.keep<OneChannel>();
    name_channel(show, shown);
    show.runs([&](Context const& context) { return show_number(context, shown); });

    auto enrol = group.command("register", "Register the number for use through the API.",
                               "sapa channel register 1 --workspace kopi-pagi --pin 581063");
    auto& r = tree.keep<NumberToChange>();
    name_channel(enrol, r.channel);
    enrol.option("--pin", r.pin, "Two-step PIN; asked for unless given");
    enrol.option("--region", r.region, "Where messages are kept, e.g. ID; fixed from then on");
    enrol.option("--confirm", r.confirm, Confirm);
    enrol.runs([&](Context const& context) { return register_number(context, r); });

    auto leave = group.command(
        "deregister", "Take the number off the API.",
        "sapa channel deregister 1 --workspace kopi-pagi --confirm 6281200007700");
    auto& d = tree.keep<NumberToChange>();
    name_channel(leave, d.channel);
    leave.needed("--confirm", d.confirm, Confirm);
    leave.runs([&](Context const& context) { return deregister_number(context, d); });

    auto pin = group.command("pin", "Set another two-step PIN.",
                             "sapa channel pin 1 --workspace kopi-pagi --confirm 6281200007700");
    auto& p = tree.keep<NumberToChange>();
    name_channel(pin, p.channel);
    pin.option("--pin", p.pin, "The new one; asked for unless given");
    pin.needed("--confirm", p.confirm, Confirm);
    pin.runs([&](Context const& context) { return set_pin(context, p); });

    auto verify = group.command("verify", "Prove that the number is ours: request a code, give it.",
                                "sapa channel verify 1 --workspace kopi-pagi --code 482913");
    auto& v = tree.keep<NumberToChange>();
    name_channel(verify, v.channel);
    verify.option("--code", v.code, "The code that came; without it one is sent");
    verify.flag("--voice", v.by_voice, "By a call instead of a text message");
    verify.option("--language", v.language, "Of the message, e.g. id");
    verify.runs([&](Context const& context) { return verify_number(context, v); });

    auto name = group.command("display-name", "Ask for another display name.",
                              "sapa channel display-name 1 \"Kopi Pagi\" --workspace kopi-pagi");
    auto& n = tree.keep<NumberToChange>();
    name_channel(name, n.channel);
    name.positional("name", n.name, "The new name");
    name.runs([&](Context const& context) { return ask_name(context, n); });
}

void add_face(Tree& tree, Tree::Group& group)
{
    auto profile = group.command("profile", "Show or change what customers see of the business.",
                                 "sapa channel profile 1 --workspace kopi-pagi --about \"Buka\"");
    auto& p = tree.keep<ProfileToChange>();
    name_channel(profile, p.channel);
    profile.option("--about", p.about, "The line under the name");
    profile.option("--address", p.address, "Address");
    profile.option("--description", p.description, "Description");
    profile.option("--email", p.email, "E-mail address");
    profile.option("--website", p.websites, "Up to two");
    profile.option("--vertical", p.vertical, "The trade, e.g. RETAIL");
    profile.option("--photo", p.photo, "A JPEG or PNG file");
    profile.runs([&](Context const& context) { return change_profile(context, p); });

    auto [links, l] = list_command(tree, group, "links",
                                   "Short links with QR codes: list, add, change, remove.",
                                   "sapa channel links 1 --workspace kopi-pagi --add \"Halo\"");
    links.option("--add", l.add, "What a new link writes");
    links.option("--change", l.change, "Code of a link; with --text");
    links.option("--text", l.text, "What it writes from now on");
    links.option("--remove", l.remove, "Code of a link");
    links.runs([&l = l](Context const& context) { return change_links(context, l); });

    auto automation = group.command(
        "automation", "Openers and commands of an empty chat: show or set.",
        "sapa channel automation 1 --workspace kopi-pagi --prompt \"Menu?\" --command menu=Daftar");
    auto& a = tree.keep<AutomationToSet>();
    name_channel(automation, a.channel);
    automation.option("--prompt", a.prompts, "Something to tap; up to four");
    automation.option("--command", a.commands, "NAME=DESCRIPTION; up to thirty");
    automation.flag("--clear", a.clear, "Offer nothing");
    automation.runs([&](Context const& context) { return set_automation(context, a); });

    auto [username, u] = list_command(
        tree, group, "username", "The business's user name: show or ask for one.",
        "sapa channel username 1 --workspace kopi-pagi --set kopi.pagi");
    username.option("--set", u.add, "The name to ask for");
    username.option("--remove", u.remove, "yes: give it up");
    username.runs([&u = u](Context const& context) { return change_username(context, u); });
}

}  // namespace

void add_number_commands(Tree& tree, Tree::Group& group)
{
    add_registration(tree, group);
    add_face(tree, group);

    auto [block, b] = list_command(tree, group, "block", "Who may not write: list, block, unblock.",
                                   "sapa channel block 1 --workspace kopi-pagi --add 628123450001");
    block.option("--add", b.add, "Phone or user id");
    block.option("--remove", b.remove, "Phone or user id");
    block.runs([&b = b](Context const& context) { return change_blocked(context, b); });

    auto onboarding = group.command(
        "onboard", "Connect a number step by step, out of a system user's token.",
        "sapa channel onboard --workspace kopi-pagi --access-token EAA... --app-secret ...");
    auto& o = tree.keep<NumberToOnboard>();
    onboarding.needed("--workspace", o.workspace, "Slug of the workspace");
    onboarding.option("--id", o.id, "Go on with one that was begun");
    onboarding.option("--access-token", o.access_token, "Asked for unless given");
    onboarding.option("--app-secret", o.app_secret, "Asked for unless given");
    onboarding.option("--name", o.name, "As the team will call it");
    onboarding.option("--graph-url", o.graph_url, "Another address of the API");
    onboarding.option("--waba-id", o.waba_id, "The chosen account");
    onboarding.option("--phone-number-id", o.phone_number_id, "The chosen number");
    onboarding.option("--pin", o.pin, "For registering");
    onboarding.flag("--take-over", o.take_over, "Replace a webhook address of somebody else");
    onboarding.runs([&](Context const& context) { return onboard(context, o); });
}

}  // namespace cli

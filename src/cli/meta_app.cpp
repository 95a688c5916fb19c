#include "cli/meta_app.hpp"

#include "accounts/onboarding/signup.hpp"
#include "cli/instruments.hpp"

namespace cli {

using base::Result;

namespace {

struct AppToSet {
    std::string app_id;
    std::string app_secret;
    std::string config_id;
    std::string graph_url;
    std::string dialog_url;
};

Result<int> show(Context const& context, std::string const& workspace)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(Instruments::open(context, *control, TRY(enter(*control, workspace))));
    auto const json = base::write_json(
        TRY(accounts::show_signup_app(instruments->desk(), instruments->surroundings(), {})));
    auto& terminal = context.terminal;
    terminal.give(json);
    terminal.table(json["checklist"],
                   {{"name", "CHECK"}, {"state", "STATE"}, {"detail", "DETAIL"}, {"url", "WHERE"}});
    terminal.say(json["ready"].get<bool>() ? "Ready." : "Not ready: see what is missing.");
    return Done;
}

Result<int> set(Context const& context, AppToSet const& in)
{
    auto const control = TRY(context.open());
    auto const given = [](std::string const& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    if (!in.graph_url.empty())
        TRY(allow_origin(*control, in.graph_url));
    accounts::EditSignupApp wanted;
    wanted.app_id = given(in.app_id);
    wanted.config_id = given(in.config_id);
    wanted.graph_url = given(in.graph_url);
    wanted.dialog_url = given(in.dialog_url);
    wanted.app_secret = given(in.app_secret);
    if (!wanted.app_secret && wanted.app_id)
        wanted.app_secret = context.terminal.ask_secret("App secret");
    TRY(accounts::edit_signup_app(*control, control::operator_caller(), wanted));
    context.terminal.give({{"saved", true}});
    context.terminal.say("Saved. `sapa meta-app show` looks at it live.");
    return Done;
}

}  // namespace

void add_meta_app_commands(Tree& tree)
{
    auto group = tree.group("meta-app", "The Meta app people connect their numbers through.");
    auto look = group.command("show", "Look live at what the app still needs.",
                              "sapa meta-app show --workspace kopi-pagi");
    auto& workspace = tree.keep<std::string>();
    look.needed("--workspace", workspace, "Slug of the workspace");
    look.runs([&](Context const& context) { return show(context, workspace); });

    auto change = group.command("set", "Enter the app, or change what is named.",
                                "sapa meta-app set --app-id 550033440066773 --config-id 7700");
    auto& in = tree.keep<AppToSet>();
    change.option("--app-id", in.app_id, "App settings, Basic");
    change.option("--app-secret", in.app_secret, "Asked for unless given");
    change.option("--config-id", in.config_id, "Of Facebook Login for Business");
    change.option("--graph-url", in.graph_url, "Another address of the API");
    change.option("--dialog-url", in.dialog_url, "Another address of the dialog");
    change.runs([&](Context const& context) { return set(context, in); });
}

}  // namespace cli

#include "cli/signup.hpp"

#include "accounts/onboarding/signup.hpp"
#include "cli/instruments.hpp"

namespace cli {

using base::Json;
using base::Result;

namespace {

std::optional<std::string> given(std::string const& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

Result<int> say(Context const& context, control::Control& control)
{
    auto const app = TRY(control::signup_app(control));
    auto const root = control.public_url();
    auto const callback = [&](std::string_view what) {
        return app.callback_key.empty()
                 ? std::string()
                 : root + "/meta/" + std::string(what) + "/" + app.callback_key;
    };
    Json const json = {
        {"app_id", app.app_id},
        {"app_secret", {{"set", !app.app_secret.empty()}, {"last4", app.secret_last4}}},
        {"config_id", app.config_id},
        {"graph_url", app.graph_url},
        {"dialog_url", app.dialog_url},
        {"redirect_uri", root + "/connect/whatsapp"},
        {"deauthorize_url", callback("deauthorize")},
        {"deletion_url", callback("deletion")}};
    auto& terminal = context.terminal;
    terminal.give(json);
    if (app.app_id.empty()) {
        terminal.say("There is no app yet: sapa signup-app set --app-id ...");
        return Done;
    }
    terminal.say("App " + app.app_id + ", configuration " +
                 (app.config_id.empty() ? "missing" : app.config_id) + ".\n" +
                 "Give these to the settings of the app at Meta:\n\n  Redirect URI  " + root +
                 "/connect/whatsapp\n  Deauthorize   " + callback("deauthorize") +
                 "\n  Deletion      " + callback("deletion") + "\n");
    return Done;
}

Result<int> look(Context const& context, control::Control& control, std::string const& workspace)
{
    auto instruments = TRY(Instruments::open(context, control, TRY(enter(control, workspace))));
    auto const json = base::write_json(
        TRY(accounts::show_signup_app(instruments->desk(), instruments->surroundings(), {})));
    auto& terminal = context.terminal;
    terminal.give(json);
    terminal.table(json["checklist"],
                   {{"name", "CHECK"}, {"state", "STATE"}, {"detail", "DETAIL"}, {"url", "WHERE"}});
    terminal.say(json["ready"].get<bool>() ? "Ready." : "Not ready: see what is missing.");
    return Done;
}

}  // namespace

Result<int> show_signup_app(Context const& context, std::string const& workspace)
{
    auto const control = TRY(context.open());
    return workspace.empty() ? say(context, *control) : look(context, *control, workspace);
}

Result<int> set_signup_app(Context const& context, SignupAppToSet const& in)
{
    auto const control = TRY(context.open());
    if (!in.graph_url.empty())
        TRY(allow_origin(*control, in.graph_url));
    auto secret = given(in.app_secret);
    if (!secret && !in.app_id.empty())
        secret = context.terminal.ask_secret("App secret");
    TRY(accounts::edit_signup_app(*control, control::operator_caller(),
                                  {given(in.app_id), secret, given(in.config_id),
                                   given(in.graph_url), given(in.dialog_url)}));
    return say(context, *control);
}

}  // namespace cli

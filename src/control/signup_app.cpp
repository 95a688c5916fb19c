#include "control/signup_app.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "control/audit_store.hpp"
#include "crypto/sealed.hpp"

namespace control {

namespace {

constexpr std::string_view Setting = "signup_app";
// Where the secret lies, for its seal: the one row of that setting.
constexpr std::string_view Table = "setting";
constexpr std::size_t KeyBytes = 16;

}  // namespace

base::Result<SignupApp> signup_app(Control& control)
{
    auto const text = control.read(
        [](ControlReader const& db) { return store::find_setting(db, Setting).value_or("{}"); });
    auto const json = TRY(base::parse_json(text));
    auto const said = [&](std::string_view key) { return base::text_at(json, key).value_or(""); };
    SignupApp app;
    app.app_id = said("app_id");
    app.secret_last4 = said("secret_last4");
    app.config_id = said("config_id");
    app.graph_url = said("graph_url");
    app.dialog_url = said("dialog_url");
    app.callback_key = said("callback_key");
    if (auto const sealed = base::from_hex(said("app_secret")); !sealed.empty())
        app.app_secret = TRY(control.vault().unseal(sealed, Table, Setting, 0));
    return app;
}

base::Result<void> keep_signup_app(Control& control, Caller const& caller, SignupApp const& app)
{
    base::Json json = {{"app_id", app.app_id},
                       {"config_id", app.config_id},
                       {"graph_url", app.graph_url},
                       {"dialog_url", app.dialog_url},
                       {"callback_key", app.callback_key.empty()
                                            ? base::to_hex(control.world().random.bytes(KeyBytes))
                                            : app.callback_key}};
    if (!app.app_secret.empty()) {
        json["app_secret"] = base::to_hex(
            control.vault().seal(app.app_secret.view(), Table, Setting, 0));
        json["secret_last4"] = crypto::last4(app.app_secret.view());
    }
    return control.write([&](ControlWriter const& tx) -> base::Result<void> {
        store::put_setting(tx, Setting, base::to_text(json), control.now());
        note(control, tx, caller, {.action = "signup_app.changed", .target = "app:" + app.app_id});
        return {};
    });
}

}  // namespace control

#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/connect.hpp"

// The provider's app of this installation, through which people connect in the provider's own dialog,
// and whether it is ready for that.
namespace accounts {

enum class CheckName { public_url, https, app, configuration, redirect, domain, webhook, live };
constexpr auto words_of(CheckName)
{
    using namespace std::literals;
    return std::array{
        std::pair{CheckName::public_url, "public_url"sv},
        std::pair{CheckName::https, "https"sv},
        std::pair{CheckName::app, "app"sv},
        std::pair{CheckName::configuration, "configuration"sv},
        std::pair{CheckName::redirect, "redirect"sv},
        std::pair{CheckName::domain, "domain"sv},
        std::pair{CheckName::webhook, "webhook"sv},
        std::pair{CheckName::live, "live"sv},
    };
}
constexpr auto schema_name(CheckName) { return "SignupCheckName"; }

enum class CheckState { ok, missing, unknown };
constexpr auto words_of(CheckState)
{
    using namespace std::literals;
    return std::array{std::pair{CheckState::ok, "ok"sv},
                      std::pair{CheckState::missing, "missing"sv},
                      std::pair{CheckState::unknown, "unknown"sv}};
}
constexpr auto schema_name(CheckState) { return "SignupCheckState"; }

struct SignupCheck {
    static constexpr auto schema = "SignupCheck";

    CheckName name = CheckName::app;
    CheckState state = CheckState::unknown;
    std::string detail;
    std::string url;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &SignupCheck::name, ""),
            body("state", &SignupCheck::state, "unknown: only a person can see it."),
            body("detail", &SignupCheck::detail, "What is there, or what to copy."),
            body("url", &SignupCheck::url, "The provider's page for it; may be empty."),
        };
    }
};

struct SignupAppInfo {
    static constexpr auto schema = "SignupApp";

    std::string app_id;
    SecretInfo app_secret;
    std::string config_id;
    std::string graph_url;
    std::string dialog_url;
    std::string redirect_uri;
    std::optional<CallbackAddresses> callbacks;
    bool ready = false;
    std::vector<SignupCheck> checklist;

    static constexpr auto fields()
    {
        using base::body;
        using S = SignupAppInfo;
        return std::tuple{
            body("app_id", &S::app_id, "The provider's app; empty: none yet."),
            body("app_secret", &S::app_secret, ""),
            body("config_id", &S::config_id, "Of the dialog."),
            body("graph_url", &S::graph_url, "Empty: the provider's own."),
            body("dialog_url", &S::dialog_url, "Empty: the provider's own."),
            body("redirect_uri", &S::redirect_uri, "What the app has to allow."),
            body(
                "callbacks", &S::callbacks,
                "For the app's settings: one of each for all channels of the app; null: no app yet."),
            body("ready", &S::ready, "Nothing that can be seen from here is missing."),
            body("checklist", &S::checklist, "Looked at just now."),
        };
    }
};

struct ShowSignupApp {
    static constexpr auto about = "The app for the provider's dialog, with a live checklist.";
    static constexpr auto fields() { return std::tuple{}; }
};
struct EditSignupApp {
    static constexpr auto about = "Change that app; only who runs the server may.";
    std::optional<std::string> app_id;
    std::optional<std::string> app_secret;
    std::optional<std::string> config_id;
    std::optional<std::string> graph_url;
    std::optional<std::string> dialog_url;
    static constexpr auto fields()
    {
        using base::body;
        using E = EditSignupApp;
        return std::tuple{
            body("app_id", &E::app_id, "Digits; empty: none.", {.max = 40}),
            body("app_secret", &E::app_secret, "Its secret.", {.max = 256, .secret = true}),
            body("config_id", &E::config_id, "Digits.", {.max = 40}),
            body("graph_url", &E::graph_url, "Empty: the provider's own.", {.max = 200}),
            body("dialog_url", &E::dialog_url, "Empty: the provider's own.", {.max = 200}),
        };
    }
};

// Blocks on the network. A provider that cannot be asked leaves points unknown.
base::Result<SignupAppInfo> show_signup_app(workspace::Desk& desk, Surroundings const& around,
                                            ShowSignupApp const& in);
// Refuses forbidden for everybody but the operator.
base::Result<void> edit_signup_app(control::Control& control, control::Caller const& caller,
                                   EditSignupApp const& in);

}  // namespace accounts

#pragma once

#include <string>

#include "control/control.hpp"
#include "crypto/secret.hpp"

namespace control {

// The provider's app through which everybody on this installation connects accounts in the provider's
// own dialog. Its secret is sealed.
struct SignupApp {
    std::string app_id = {};
    crypto::SecretText app_secret = crypto::SecretText("");
    std::string secret_last4 = {};
    std::string config_id = {};   // of the dialog
    std::string graph_url = {};   // empty: the provider's own
    std::string dialog_url = {};  // empty: the provider's own
    // In the addresses the provider calls when somebody takes their consent back; made with the
    // first keeping. It opens nothing: each call is signed with the secret.
    std::string callback_key = {};

    bool complete() const { return !app_id.empty() && !app_secret.empty() && !config_id.empty(); }
};

// Refuses `sealed_damaged` and the like when the secret does not open.
base::Result<SignupApp> signup_app(Control& control);
// A key that is missing is made.
base::Result<void> keep_signup_app(Control& control, Caller const& caller, SignupApp const& app);

}  // namespace control

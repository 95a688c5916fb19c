#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/session.hpp"

// What people change about themselves.
namespace control {

struct ChangeMe {
    static constexpr auto about = "Change your own profile.";
    std::optional<std::string> name;
    std::optional<Language> language;
    std::optional<Availability> availability;

    static constexpr auto fields()
    {
        return std::tuple{
            body("name", &ChangeMe::name, "What colleagues see.", {.min = 1, .max = 80}),
            body("language", &ChangeMe::language, "Language of the dashboard."),
            body("availability", &ChangeMe::availability, "Whether you take conversations now."),
        };
    }
};

struct ChangePassword {
    static constexpr auto about = "Change your password; ends your other sessions.";
    std::string current;
    std::string fresh;

    static constexpr auto fields()
    {
        return std::tuple{
            body("current", &ChangePassword::current, "The password until now.",
                 {.min = 1, .max = 256, .secret = true}),
            body("new", &ChangePassword::fresh, "At least 10 characters.",
                 {.min = 1, .max = 256, .secret = true}),
        };
    }
};

struct TotpSecret {
    static constexpr auto schema = "TotpSecret";

    std::string secret;
    std::string uri;

    static constexpr auto fields()
    {
        return std::tuple{
            body("secret", &TotpSecret::secret, "Base32, to type into the app."),
            body("uri", &TotpSecret::uri, "otpauth address, for a QR code."),
        };
    }
};

struct ConfirmTotp {
    static constexpr auto about = "Turn the second factor on with its first code.";
    std::string code;

    static constexpr auto fields()
    {
        return std::tuple{
            body("code", &ConfirmTotp::code, "Six digits.", {.min = 1, .max = 16, .secret = true})};
    }
};

struct RecoveryCodes {
    static constexpr auto schema = "RecoveryCodes";

    std::vector<std::string> recovery_codes;

    static constexpr auto fields()
    {
        return std::tuple{body("recovery_codes", &RecoveryCodes::recovery_codes,
                               "Ten codes, each good once. Shown only now.")};
    }
};

struct TurnTotpOff {
    static constexpr auto about = "Turn the second factor off.";
    std::string password;

    static constexpr auto fields()
    {
        return std::tuple{body("password", &TurnTotpOff::password, "Your password.",
                               {.min = 1, .max = 256, .secret = true})};
    }
};

struct ResetPassword {
    static constexpr auto about = "Choose a new password with a link from the operator.";
    base::Json token;  // any JSON: whatever is wrong with it, the answer is the same
    std::string password;

    static constexpr auto fields()
    {
        return std::tuple{
            body("token", &ResetPassword::token, "The text at the end of the link."),
            body("password", &ResetPassword::password, "At least 10 characters.",
                 {.min = 1, .max = 256, .secret = true}),
        };
    }
};

// PATCH /me
base::Result<UserView> change_me(Control& control, Caller const& caller, ChangeMe const& in);
// POST /me/password. Refuses `wrong_credentials` and `weak_password`; the session gets a new cookie.
base::Result<WithCookies<Nothing>> change_password(Control& control, Caller const& caller,
                                                   ChangePassword const& in);
// POST /me/totp
base::Result<TotpSecret> start_totp(Control& control, Caller const& caller, Nothing const& in);
// POST /me/totp/confirm. Refuses `wrong_code`; the session gets a new cookie.
base::Result<WithCookies<RecoveryCodes>> confirm_totp(Control& control, Caller const& caller,
                                                      ConfirmTotp const& in);
// DELETE /me/totp
base::Result<WithCookies<Nothing>> turn_totp_off(Control& control, Caller const& caller,
                                                 TurnTotpOff const& in);
// POST /password-reset. Refuses `link_expired` for every kind of wrong token. Ends all sessions;
// the second factor stays as it is.
base::Result<Nothing> reset_password(Control& control, Caller const& caller,
                                     ResetPassword const& in);

// A link for reset_password(), good for 30 minutes. For the CLI.
base::Result<std::string> make_reset_link(Control& control, Caller const& caller,
                                          std::string_view email);
// Disabled people cannot sign in and their sessions end. Refuses `not_found` and `last_owner`.
base::Result<Nothing> set_user_state(Control& control, Caller const& caller, std::string_view email,
                                     UserState state);

}  // namespace control

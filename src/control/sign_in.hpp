#pragma once

#include <optional>
#include <string>
#include <variant>

#include "control/session.hpp"

// Password, second factor, and what slows guessing down.
namespace control {

struct SignIn {
    static constexpr auto about = "Sign in with e-mail and password.";
    std::string email;
    std::string password;
    bool remember = false;

    static constexpr auto fields()
    {
        return std::tuple{
            body("email", &SignIn::email, "E-mail address.", {.min = 1, .max = 254}),
            body("password", &SignIn::password, "Password.",
                 {.min = 1, .max = 256, .secret = true}),
            body("remember", &SignIn::remember, "Stay signed in when the browser closes."),
        };
    }
};

enum class HalfSignedIn { totp_required };
constexpr auto words_of(HalfSignedIn)
{
    return std::array{std::pair{HalfSignedIn::totp_required, std::string_view("totp_required")}};
}

// The cookie holds a half session that can only bring the second factor.
struct HalfSessionView {
    static constexpr auto schema = "HalfSession";

    HalfSignedIn state = HalfSignedIn::totp_required;

    static constexpr auto fields()
    {
        return std::tuple{body("state", &HalfSessionView::state, "Tells it from a session.")};
    }
};

using SignInAnswer = std::variant<SessionView, HalfSessionView>;

struct ProveSecondFactor {
    static constexpr auto about = "Finish signing in with a code of the app, or a recovery code.";
    std::optional<std::string> code;
    std::optional<std::string> recovery_code;

    static constexpr auto fields()
    {
        return std::tuple{
            body("code", &ProveSecondFactor::code, "Six digits.",
                 {.min = 1, .max = 16, .secret = true}),
            body("recovery_code", &ProveSecondFactor::recovery_code, "One of the ten codes.",
                 {.min = 1, .max = 64, .secret = true}),
        };
    }
};

// POST /session. Refuses `wrong_credentials`, whatever the reason, and `too_many` with the wait.
// An unknown address costs the same work as a wrong password.
base::Result<WithCookies<SignInAnswer>> sign_in(Control& control, Caller const& caller,
                                                SignIn const& in);
// POST /session/totp. Refuses `wrong_code` and `too_many`; a code counts once.
base::Result<WithCookies<SessionView>> prove_second_factor(Control& control, Caller const& caller,
                                                           ProveSecondFactor const& in);

// Checks an address and password under the same limits as sign_in, without making a session.
// Refuses `wrong_credentials`, `too_many`, `unavailable`.
base::Result<User> check_credentials(Control& control, Caller const& caller, std::string_view email,
                                     std::string_view password);
// The same for a person who is signed in: counts against them alone.
base::Result<User> check_own_password(Control& control, Caller const& caller,
                                      std::string_view password, std::string_view field);

struct NewSession {
    base::SessionId id;
    std::string cookie;
};
// Makes a session and ends the one the browser came with. Keeps the newest 50 of a person.
NewSession open_session(Control& control, ControlWriter const& tx, Caller const& caller,
                        User const& user, bool whole);
// Makes the session, or the half one, for somebody whose password was right.
WithCookies<SignInAnswer> answer_sign_in(Control& control, ControlWriter const& tx,
                                         Caller const& caller, User const& user, bool remember);

}  // namespace control

#include "control/sign_in.hpp"

#include <algorithm>

#include "control/address.hpp"
#include "control/audit_store.hpp"
#include "control/guessing.hpp"
#include "control/input_rule.hpp"
#include "control/member_store.hpp"
#include "control/second_factor.hpp"
#include "control/session_store.hpp"
#include "control/user_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr int SessionsKept = 50;
constexpr std::size_t UserAgentBytes = 200;

Error wrong_credentials()
{
    return {Fault::unauthenticated, "wrong_credentials", "E-mail address or password is wrong."};
}

// Failures and successes are told to every workspace the person belongs to.
void note_sign_in(Control& control, ControlWriter const& tx, Caller caller, User const* user,
                  std::string_view action)
{
    if (user) {
        caller.user = user->id;
        caller.name = user->name;
    }
    auto const target = user ? "user:" + user->id.text() : std::string();
    auto const places = user ? store::memberships_of(tx, user->id)
                             : std::vector<store::MembershipName>{};
    for (auto const& place : places)
        note(control, tx, caller, {.action = action, .target = target, .workspace = place.id});
    if (places.empty())
        note(control, tx, caller, {.action = action, .target = target});
}

// The device cookie counts only for the person it was given to.
bool is_known_device(ControlReader const& db, Control& control, Caller const& caller,
                     std::optional<User> const& user)
{
    if (!user || !crypto::is_token(caller.device))
        return false;
    auto const owner = store::find_device(db, control.vault().hash("device", caller.device));
    return owner && *owner == user->id;
}

// Counts a try before its outcome is known, so that many at once cannot slip through.
Result<Tries> count_sign_in(Control& control, Caller const& caller, std::string_view email,
                            bool known_device)
{
    Tries tries;
    auto const account = control.vault().name_of("account", email);
    if (known_device) {
        tries.add("sign_in/device/" + control.vault().name_of("device", caller.device),
                  AccountRule);
    } else {
        tries.add("sign_in/account/" + account, AccountRule);
        tries.add("sign_in/all", EveryoneRule);
    }
    tries.add("sign_in/address/" + limit_address(caller.address), AddressRule);
    TRY(count_tries(control, tries));
    return tries;
}

}  // namespace

Result<User> check_credentials(Control& control, Caller const& caller, std::string_view email_text,
                               std::string_view password)
{
    auto const read = read_email(email_text);
    auto const email = read ? *read : std::string(email_text);
    auto const [user, known] = control.read([&](ControlReader const& db) {
        auto found = store::find_user(db, email);
        auto const device = is_known_device(db, control, caller, found);
        return std::pair{std::move(found), device};
    });
    auto const tries = TRY(count_sign_in(control, caller, email, known));
    auto const stored = user && user->state == UserState::active ? user->password : std::nullopt;
    auto const right = TRY(control.passwords().is_right(stored, password));
    if (!right) {
        TRY(control.write([&, &user = user](ControlWriter const& tx) -> Result<void> {
            note_sign_in(control, tx, caller, user ? &*user : nullptr, "sign_in.failed");
            return {};
        }));
        return wrong_credentials();
    }
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        forgive(tx, tries);
        return {};
    }));
    if (control.passwords().needs_rehash(*stored))
        if (auto fresh = control.passwords().hash(password))
            TRY(control.write([&, &user = user](ControlWriter const& tx) -> Result<void> {
                store::refresh_password(tx, user->id, *stored, *fresh);
                return {};
            }));
    return *control.read(
        [id = user->id](ControlReader const& db) { return store::find_user(db, id); });
}

Result<User> check_own_password(Control& control, Caller const& caller, std::string_view password,
                                std::string_view field)
{
    auto const user = control.read(
        [&](ControlReader const& db) { return store::find_user(db, caller.user); });
    if (!user)
        return Error{Fault::unauthenticated, "unauthenticated"};
    Tries tries;
    tries.add("password/user/" + user->id.text(), AccountRule);
    TRY(count_tries(control, tries));
    if (!TRY(control.passwords().is_right(user->password, password))) {
        auto error = wrong_field(field, "wrong_password");
        error.fault = Fault::forbidden;
        error.code = "wrong_credentials";
        return error;
    }
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        forgive(tx, tries);
        return {};
    }));
    return *user;
}

NewSession open_session(Control& control, ControlWriter const& tx, Caller const& caller,
                        User const& user, bool whole)
{
    // Whatever session the browser came with ends here: it may have been planted.
    if (caller.session) {
        auto const old = store::find_session(tx, caller.session);
        if (old)
            store::remove_session(tx, old->user, old->id);
    }
    auto const now = control.now();
    auto const cookie = control.new_secret();
    store::Session session;
    session.user = user.id;
    session.state = whole ? store::SessionState::full : store::SessionState::half;
    session.created_at = session.last_seen_at = session.confirmed_at = now;
    session.address = caller.address;
    session.user_agent = std::string(
        base::first_points(base::clean_name(caller.user_agent), UserAgentBytes));
    auto const id = store::add_session(tx, session, control.vault().hash("session", cookie));
    store::keep_newest_sessions(tx, user.id, SessionsKept);
    store::touch_user(tx, user.id, now);
    return {id, cookie};
}

Result<WithCookies<SignInAnswer>> sign_in(Control& control, Caller const& caller, SignIn const& in)
{
    auto const user = TRY(check_credentials(control, caller, in.email, in.password));
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<SignInAnswer>> {
        // A password changed or an account disabled while the hash was computed wins.
        auto const current = store::find_user(tx, user.id);
        if (!current || current->state != UserState::active || !same_password(*current, user))
            return wrong_credentials();
        return answer_sign_in(control, tx, caller, *current, in.remember);
    });
}

WithCookies<SignInAnswer> answer_sign_in(Control& control, ControlWriter const& tx,
                                         Caller const& caller, User const& user, bool remember)
{
    WithCookies<SignInAnswer> out;
    auto const whole = !user.totp_seed;
    auto const session = open_session(control, tx, caller, user, whole);
    out.session_cookie = session.cookie;
    out.remember = remember;
    if (remember) {
        out.device_cookie = control.new_secret();
        store::add_device(tx, user.id, control.vault().hash("device", out.device_cookie),
                          control.now());
    }
    note_sign_in(control, tx, caller, &user, whole ? "sign_in.ok" : "sign_in.password_ok");
    if (whole)
        out.view = session_view(control, tx, user, session.id);
    else
        out.view = HalfSessionView{};
    return out;
}

Result<WithCookies<SessionView>> prove_second_factor(Control& control, Caller const& caller,
                                                     ProveSecondFactor const& in)
{
    if (caller.kind != CallerKind::half_session)
        return Error{Fault::unauthenticated, "unauthenticated", "Sign in with the password first."};
    if (in.code.has_value() == in.recovery_code.has_value())
        return wrong_field("code", "required");
    using Answer = std::optional<WithCookies<SessionView>>;
    // A wrong code is a value here, not a refusal: its count has to be kept.
    auto answer = TRY(control.write([&](ControlWriter const& tx) -> Result<Answer> {
        auto const user = store::find_user(tx, caller.user);
        if (!user || user->state != UserState::active || !user->totp_seed)
            return Error{Fault::unauthenticated, "unauthenticated"};
        Tries tries;
        tries.add("second_factor/" + user->id.text(), SecondFactorRule);
        TRY(count_tries(control, tx, tries));
        auto const right = in.code ? TRY(use_code(control, tx, *user, *in.code))
                                   : use_recovery_code(control, tx, *user, *in.recovery_code);
        if (!right) {
            note_sign_in(control, tx, caller, &*user, "second_factor.failed");
            return Answer{};
        }
        forgive(tx, tries);
        auto const session = open_session(control, tx, caller, *user, true);
        note_sign_in(control, tx, caller, &*user,
                     in.code ? "second_factor.ok" : "second_factor.recovery_code_used");
        return Answer{{session_view(control, tx, *user, session.id), session.cookie, {}, false}};
    }));
    if (!answer)
        return Error{Fault::forbidden, "wrong_code", "The code is wrong or was used before."};
    return std::move(*answer);
}

}  // namespace control

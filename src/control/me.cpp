#include "control/me.hpp"

#include "control/guessing.hpp"
#include "control/input_rule.hpp"
#include "control/member_store.hpp"
#include "control/second_factor.hpp"
#include "control/session_store.hpp"
#include "control/sign_in.hpp"
#include "control/token_store.hpp"
#include "control/user_store.hpp"
#include "crypto/totp.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

Error unauthenticated() { return {Fault::unauthenticated, "unauthenticated", "Sign in first."}; }

Error link_expired()
{
    return {Fault::invalid, "link_expired", "The link is wrong, was used, or is too old."};
}

Result<User> user_of(Control& control, Caller const& caller)
{
    if (!caller.is_person())
        return unauthenticated();
    auto user = control.read(
        [&](ControlReader const& db) { return store::find_user(db, caller.user); });
    if (!user)
        return unauthenticated();
    return std::move(*user);
}

// A new secret for this browser, after a change of what its session can do.
std::string renew(Control& control, ControlWriter const& tx, Caller const& caller)
{
    auto cookie = control.new_secret();
    store::renew_session(tx, caller.session, store::SessionState::full,
                         control.vault().hash("session", cookie), control.now());
    return cookie;
}

}  // namespace

Result<UserView> change_me(Control& control, Caller const& caller, ChangeMe const& in)
{
    auto user = TRY(user_of(control, caller));
    user.name = in.name.value_or(user.name);
    user.language = in.language.value_or(user.language);
    user.availability = in.availability.value_or(user.availability);
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        store::set_profile(tx, user.id, user.name, user.language, user.availability);
        return {};
    }));
    return user_view(user);
}

Result<WithCookies<Nothing>> change_password(Control& control, Caller const& caller,
                                             ChangePassword const& in)
{
    auto const person = TRY(user_of(control, caller));
    TRY(check_password(in.fresh, {person.name, person.email}, "new"));
    auto const user = TRY(check_own_password(control, caller, in.current, "current"));
    auto const hash = TRY(control.passwords().hash(in.fresh));
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<Nothing>> {
        auto const current = store::find_user(tx, user.id);
        if (!current || !same_password(*current, user))
            return Error{Fault::conflict, "conflict", "The password was changed elsewhere."};
        store::set_password(tx, user.id, hash);
        store::remove_other_sessions(tx, user.id, caller.session);
        store::remove_devices(tx, user.id);
        note(control, tx, caller,
             {.action = "password.changed", .target = "user:" + user.id.text()});
        return WithCookies<Nothing>{{}, renew(control, tx, caller), {}, false};
    });
}

Result<TotpSecret> start_totp(Control& control, Caller const& caller, Nothing const&)
{
    auto const user = TRY(user_of(control, caller));
    TRY(require_recent_password(control, caller));
    if (user.totp_seed)
        return Error{Fault::conflict, "totp_is_on", "Turn the second factor off first."};
    auto const seed = control.world().random.bytes(crypto::TotpSeedBytes);
    auto const sealed = control.vault().seal(seed, "user", "totp_pending", user.id.value);
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        store::set_totp_pending(tx, user.id, sealed);
        return {};
    }));
    return TotpSecret{crypto::base32(seed), crypto::totp_uri(seed, "Sapa", user.email)};
}

Result<WithCookies<RecoveryCodes>> confirm_totp(Control& control, Caller const& caller,
                                                ConfirmTotp const& in)
{
    TRY(user_of(control, caller));
    using Answer = std::optional<WithCookies<RecoveryCodes>>;
    auto answer = TRY(control.write([&](ControlWriter const& tx) -> Result<Answer> {
        auto const user = store::find_user(tx, caller.user);
        if (!user || user->totp_seed || !user->totp_pending)
            return Error{Fault::conflict, "totp_not_started", "Start with POST /me/totp."};
        Tries tries;
        tries.add("second_factor/" + user->id.text(), SecondFactorRule);
        TRY(count_tries(control, tx, tries));
        auto const step = TRY(confirm_code(control, tx, *user, in.code));
        if (!step)
            return Answer{};
        forgive(tx, tries);
        WithCookies<RecoveryCodes> out;
        out.view.recovery_codes = replace_recovery_codes(control, tx, user->id);
        out.session_cookie = renew(control, tx, caller);
        note(control, tx, caller,
             {.action = "second_factor.on", .target = "user:" + user->id.text()});
        return Answer{std::move(out)};
    }));
    if (!answer)
        return Error{Fault::forbidden, "wrong_code", "The code is wrong."};
    return std::move(*answer);
}

Result<WithCookies<Nothing>> turn_totp_off(Control& control, Caller const& caller,
                                           TurnTotpOff const& in)
{
    TRY(user_of(control, caller));
    auto const user = TRY(check_own_password(control, caller, in.password, "password"));
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<Nothing>> {
        store::clear_totp(tx, user.id);
        store::clear_recovery_codes(tx, user.id);
        note(control, tx, caller,
             {.action = "second_factor.off", .target = "user:" + user.id.text()});
        return WithCookies<Nothing>{{}, renew(control, tx, caller), {}, false};
    });
}

Result<Nothing> reset_password(Control& control, Caller const& caller, ResetPassword const& in)
{
    // Nothing is looked up for what cannot be a token, and every wrong one gets one answer.
    if (!in.token.is_string() || !crypto::is_token(in.token.get_ref<std::string const&>()))
        return link_expired();
    auto const hash = control.vault().hash("reset", in.token.get_ref<std::string const&>());
    auto const find = [&](ControlReader const& db) -> std::optional<std::pair<store::Link, User>> {
        auto const link = store::find_link(db, store::LinkKind::reset, hash);
        if (!link || !link->expires_at || control.now() >= *link->expires_at)
            return std::nullopt;
        auto user = store::find_user(db, link->user);
        if (!user || user->state != UserState::active)
            return std::nullopt;
        return std::pair{*link, std::move(*user)};
    };
    auto const found = control.read(find);
    if (!found)
        return link_expired();
    TRY(check_password(in.password, {found->second.name, found->second.email}));
    auto const password = TRY(control.passwords().hash(in.password));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const again = find(tx);
        if (!again || !store::take_link(tx, again->first.id))
            return link_expired();
        auto const& user = again->second;
        store::set_password(tx, user.id, password);
        store::remove_other_sessions(tx, user.id, {});
        store::remove_devices(tx, user.id);
        auto who = caller;
        who.user = user.id;
        who.name = user.name;
        note(control, tx, who, {.action = "password.reset", .target = "user:" + user.id.text()});
        return Nothing{};
    });
}

Result<std::string> make_reset_link(Control& control, Caller const& caller, std::string_view email)
{
    auto const address = TRY(read_email(email));
    auto const secret = control.new_secret();
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        auto const user = store::find_user(tx, address);
        if (!user)
            return Error{Fault::not_found, "not_found", "Nobody has this e-mail address."};
        store::put_link(tx, store::LinkKind::reset, user->id, control.vault().hash("reset", secret),
                        control.now(), control.now() + 30min);
        note(control, tx, caller,
             {.action = "password.reset_link_made", .target = "user:" + user->id.text()});
        return {};
    }));
    return control.public_url() + "/reset/" + secret;
}

Result<Nothing> set_user_state(Control& control, Caller const& caller, std::string_view email,
                               UserState state)
{
    auto const address = TRY(read_email(email));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const user = store::find_user(tx, address);
        if (!user)
            return Error{Fault::not_found, "not_found", "Nobody has this e-mail address."};
        store::set_user_state(tx, user->id, state);
        if (state == UserState::disabled) {
            for (auto const& place : store::memberships_of(tx, user->id))
                if (place.role == Role::owner && store::count_owners(tx, place.id) == 0)
                    return Error{Fault::conflict, "last_owner",
                                 "They are the last owner of " + place.slug + "."};
            store::remove_other_sessions(tx, user->id, {});
        }
        note(control, tx, caller,
             {.action = state == UserState::disabled ? "user.disabled" : "user.enabled",
              .target = "user:" + user->id.text()});
        return Nothing{};
    });
}

}  // namespace control

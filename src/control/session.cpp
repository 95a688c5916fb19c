#include "control/session.hpp"

#include <algorithm>

#include "control/address.hpp"
#include "control/audit_store.hpp"
#include "control/guessing.hpp"
#include "control/member_store.hpp"
#include "control/session_store.hpp"
#include "control/sign_in.hpp"
#include "control/token_store.hpp"
#include "control/user_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

// last_seen is good to the minute; more would make every read a write.
constexpr auto SeenEvery = 60s;

Error unauthenticated() { return {Fault::unauthenticated, "unauthenticated", "Sign in first."}; }

bool is_alive(store::Session const& session, base::Instant now)
{
    if (session.state == store::SessionState::half)
        return now - session.created_at < HalfSessionLongest;
    return now - session.created_at < SessionLongest && now - session.last_seen_at < SessionIdle;
}

Caller caller_of_session(store::SessionOwner const& owner, Caller caller)
{
    caller.kind = owner.session.state == store::SessionState::full ? CallerKind::session
                                                                   : CallerKind::half_session;
    caller.user = owner.session.user;
    caller.name = owner.name;
    caller.email = owner.email;
    caller.operator_right = owner.operator_right;
    caller.session = owner.session.id;
    caller.session_created = owner.session.created_at;
    caller.confirmed_at = owner.session.confirmed_at;
    return caller;
}

bool is_usable(store::ApiToken const& token, std::string_view address, base::Instant now)
{
    return (!token.expires_at || now < *token.expires_at) &&
           is_allowed_from(address, token.addresses);
}

Caller with_token(Control& control, ControlReader const& db, std::string_view bearer, Caller caller)
{
    // The check digits refuse slips and noise without a look into the file.
    if (!crypto::api_token_id(bearer))
        return caller;
    auto const token = store::find_token(db, control.vault().hash("token", bearer));
    auto const now = control.now();
    if (!token || !is_usable(*token, caller.address, now))
        return caller;
    caller.kind = CallerKind::token;
    caller.name = token->name;
    caller.token = token->id;
    caller.scopes = token->scopes;
    caller.workspace = token->workspace;
    // The route table holds a token to its scopes; its role must not be in the way.
    caller.role = Role::owner;
    caller.rights = all_rights();
    if (!token->last_used_at || now - *token->last_used_at >= SeenEvery ||
        now < *token->last_used_at)
        control.post(
            [id = token->id, now](ControlWriter const& tx) { store::touch_token(tx, id, now); });
    return caller;
}

Caller with_session(Control& control, ControlReader const& db, std::string_view cookie,
                    Caller caller)
{
    if (!crypto::is_token(cookie))
        return caller;
    auto const owner = store::find_session(db, control.vault().hash("session", cookie));
    auto const now = control.now();
    if (!owner || owner->state != UserState::active || !is_alive(owner->session, now))
        return caller;
    caller = caller_of_session(*owner, std::move(caller));
    auto const seen = owner->session.last_seen_at;
    if (caller.kind == CallerKind::session && (now - seen >= SeenEvery || now < seen))
        control.post([session = caller.session, user = caller.user, now](ControlWriter const& tx) {
            store::touch_session(tx, session, now);
            store::touch_user(tx, user, now);
        });
    return caller;
}

// The same answer whether it exists or not; its owners may read who tried.
Error not_yours(Control& control, ControlReader const& db, Caller const& caller,
                std::string_view slug)
{
    auto const wanted = store::find_workspace(db, slug);
    if (wanted && wanted->state == WorkspaceState::active)
        note_refused(control, db, caller, *wanted);
    return {Fault::not_found, "not_found", "No such workspace."};
}

}  // namespace

Caller authenticate(Control& control, Credentials const& credentials)
{
    Caller caller;
    caller.address = credentials.address;
    caller.user_agent = credentials.user_agent;
    caller.device = credentials.device_cookie;
    if (credentials.bearer.empty() && credentials.session_cookie.empty())
        return caller;
    return control.read([&](ControlReader const& db) {
        // A wrong token is not made good by a cookie beside it.
        if (!credentials.bearer.empty())
            return with_token(control, db, credentials.bearer, std::move(caller));
        return with_session(control, db, credentials.session_cookie, std::move(caller));
    });
}

bool is_still_allowed(Control& control, Caller const& caller)
{
    auto const now = control.now();
    return control.read([&](ControlReader const& db) {
        if (caller.kind == CallerKind::token) {
            auto const token = store::find_token(db, caller.workspace, caller.token);
            auto const workspace = store::find_workspace(db, caller.workspace);
            return token && workspace && workspace->state == WorkspaceState::active &&
                   is_usable(*token, caller.address, now);
        }
        auto const session = store::find_session(db, caller.session);
        if (!session || session->user != caller.user || !is_alive(*session, now))
            return false;
        auto const places = store::memberships_of(db, caller.user);
        auto const user = store::find_user(db, caller.user);
        auto const here = [&](store::MembershipName const& place) {
            return place.id == caller.workspace && place.role == caller.role &&
                   place.rights == caller.rights && !place.second_factor_needed;
        };
        return user && user->state == UserState::active &&
               (!caller.workspace || std::ranges::any_of(places, here));
    });
}

std::int64_t rights_version(Control& control)
{
    return control.read([](ControlReader const& db) { return store::rights_version(db); });
}

Result<WorkspaceRecord> choose_workspace(Control& control, Caller& caller, std::string_view slug)
{
    if (caller.kind != CallerKind::token && !caller.is_person() && !caller.is_operator())
        return unauthenticated();
    return control.read([&](ControlReader const& db) -> Result<WorkspaceRecord> {
        std::optional<WorkspaceRecord> found;
        if (caller.kind == CallerKind::token) {
            found = store::find_workspace(db, caller.workspace);
            if (!slug.empty() && found && found->slug != slug)
                return not_yours(control, db, caller, slug);
        } else if (caller.is_operator()) {
            found = store::find_workspace(db, slug);
            caller.role = Role::owner;
            caller.rights = all_rights();
        } else {
            auto const places = store::memberships_of(db, caller.user);
            auto const named = [&](auto const& place) {
                return slug.empty() || place.slug == slug;
            };
            if (slug.empty() && places.size() > 1)
                return Error{Fault::invalid, "workspace_needed",
                             "Name a workspace in the header Sapa-Workspace."};
            auto const place = std::ranges::find_if(places, named);
            if (place == places.end())
                return not_yours(control, db, caller, slug);
            if (place->second_factor_needed)
                return Error{Fault::forbidden, "second_factor_needed",
                             "This workspace wants two-step sign-in."};
            found = store::find_workspace(db, place->id);
            caller.role = place->role;
            caller.custom_role = place->custom_role;
            caller.rights = place->rights;
            caller.only_assignee = place->only_assignee;
        }
        if (!found || found->state != WorkspaceState::active)
            return Error{Fault::not_found, "not_found", "No such workspace."};
        caller.workspace = found->id;
        return *found;
    });
}

Result<void> require_recent_password(Control& control, Caller const& caller)
{
    if (!caller.is_person())
        return {};
    auto const now = control.now();
    if (now - caller.confirmed_at >= ConfirmationIdle)
        return Error{Fault::forbidden, "password_needed", "Enter the password again first."};
    if (now - caller.confirmed_at >= 10min)
        control.post([id = caller.session, now](ControlWriter const& tx) {
            store::confirm_session(tx, id, now);
        });
    return {};
}

UserView user_view(User const& user)
{
    return {user.id,          user.name, user.email, user.language, user.totp_seed.has_value(),
            user.availability};
}

SessionView session_view(Control& control, ControlReader const& db, User const& user,
                         base::SessionId session)
{
    SessionView view;
    view.user = user_view(user);
    for (auto& place : store::memberships_of(db, user.id))
        view.workspaces.push_back({place.id, std::move(place.slug), std::move(place.name),
                                   place.role, std::move(place.role_name), place.rights.may.list(),
                                   place.rights.sight, place.rights.phones,
                                   place.second_factor_needed});
    view.session_id = session;
    view.demo = control.facts().demo;
    view.version = control.facts().version;
    view.may_create_workspaces = user.operator_right;
    return view;
}

Result<SessionView> current_session(Control& control, Caller const& caller, Nothing const&)
{
    if (!caller.is_person())
        return unauthenticated();
    return control.read([&](ControlReader const& db) -> Result<SessionView> {
        auto const user = store::find_user(db, caller.user);
        if (!user)
            return unauthenticated();
        return session_view(control, db, *user, caller.session);
    });
}

Result<Nothing> sign_out(Control& control, Caller const& caller, Nothing const&)
{
    if (!caller.session)
        return Nothing{};
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        if (store::remove_session(tx, caller.user, caller.session))
            note(control, tx, caller, {.action = "session.signed_out"});
        return Nothing{};
    });
}

Result<base::Page<SessionRow>> list_sessions(Control& control, Caller const& caller, Nothing const&)
{
    if (!caller.is_person())
        return unauthenticated();
    auto const now = control.now();
    auto const rows = control.read(
        [&](ControlReader const& db) { return store::sessions_of(db, caller.user); });
    base::Page<SessionRow> page;
    for (auto const& row : rows)
        if (is_alive(row, now))
            page.data.push_back({row.id, row.id == caller.session, row.created_at, row.last_seen_at,
                                 row.address, row.user_agent});
    return page;
}

Result<Nothing> end_session(Control& control, Caller const& caller, SessionToEnd const& in)
{
    if (!caller.is_person())
        return unauthenticated();
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        if (!store::remove_session(tx, caller.user, in.id))
            return Error{Fault::not_found, "not_found"};
        note(control, tx, caller, {.action = "session.ended", .target = "session:" + in.id.text()});
        return Nothing{};
    });
}

Result<Nothing> end_other_sessions(Control& control, Caller const& caller, Nothing const&)
{
    if (!caller.is_person())
        return unauthenticated();
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const ended = store::remove_other_sessions(tx, caller.user, caller.session);
        store::remove_devices(tx, caller.user);
        note(control, tx, caller,
             {.action = "session.others_ended", .detail = std::to_string(ended)});
        return Nothing{};
    });
}

Result<Nothing> confirm_password(Control& control, Caller const& caller, ConfirmPassword const& in)
{
    if (!caller.is_person())
        return unauthenticated();
    TRY(check_own_password(control, caller, in.password, "password"));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        store::confirm_session(tx, caller.session, control.now());
        return Nothing{};
    });
}

}  // namespace control

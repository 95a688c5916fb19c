#include "control/guessing.hpp"
#include "control/input_rule.hpp"
#include "control/member.hpp"
#include "control/member_store.hpp"
#include "control/user_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr auto InvitationLife = 72h;

Error link_expired()
{
    return {Fault::invalid, "link_expired", "The link is wrong, was used, or is too old."};
}

struct Found {
    store::Invitation invitation;
    WorkspaceRecord workspace;
    std::optional<User> user;
};

std::optional<Found> find(Control& control, ControlReader const& db, std::string_view token)
{
    if (!crypto::is_token(token))
        return std::nullopt;
    auto invitation = store::find_invitation(db, control.vault().hash("invitation", token));
    if (!invitation || control.now() >= invitation->expires_at)
        return std::nullopt;
    auto workspace = store::find_workspace(db, invitation->workspace);
    if (!workspace || workspace->state != WorkspaceState::active)
        return std::nullopt;
    auto user = store::find_user(db, invitation->email);
    return Found{std::move(*invitation), std::move(*workspace), std::move(user)};
}

std::string role_of(store::Invitation const& invitation)
{
    return invitation.role_name.value_or(std::string(base::word_of(invitation.role)));
}

bool has_password(Found const& found) { return found.user && found.user->password; }

// Closes the invitation and makes the person a member, once.
Result<void> join(Control& control, ControlWriter const& tx, Caller const& caller,
                  Found const& found, base::UserId user)
{
    if (!store::close_invitation(tx, found.invitation.id, store::InvitationState::accepted))
        return link_expired();
    Membership const member{found.workspace.id, user, found.invitation.role, MemberState::active,
                            found.invitation.custom_role};
    // The owner of a workspace made by the operator is a member before the first sign-in.
    store::add_member(tx, member, control.now());
    auto who = caller;
    who.user = user;
    note(control, tx, who,
         {.action = "invitation.accepted",
          .target = "user:" + user.text(),
          .detail = role_of(found.invitation),
          .workspace = found.workspace.id});
    return {};
}

Result<WithCookies<SignInAnswer>> join_as_new(Control& control, Caller const& caller,
                                              AcceptInvitation const& in, Found const& found)
{
    auto const name = in.name.value_or(found.user ? found.user->name : std::string());
    if (name.empty())
        return wrong_field("name", "required");
    auto const password = in.password.value_or("");
    TRY(check_password(password, {name, found.invitation.email, found.workspace.name}));
    auto const hash = TRY(control.passwords().hash(password));
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<SignInAnswer>> {
        auto again = find(control, tx, in.token);
        // Also when the person took another invitation, and with it a password, in between.
        if (!again || has_password(*again))
            return link_expired();
        if (!again->user) {
            store::NewUser fresh;
            fresh.email = again->invitation.email;
            fresh.name = name;
            auto const language =
                base::from_word<Language>(again->workspace.language).value_or(Language::en);
            fresh.language = language;
            auto const id = store::add_user(tx, fresh, control.now());
            again->user = store::find_user(tx, *id);
        }
        auto user = *again->user;
        if (user.state != UserState::active)
            return link_expired();
        store::set_password(tx, user.id, hash);
        store::set_profile(tx, user.id, name, user.language, user.availability);
        user.name = name;
        TRY(join(control, tx, caller, *again, user.id));
        return answer_sign_in(control, tx, caller, user, false);
    });
}

Result<WithCookies<SignInAnswer>> join_as_known(Control& control, Caller const& caller,
                                                AcceptInvitation const& in, Found const& found)
{
    // Being signed in as the invited person is proof enough; else the password is.
    auto const signed_in = caller.is_person() && caller.user == found.user->id;
    if (!signed_in) {
        if (!in.password)
            return wrong_field("password", "required");
        TRY(check_credentials(control, caller, found.invitation.email, *in.password));
    }
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<SignInAnswer>> {
        auto const again = find(control, tx, in.token);
        if (!again || !again->user || !same_password(*again->user, *found.user) ||
            again->user->state != UserState::active)
            return link_expired();
        auto user = *again->user;
        TRY(join(control, tx, caller, *again, user.id));
        // A session with its second factor behind it does not need it again.
        if (signed_in)
            user.totp_seed.reset();
        return answer_sign_in(control, tx, caller, user, false);
    });
}

}  // namespace

Result<base::Page<InvitationView>> list_invitations(Control& control, Caller const& caller,
                                                    Nothing const&)
{
    return control.read([&](ControlReader const& db) -> Result<base::Page<InvitationView>> {
        base::Page<InvitationView> page;
        for (auto& row : store::open_invitations(db, caller.workspace)) {
            if (control.now() >= row.expires_at)
                continue;
            auto const by = store::find_user(db, row.created_by);
            page.data.push_back({row.id, std::move(row.email), row.role, row.created_at,
                                 row.expires_at, by ? by->name : "",
                                 role_ref(row.custom_role, row.role_name)});
        }
        return page;
    });
}

Result<NewInvitation> invite(Control& control, Caller const& caller, Invite const& in)
{
    TRY(require_recent_password(control, caller));
    auto const email = TRY(read_email(in.email));
    auto const secret = control.new_secret();
    store::Invitation invitation;
    invitation.workspace = caller.workspace;
    invitation.email = email;
    invitation.created_by = caller.user;
    invitation.created_at = control.now();
    invitation.expires_at = invitation.created_at + InvitationLife;
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        auto const given = TRY(read_given_role(tx, caller, in.role, in.custom_role));
        invitation.role = given.role;
        invitation.custom_role = given.custom_role;
        auto const user = store::find_user(tx, email);
        // A member who never chose a password may be sent a fresh link.
        if (user && user->password && store::find_member(tx, caller.workspace, user->id))
            return Error{Fault::conflict, "already_member", "They are a member already."};
        invitation.id = store::add_invitation(tx, invitation,
                                              control.vault().hash("invitation", secret));
        note(control, tx, caller,
             {.action = "invitation.made",
              .target = "invitation:" + invitation.id.text(),
              .detail = email + " as " +
                        role_of(*store::find_invitation(tx, caller.workspace, invitation.id))});
        return {};
    }));
    return NewInvitation{invitation.id, control.public_url() + "/invite/" + secret,
                         invitation.expires_at};
}

Result<Nothing> withdraw_invitation(Control& control, Caller const& caller,
                                    InvitationToWithdraw const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const found = store::find_invitation(tx, caller.workspace, in.id);
        if (!found)
            return Error{Fault::not_found, "not_found", "No such invitation."};
        TRY(may_change(
            tx, caller,
            {caller.workspace, {}, found->role, MemberState::active, found->custom_role}));
        store::close_invitation(tx, in.id, store::InvitationState::withdrawn);
        note(control, tx, caller,
             {.action = "invitation.withdrawn", .target = "invitation:" + in.id.text()});
        return Nothing{};
    });
}

Result<InvitationPreview> preview_invitation(Control& control, Caller const&,
                                             InvitationToken const& in)
{
    return control.read([&](ControlReader const& db) -> Result<InvitationPreview> {
        auto const found = find(control, db, in.token);
        if (!found)
            return link_expired();
        auto const inviter = store::find_user(db, found->invitation.created_by);
        return InvitationPreview{
            found->workspace.name,
            found->invitation.email,
            found->invitation.role,
            has_password(*found),
            inviter ? inviter->name : "",
            role_ref(found->invitation.custom_role, found->invitation.role_name)};
    });
}

Result<WithCookies<SignInAnswer>> accept_invitation(Control& control, Caller const& caller,
                                                    AcceptInvitation const& in)
{
    auto const found = control.read(
        [&](ControlReader const& db) { return find(control, db, in.token); });
    if (!found)
        return link_expired();
    if (has_password(*found))
        return join_as_known(control, caller, in, *found);
    return join_as_new(control, caller, in, *found);
}

}  // namespace control

#include "control/member.hpp"

#include "control/member_store.hpp"
#include "control/session_store.hpp"
#include "control/user_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

Error not_found() { return {Fault::not_found, "not_found", "No such member."}; }

MemberView view_of(store::MemberRow row)
{
    return {row.id,
            std::move(row.name),
            std::move(row.email),
            row.role,
            row.state,
            row.availability,
            row.last_seen_at,
            role_ref(row.custom_role, row.role_name)};
}

std::string name_of(store::MemberRow const& row)
{
    return row.role_name.value_or(std::string(base::word_of(row.role)));
}

// Said inside the transaction, after the change: it undoes what would leave nobody in charge.
Result<void> keep_an_owner(ControlWriter const& tx, Membership const& before)
{
    if (before.role == Role::owner && before.state == MemberState::active &&
        store::count_owners(tx, before.workspace) == 0)
        return Error{Fault::conflict, "last_owner", "A workspace keeps at least one owner."};
    return {};
}

}  // namespace

Result<base::Page<MemberView>> list_members(Control& control, Caller const& caller, Nothing const&)
{
    auto rows = control.read(
        [&](ControlReader const& db) { return store::members_of(db, caller.workspace); });
    base::Page<MemberView> page;
    for (auto& row : rows)
        page.data.push_back(view_of(std::move(row)));
    return page;
}

Result<MemberView> change_member(Control& control, Caller const& caller, ChangeMember const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<MemberView> {
        auto const before = store::find_member(tx, caller.workspace, in.id);
        if (!before)
            return not_found();
        TRY(may_change(tx, caller, *before));
        auto after = *before;
        if (in.role || in.custom_role) {
            auto const given = TRY(read_given_role(tx, caller, in.role, in.custom_role));
            after.role = given.role;
            after.custom_role = given.custom_role;
        }
        after.state = in.state.value_or(after.state);
        auto const was = *store::find_member_row(tx, caller.workspace, in.id);
        store::set_member(tx, after);
        TRY(keep_an_owner(tx, *before));
        auto const target = "user:" + in.id.text();
        auto const is = *store::find_member_row(tx, caller.workspace, in.id);
        if (after.role != before->role || after.custom_role != before->custom_role) {
            // A session from before the change carries nothing over.
            store::remove_other_sessions(tx, in.id,
                                         in.id == caller.user ? caller.session : base::SessionId{});
            note(control, tx, caller,
                 {.action = "member.role_changed",
                  .target = target,
                  .detail = name_of(was) + " to " + name_of(is)});
        }
        if (after.state != before->state)
            note(control, tx, caller,
                 {.action = after.state == MemberState::suspended ? "member.suspended"
                                                                  : "member.restored",
                  .target = target});
        return view_of(is);
    });
}

Result<Nothing> remove_member(Control& control, Caller const& caller, MemberToRemove const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const before = store::find_member(tx, caller.workspace, in.id);
        if (!before)
            return not_found();
        TRY(may_change(tx, caller, *before));
        store::remove_member(tx, caller.workspace, in.id);
        TRY(keep_an_owner(tx, *before));
        note(control, tx, caller,
             {.action = "member.removed",
              .target = "user:" + in.id.text(),
              .detail = std::string(base::word_of(before->role))});
        return Nothing{};
    });
}

}  // namespace control

#include "control/custom_role.hpp"

#include <algorithm>

#include "control/audit_store.hpp"
#include "control/input_rule.hpp"
#include "control/member_store.hpp"
#include "control/role_store.hpp"
#include "control/workspace_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr std::size_t RolesMost = 50;  // of one workspace

Error not_found() { return {Fault::not_found, "not_found", "No such role."}; }

Error rights_needed()
{
    return {Fault::forbidden, "rights_needed", "It allows what you may not do yourself."};
}

Error owner_needed()
{
    return {Fault::forbidden, "owner_needed", "Only an owner may do this to owners."};
}

Error name_taken()
{
    return {Fault::conflict, "role_exists", "Another role has this name.", {{"name", "taken"}}};
}

Result<Permissions> read_permissions(std::vector<Permission> const& list)
{
    Permissions may = {Permission::read};
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == Permission::delete_workspace)
            return wrong_field("permissions[" + std::to_string(i) + "]", "not_allowed");
        may.add(list[i]);
    }
    return may;
}

std::vector<RoleView> views_of(ControlReader const& db, base::WorkspaceId workspace)
{
    auto const members = store::members_of(db, workspace);
    auto const invitations = store::open_invitations(db, workspace);
    std::vector<RoleView> views;
    for (auto& role : store::roles_of(db, workspace)) {
        RoleView view{role.id,
                      std::move(role.name),
                      role.rights.may.list(),
                      role.rights.sight,
                      role.rights.phones,
                      {},
                      0};
        for (auto const& member : members)
            if (member.custom_role == role.id)
                view.members.push_back({member.id, member.name});
        view.invitations = std::ranges::count(invitations, role.id,
                                              &store::Invitation::custom_role);
        views.push_back(std::move(view));
    }
    return views;
}

RoleView view_of(ControlReader const& db, base::WorkspaceId workspace, base::RoleId id)
{
    auto views = views_of(db, workspace);
    return std::move(*std::ranges::find(views, id, &RoleView::id));
}

std::string told(store::CustomRole const& role)
{
    return role.name + ": " + to_column(role.rights.may) + ", sees " +
           std::string(base::word_of(role.rights.sight)) +
           (role.rights.phones ? "" : ", numbers masked");
}

}  // namespace

std::optional<RoleRef> role_ref(base::RoleId id, std::optional<std::string> const& name)
{
    if (!id)
        return std::nullopt;
    return RoleRef{id, name.value_or("")};
}

Result<base::Page<RoleView>> list_roles(Control& control, Caller const& caller, ListRoles const&)
{
    return control.read([&](ControlReader const& db) -> Result<base::Page<RoleView>> {
        return base::Page<RoleView>{views_of(db, caller.workspace), std::nullopt};
    });
}

Result<RoleView> add_role(Control& control, Caller const& caller, AddRole const& in)
{
    TRY(require_recent_password(control, caller));
    store::CustomRole role;
    role.name = in.name;
    role.rights = {TRY(read_permissions(in.permissions)), in.sight, in.phones};
    if (!caller.rights.covers(role.rights))
        return rights_needed();
    return control.write([&](ControlWriter const& tx) -> Result<RoleView> {
        if (store::roles_of(tx, caller.workspace).size() >= RolesMost)
            return Error{Fault::conflict, "too_many", "Delete one first."};
        auto const id = store::add_role(tx, caller.workspace, role, control.now());
        if (!id)
            return name_taken();
        note(control, tx, caller,
             {.action = "role.made", .target = "role:" + id->text(), .detail = told(role)});
        return view_of(tx, caller.workspace, *id);
    });
}

Result<RoleView> edit_role(Control& control, Caller const& caller, EditRole const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<RoleView> {
        auto const before = store::find_role(tx, caller.workspace, in.role);
        if (!before)
            return not_found();
        auto after = *before;
        after.name = in.name.value_or(after.name);
        if (in.permissions)
            after.rights.may = TRY(read_permissions(*in.permissions));
        after.rights.sight = in.sight.value_or(after.rights.sight);
        after.rights.phones = in.phones.value_or(after.rights.phones);
        if (!caller.rights.covers(before->rights) || !caller.rights.covers(after.rights))
            return rights_needed();
        if (!store::save_role(tx, after))
            return name_taken();
        note(control, tx, caller,
             {.action = "role.changed",
              .target = "role:" + in.role.text(),
              .detail = told(*before) + " -> " + told(after)});
        return view_of(tx, caller.workspace, in.role);
    });
}

Result<Nothing> remove_role(Control& control, Caller const& caller, RemoveRole const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const role = store::find_role(tx, caller.workspace, in.role);
        if (!role)
            return not_found();
        if (!caller.rights.covers(role->rights))
            return rights_needed();
        if (!view_of(tx, caller.workspace, in.role).members.empty())
            return Error{Fault::conflict, "role_used", "Give its people another role first."};
        store::remove_role(tx, in.role);
        note(control, tx, caller,
             {.action = "role.deleted", .target = "role:" + in.role.text(), .detail = told(*role)});
        return Nothing{};
    });
}

Rights rights_in(ControlReader const& db, base::WorkspaceId workspace, GivenRole const& given)
{
    if (given.role == Role::custom) {
        auto const role = store::find_role(db, workspace, given.custom_role);
        return role ? role->rights : Rights{};
    }
    auto const record = store::find_workspace(db, workspace);
    return rights_of(given.role, record ? record->agents() : AgentSees{});
}

Result<GivenRole> read_given_role(ControlReader const& db, Caller const& caller,
                                  std::optional<Role> role, std::optional<base::RoleId> custom_role)
{
    GivenRole const given{role.value_or(Role::custom), custom_role.value_or(base::RoleId{})};
    if (given.role == Role::custom && !given.custom_role)
        return wrong_field("role_id", "required");
    if (given.role != Role::custom && given.custom_role)
        return wrong_field("role_id", "not_allowed");
    if (given.custom_role && !store::find_role(db, caller.workspace, given.custom_role))
        return wrong_field("role_id", "not_found");
    if (given.role == Role::owner && caller.role != Role::owner)
        return owner_needed();
    if (!caller.rights.covers(rights_in(db, caller.workspace, given)))
        return rights_needed();
    return given;
}

Result<void> may_change(ControlReader const& db, Caller const& caller, Membership const& member)
{
    if (member.role == Role::owner && caller.role != Role::owner)
        return owner_needed();
    auto const has = rights_in(db, caller.workspace, {member.role, member.custom_role});
    if (!caller.rights.covers(has))
        return rights_needed();
    return {};
}

}  // namespace control

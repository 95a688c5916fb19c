#include "control/custom_role.hpp"

#include "control/token.hpp"
#include "house.hpp"

using namespace control;
using workspace::Sight;

namespace {

using Words = std::vector<Permission>;

RoleView make(House& house, std::string const& owner, AddRole const& in)
{
    auto const made = add_role(*house, house.person(owner), in);
    REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().code));
    return *made;
}

// A new member with a role of the workspace's own; gives their cookie.
std::string add_with(House& house, std::string const& owner, std::string const& email,
                     base::RoleId role)
{
    auto const made = invite(*house, house.person(owner), {email, Role::custom, role});
    REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().code));
    auto const joined = accept_invitation(*house, house.stranger(),
                                          {end_of(made->link), "Dewi", std::string(GoodPassword)});
    REQUIRE_MESSAGE(joined.ok(), (joined ? "" : joined.error().code));
    return joined->session_cookie;
}

}  // namespace

TEST_CASE("roles: the built-in ones allow exactly what they always did")
{
    AgentSees const open{Sight::all, true};
    using enum Permission;
    CHECK(rights_of(Role::analyst, open).may.list() == Words{read});
    CHECK(rights_of(Role::agent, open).may.list() == Words{read, reply, edit_contacts});
    CHECK(rights_of(Role::supervisor, open).may.list() ==
          Words{read, reply, edit_contacts, manage_labels, block_people, read_raw, read_costs,
                manage_notices});
    CHECK_FALSE(rights_of(Role::admin, open).has(delete_workspace));
    CHECK(rights_of(Role::owner, open).has(delete_workspace));
    CHECK(rights_of(Role::custom, open) == Rights{});
    CHECK_FALSE(Rights{}.has(read));
    CHECK(Rights{}.sight == Sight::own);
    CHECK_FALSE(Rights{}.phones);
}

TEST_CASE("roles: what agents see is a setting, and the others see everything")
{
    AgentSees const little{Sight::own, false};
    CHECK(rights_of(Role::agent, little).sight == Sight::own);
    CHECK_FALSE(rights_of(Role::agent, little).phones);
    CHECK(rights_of(Role::analyst, little).sight == Sight::all);
    CHECK(rights_of(Role::supervisor, little).phones);
}

TEST_CASE("roles: a member with one of the workspace's own may do what it says, and read")
{
    House house;
    auto const owner = house.set_up();
    auto const role = make(house, owner,
                           {"Gudang", {Permission::manage_labels}, Sight::team, false});
    auto const dewi = house.person(add_with(house, owner, "dewi@example.com", role.id));
    CHECK(dewi.role == Role::custom);
    CHECK(dewi.rights.may.list() == Words{Permission::read, Permission::manage_labels});
    CHECK(dewi.rights.sight == Sight::team);
    CHECK_FALSE(dewi.rights.phones);

    auto const listed = list_roles(*house, dewi, {});
    REQUIRE(listed);
    CHECK(listed->data.at(0).members.at(0).name == "Dewi");
    auto const view = current_session(*house, dewi, {})->workspaces.at(0);
    CHECK(view.role_name == "Gudang");
    CHECK(view.permissions == Words{Permission::read, Permission::manage_labels});
}

TEST_CASE("roles: nobody makes, changes or gives what they may not do themselves")
{
    House house;
    auto const owner = house.set_up();
    auto const crew = make(
        house, owner,
        {"Kepala", {Permission::manage_members, Permission::manage_roles}, Sight::team, false});
    auto const strong = make(house, owner, {"Kuat", {Permission::read_audit}, Sight::own, false});
    auto const dewi = add_with(house, owner, "dewi@example.com", crew.id);
    auto const budi = house.add_member(owner, "budi@example.com", Role::agent);
    auto const caller = house.person(dewi);

    CHECK(add_role(*house, caller, {"A", {Permission::reply}, Sight::own, false}).error().code ==
          "rights_needed");
    CHECK(add_role(*house, caller, {"A", {}, Sight::all, false}).error().code == "rights_needed");
    CHECK(add_role(*house, caller, {"A", {}, Sight::own, true}).error().code == "rights_needed");
    CHECK(add_role(*house, caller, {"A", {Permission::manage_roles}, Sight::team, false}));
    CHECK(edit_role(*house, caller, {strong.id, "B", {}, {}, {}}).error().code == "rights_needed");
    CHECK(edit_role(*house, caller, {crew.id, {}, Words{Permission::read_audit}, {}, {}})
              .error()
              .code == "rights_needed");
    CHECK(remove_role(*house, caller, {strong.id}).error().code == "rights_needed");
    CHECK(invite(*house, caller, {"x@example.com", Role::admin}).error().code == "rights_needed");
    CHECK(invite(*house, caller, {"x@example.com", Role::custom, strong.id}).error().code ==
          "rights_needed");
    CHECK(invite(*house, caller, {"x@example.com", Role::owner}).error().code == "owner_needed");
    // An agent answers customers, which Dewi may not: she does not suspend or remove one either.
    auto const agent = house.person(budi).user;
    CHECK(change_member(*house, caller, {agent, {}, MemberState::suspended}).error().code ==
          "rights_needed");
    CHECK(remove_member(*house, caller, {agent}).error().code == "rights_needed");
    CHECK(change_member(*house, caller, {house.person(owner).user, Role::custom, {}, crew.id})
              .error()
              .code == "owner_needed");
}

TEST_CASE("roles: deleting a workspace is in none of them")
{
    House house;
    auto const owner = house.set_up();
    auto const made = add_role(*house, house.person(owner),
                               {"Semua", {Permission::delete_workspace}, Sight::all, true});
    REQUIRE_FALSE(made);
    CHECK(made.error().fields.at(0).field == "permissions[0]");
}

TEST_CASE("roles: a role somebody has is not deleted, and a name is taken once")
{
    House house;
    auto const owner = house.set_up();
    auto const role = make(house, owner, {"Gudang", {}, Sight::own, false});
    CHECK(add_role(*house, house.person(owner), {"gudang", {}, Sight::own, false}).error().code ==
          "role_exists");
    auto const dewi = add_with(house, owner, "dewi@example.com", role.id);
    CHECK(remove_role(*house, house.person(owner), {role.id}).error().code == "role_used");
    REQUIRE(change_member(*house, house.person(owner), {house.person(dewi).user, Role::agent, {}}));
    REQUIRE(invite(*house, house.person(owner), {"z@example.com", Role::custom, role.id}));
    CHECK(list_roles(*house, house.person(owner), {})->data.at(0).invitations == 1);
    CHECK(remove_role(*house, house.person(owner), {role.id}));
    CHECK(list_invitations(*house, house.person(owner), {})->data.empty());
}

TEST_CASE("roles: a neighbour's role is not found")
{
    House house;
    auto const owner = house.set_up();
    auto const role = make(house, owner, {"Gudang", {}, Sight::own, false});
    auto elsewhere = house.person(owner);
    elsewhere.workspace = {999};
    CHECK(edit_role(*house, elsewhere, {role.id, "X", {}, {}, {}}).error().code == "not_found");
    CHECK(remove_role(*house, elsewhere, {role.id}).error().code == "not_found");
    CHECK(invite(*house, elsewhere, {"x@example.com", Role::custom, role.id})
              .error()
              .fields.at(0)
              .code == "not_found");
}

TEST_CASE("roles: changing one, or what agents see, moves the rights of open streams")
{
    House house;
    auto const owner = house.set_up();
    auto const role = make(house, owner, {"Gudang", {Permission::reply}, Sight::all, true});
    auto const dewi = house.person(add_with(house, owner, "dewi@example.com", role.id));
    auto const agent = house.person(house.add_member(owner, "budi@example.com", Role::agent));
    auto before = rights_version(*house);
    CHECK(is_still_allowed(*house, dewi));
    REQUIRE(edit_role(*house, house.person(owner), {role.id, {}, {}, Sight::own, {}}));
    CHECK(rights_version(*house) > before);
    CHECK_FALSE(is_still_allowed(*house, dewi));

    CHECK(is_still_allowed(*house, agent));
    before = rights_version(*house);
    ChangeWorkspace change;
    change.agent_phones = false;
    REQUIRE(change_workspace(*house, house.person(owner), change));
    CHECK(rights_version(*house) > before);
    CHECK_FALSE(is_still_allowed(*house, agent));
}

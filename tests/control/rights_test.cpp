#include "control/session.hpp"

#include "control/audit_store.hpp"
#include "control/me.hpp"
#include "control/token.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;

namespace {

std::vector<store::AuditRow> refused_in(House& house, base::WorkspaceId workspace)
{
    house.control->writer().drain();
    auto rows = house.control->read([&](ControlReader const& db) {
        return store::audit_of(db, workspace, {}, INT64_MAX, 100);
    });
    std::erase_if(rows, [](auto const& row) { return row.action != "access.refused"; });
    return rows;
}

base::WorkspaceId add_neighbour(House& house)
{
    NewWorkspace in;
    in.name = "Toko Dua";
    in.slug = "toko-dua";
    auto const made = create_owned_workspace(*house, operator_caller(), in, "cici@example.com", "");
    REQUIRE(made);
    return made->workspace.id;
}

}  // namespace

TEST_CASE("rights: who asks within a quarter of a second gets the number from before")
{
    House house;
    auto const owner = house.set_up();
    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    auto const before = house.control->recent_rights();
    REQUIRE(change_member(*house, house.person(owner),
                          {house.person(agent).user, std::nullopt, MemberState::suspended}));
    CHECK(house.control->recent_rights() == before);
    house.clock.advance(250ms);
    CHECK(house.control->recent_rights() > before);
}

TEST_CASE("rights: another process's change is seen as well")
{
    House house;
    auto const owner = house.set_up();
    house.add_member(owner, "budi@example.com", Role::agent);
    auto const before = house.control->recent_rights();
    auto const beside = house.try_open();
    REQUIRE(beside);
    REQUIRE(set_user_state(**beside, operator_caller(), "budi@example.com", UserState::disabled));
    house.clock.advance(250ms);
    CHECK(house.control->recent_rights() > before);
}

TEST_CASE("rights: asking for a neighbour's workspace is noted there, once an hour")
{
    House house;
    auto const owner = house.set_up();
    auto const neighbour = add_neighbour(house);
    auto caller = house.stranger(owner, "198.51.100.7");
    for (int i = 0; i < 50; ++i)
        CHECK(choose_workspace(*house, caller, "toko-dua").error().code == "not_found");
    auto const noted = refused_in(house, neighbour);
    REQUIRE(noted.size() == 1);
    CHECK(noted[0].actor == "Ana Lim");
    CHECK(noted[0].user == caller.user);
    CHECK(noted[0].target == "workspace:" + neighbour.text());
    CHECK(noted[0].address == "198.51.100.7");

    house.clock.advance(59min);
    CHECK_FALSE(choose_workspace(*house, caller, "toko-dua"));
    CHECK(refused_in(house, neighbour).size() == 1);
    house.clock.advance(1min);
    CHECK_FALSE(choose_workspace(*house, caller, "toko-dua"));
    CHECK(refused_in(house, neighbour).size() == 2);

    CHECK_FALSE(choose_workspace(*house, caller, "no-such-shop"));
    CHECK(refused_in(house, caller.workspace).empty());
    CHECK(refused_in(house, neighbour).size() == 2);
}

TEST_CASE("rights: a token that names a neighbour is noted apart from people")
{
    House house;
    auto const owner = house.set_up();
    auto const neighbour = add_neighbour(house);
    auto const made = create_token(*house, house.person(owner), {"Shop", {"all"}, {}, {}});
    REQUIRE(made);
    Credentials credentials;
    credentials.bearer = made->token;
    auto token = authenticate(*house, credentials);
    auto person = house.stranger(owner);
    CHECK(choose_workspace(*house, token, "toko-dua").error().code == "not_found");
    CHECK(choose_workspace(*house, token, "toko-dua").error().code == "not_found");
    CHECK(choose_workspace(*house, person, "toko-dua").error().code == "not_found");
    auto const noted = refused_in(house, neighbour);
    REQUIRE(noted.size() == 2);
    CHECK(noted[1].actor == "Shop");
    CHECK(noted[0].actor == "Ana Lim");
}

TEST_CASE("rights: a suspended member who asks again is noted")
{
    House house;
    auto const owner = house.set_up();
    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    auto const caller = house.person(agent);
    REQUIRE(change_member(*house, house.person(owner),
                          {caller.user, std::nullopt, MemberState::suspended}));
    auto again = house.stranger(agent);
    CHECK_FALSE(choose_workspace(*house, again, "kopi"));
    CHECK(refused_in(house, caller.workspace).size() == 1);
}

#include "control/member.hpp"

#include <thread>

#include "control/me.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;

namespace {

base::UserId id_of(House& house, std::string const& cookie) { return house.stranger(cookie).user; }

}  // namespace

TEST_CASE("invitations: a link makes one member, once")
{
    House house;
    auto const owner = house.set_up();
    auto const made = invite(*house, house.person(owner), {"Budi@Example.com", Role::supervisor});
    REQUIRE(made);
    CHECK(made->link.starts_with("https://inbox.example.com/invite/"));
    auto const token = end_of(made->link);
    auto const preview = preview_invitation(*house, house.stranger(), {token});
    REQUIRE(preview);
    CHECK(preview->workspace == "Kopi Pagi");
    CHECK(preview->email == "budi@example.com");
    CHECK(preview->inviter == "Ana Lim");
    CHECK_FALSE(preview->existing_user);
    auto const joined = accept_invitation(*house, house.stranger(),
                                          {token, "Budi", std::string(GoodPassword)});
    REQUIRE(joined);
    CHECK(std::holds_alternative<SessionView>(joined->view));
    CHECK(std::get<SessionView>(joined->view).workspaces.at(0).role == Role::supervisor);
    CHECK(accept_invitation(*house, house.stranger(), {token, "Eve", std::string(GoodPassword)})
              .error()
              .code == "link_expired");
    CHECK(preview_invitation(*house, house.stranger(), {token}).error().code == "link_expired");
}

TEST_CASE("invitations: fifty at once give one member")
{
    House house;
    auto const owner = house.set_up();
    auto const token = end_of(
        invite(*house, house.person(owner), {"budi@example.com", Role::agent})->link);
    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&] {
            if (accept_invitation(*house, house.stranger(),
                                  {token, "Budi", std::string(GoodPassword)}))
                ++in;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(in == 1);
    CHECK(list_members(*house, house.person(owner), {})->data.size() == 2);
}

TEST_CASE("invitations: run out after 72 hours, can be withdrawn, and are replaced by a newer one")
{
    House house;
    auto const owner = house.set_up();
    auto const join = [&](std::string const& link) {
        return accept_invitation(*house, house.stranger(),
                                 {end_of(link), "Budi", std::string(GoodPassword)});
    };
    auto const first = invite(*house, house.person(owner), {"budi@example.com", Role::agent});
    auto const second = invite(*house, house.person(owner), {"budi@example.com", Role::agent});
    CHECK(list_invitations(*house, house.person(owner), {})->data.size() == 1);
    CHECK(join(first->link).error().code == "link_expired");
    REQUIRE(withdraw_invitation(*house, house.person(owner), {second->id}));
    CHECK(join(second->link).error().code == "link_expired");
    auto const third = invite(*house, house.person(owner), {"budi@example.com", Role::agent});
    house.clock.advance(72h);
    CHECK(join(third->link).error().code == "link_expired");
}

TEST_CASE("invitations: wrong tokens are one answer")
{
    House house;
    house.set_up();
    for (auto const* token : {"", "0", "null", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        CHECK(preview_invitation(*house, house.stranger(), {token}).error().code == "link_expired");
}

TEST_CASE("invitations: somebody known enters their own password, not a new one")
{
    House house;
    auto const owner = house.set_up();
    house.add_member(owner, "budi@example.com", Role::agent);
    auto const second = create_owned_workspace(*house, operator_caller(),
                                               {"Toko Dua", "toko-dua", "", "UTC", "id"},
                                               "cita@example.com", "Cita");
    REQUIRE(second);
    auto const cita = accept_invitation(
        *house, house.stranger(),
        {end_of(*second->invite_link), std::nullopt, std::string(GoodPassword)});
    REQUIRE(cita);
    auto const link =
        invite(*house, house.person(cita->session_cookie), {"budi@example.com", Role::admin})->link;
    CHECK(preview_invitation(*house, house.stranger(), {end_of(link)})->existing_user);
    CHECK(accept_invitation(*house, house.stranger(),
                            {end_of(link), "Budi", "a brand new password 5"})
              .error()
              .code == "wrong_credentials");
    auto const joined = accept_invitation(*house, house.stranger(),
                                          {end_of(link), std::nullopt, std::string(GoodPassword)});
    REQUIRE(joined);
    CHECK(std::get<SessionView>(joined->view).workspaces.size() == 2);
}

TEST_CASE("members: the last owner stays")
{
    House house;
    auto const owner = house.set_up();
    auto const self = id_of(house, owner);
    CHECK(change_member(*house, house.person(owner), {self, Role::admin, {}}).error().code ==
          "last_owner");
    CHECK(change_member(*house, house.person(owner), {self, {}, MemberState::suspended})
              .error()
              .code == "last_owner");
    CHECK(remove_member(*house, house.person(owner), {self}).error().code == "last_owner");
    CHECK(set_user_state(*house, operator_caller(), "ana@example.com", UserState::disabled)
              .error()
              .code == "last_owner");
    CHECK(list_members(*house, house.person(owner), {})->data.at(0).role == Role::owner);

    auto const second = house.add_member(owner, "budi@example.com", Role::owner);
    CHECK(change_member(*house, house.person(second), {self, Role::agent, {}}));
    CHECK(remove_member(*house, house.person(second), {id_of(house, second)}).error().code ==
          "last_owner");
}

TEST_CASE("members: an admin does not touch owners nor make them")
{
    House house;
    auto const owner = house.set_up();
    auto const admin = house.add_member(owner, "budi@example.com", Role::admin);
    auto const agent = house.add_member(owner, "cita@example.com", Role::agent);
    auto const owner_id = id_of(house, owner);
    CHECK(change_member(*house, house.person(admin), {owner_id, Role::agent, {}}).error().code ==
          "owner_needed");
    CHECK(remove_member(*house, house.person(admin), {owner_id}).error().code == "owner_needed");
    CHECK(change_member(*house, house.person(admin), {id_of(house, agent), Role::owner, {}})
              .error()
              .code == "owner_needed");
    CHECK(invite(*house, house.person(admin), {"x@example.com", Role::owner}).error().code ==
          "owner_needed");
    CHECK(change_member(*house, house.person(admin), {id_of(house, agent), Role::supervisor, {}}));
}

TEST_CASE("members: a change of role ends the sessions of before")
{
    House house;
    auto const owner = house.set_up();
    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    REQUIRE(change_member(*house, house.person(owner), {id_of(house, agent), Role::admin, {}}));
    CHECK_FALSE(house.stranger(agent).is_person());
}

TEST_CASE("members: suspended and removed people do not get in")
{
    House house;
    auto const owner = house.set_up();
    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    auto const id = id_of(house, agent);
    REQUIRE(change_member(*house, house.person(owner), {id, {}, MemberState::suspended}));
    auto caller = house.stranger(agent);
    CHECK(choose_workspace(*house, caller, "kopi").error().code == "not_found");
    REQUIRE(change_member(*house, house.person(owner), {id, {}, MemberState::active}));
    CHECK(choose_workspace(*house, caller, "kopi"));
    REQUIRE(remove_member(*house, house.person(owner), {id}));
    CHECK(choose_workspace(*house, caller, "kopi").error().code == "not_found");
    CHECK(std::get<SessionView>(house.sign_in("budi@example.com", GoodPassword)->view)
              .workspaces.empty());
}

TEST_CASE("members: people of another workspace are not found")
{
    House house;
    auto const owner = house.set_up();
    auto const other = create_owned_workspace(*house, operator_caller(),
                                              {"Toko Dua", "toko-dua", "", "UTC", "id"},
                                              "cita@example.com", "Cita");
    REQUIRE(other);
    auto const cita = other->owner.id;
    auto caller = house.person(owner);
    CHECK(choose_workspace(*house, caller, "toko-dua").error().code == "not_found");
    CHECK(change_member(*house, house.person(owner), {cita, Role::agent, {}}).error().code ==
          "not_found");
    CHECK(remove_member(*house, house.person(owner), {cita}).error().code == "not_found");
    auto const theirs = accept_invitation(
        *house, house.stranger(),
        {end_of(*other->invite_link), std::nullopt, std::string(GoodPassword)});
    REQUIRE(theirs);
    auto const mine = invite(*house, house.person(owner), {"x@example.com", Role::agent});
    CHECK(withdraw_invitation(*house, house.person(theirs->session_cookie), {mine->id})
              .error()
              .code == "not_found");
}

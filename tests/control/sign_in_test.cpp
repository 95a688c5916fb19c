#include "control/sign_in.hpp"

#include <thread>

#include "control/audit_store.hpp"
#include "control/me.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> actions(House& house)
{
    auto const rows = house.control->read([](ControlReader const& db) {
        return db.all<std::string>(R"sql(SELECT action FROM audit ORDER BY id)sql");
    });
    return rows;
}

// Turns the second factor on; gives its seed and the recovery codes.
struct Factor {
    std::string seed;
    std::string cookie;
    std::vector<std::string> recovery_codes;
};
Factor turn_on(House& house, std::string const& cookie)
{
    auto const secret = start_totp(*house, house.person(cookie), {});
    REQUIRE(secret);
    auto const seed = *crypto::from_base32(secret->secret);
    auto const code = crypto::totp_code(seed, crypto::totp_step(house.clock.now()));
    auto const on = confirm_totp(*house, house.person(cookie), {code});
    REQUIRE(on);
    return {seed, on->session_cookie, on->view.recovery_codes};
}

std::string code_now(House& house, Factor const& factor)
{
    return crypto::totp_code(factor.seed, crypto::totp_step(house.clock.now()));
}

}  // namespace

TEST_CASE("sign-in: the right password opens a session, a wrong one does not")
{
    House house;
    house.set_up();
    auto const in = house.sign_in("Ana@Example.com", GoodPassword);
    REQUIRE(in);
    CHECK(std::holds_alternative<SessionView>(in->view));
    CHECK(std::get<SessionView>(in->view).user.name == "Ana Lim");
    CHECK(std::get<SessionView>(in->view).workspaces.at(0).slug == "kopi");
    CHECK(house.stranger(in->session_cookie).kind == CallerKind::session);
    CHECK(house.sign_in("ana@example.com", "wrong password 1").error().code == "wrong_credentials");
}

TEST_CASE("sign-in: an unknown address is answered like a wrong password")
{
    House house;
    house.set_up();
    auto const wrong = house.sign_in("ana@example.com", "wrong password 1").error();
    for (auto const* email : {"nobody@example.com", "not an address", "ana@example.com\x01"}) {
        auto const unknown = house.sign_in(email, "wrong password 1").error();
        CHECK(unknown.code == wrong.code);
        CHECK(unknown.fault == wrong.fault);
        CHECK(unknown.fields.empty());
    }
}

TEST_CASE("sign-in: guessing one account is slowed down, over restarts and from any address")
{
    House house;
    house.set_up();
    int n = 0;
    auto const guess = [&] {
        return house.sign_in("ana@example.com", "wrong password 1",
                             "198.51.100." + std::to_string(++n));
    };
    for (int i = 0; i < 6; ++i)
        CHECK(guess().error().code == "wrong_credentials");
    CHECK(guess().error().code == "too_many");
    CHECK(guess().error().retry_after_s == 30);
    house.open();
    CHECK(guess().error().code == "too_many");
    // Also the right password waits: otherwise the answer would tell.
    CHECK(house.sign_in("ana@example.com", GoodPassword).error().code == "too_many");
    house.clock.advance(31s);
    CHECK(house.sign_in("ana@example.com", GoodPassword));
}

TEST_CASE("sign-in: guessing from one address is slowed down over all accounts")
{
    House house;
    house.set_up();
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        auto const in = house.sign_in("user" + std::to_string(i) + "@example.com", "wrong pass 1");
        refused += in.error().code == "too_many";
    }
    CHECK(refused == 9);
    CHECK(house.sign_in("ana@example.com", GoodPassword, "192.0.2.1"));
}

TEST_CASE("sign-in: many guesses at once do not slip past the limit")
{
    House house;
    house.set_up();
    std::atomic<int> tried = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i)
                if (house.sign_in("ana@example.com", "wrong password 1").error().code ==
                    "wrong_credentials")
                    ++tried;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(tried == 6);
}

TEST_CASE("sign-in: a remembered device gets in while others guess")
{
    House house;
    house.set_up();
    auto caller = house.stranger();
    auto const first = sign_in(*house, caller, {"ana@example.com", GoodPassword, true});
    REQUIRE(first);
    REQUIRE_FALSE(first->device_cookie.empty());
    for (int i = 0; i < 8; ++i)
        CHECK_FALSE(house.sign_in("ana@example.com", "wrong password 1", "198.51.100.7"));
    CHECK_FALSE(house.sign_in("ana@example.com", GoodPassword));
    CHECK(house.sign_in("ana@example.com", GoodPassword, "203.0.113.9", first->device_cookie));
}

TEST_CASE("sign-in: a session from before is not the one after")
{
    House house;
    house.set_up();
    auto const before = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    auto const caller = house.stranger(before);
    auto const after = sign_in(*house, caller, {"ana@example.com", GoodPassword, false});
    REQUIRE(after);
    CHECK(after->session_cookie != before);
    CHECK(house.stranger(before).kind == CallerKind::nobody);
}

TEST_CASE("second factor: the password alone opens nothing")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    auto const half = house.sign_in("ana@example.com", GoodPassword);
    REQUIRE(half);
    CHECK(std::holds_alternative<HalfSessionView>(half->view));
    auto caller = house.stranger(half->session_cookie);
    CHECK(caller.kind == CallerKind::half_session);
    CHECK(current_session(*house, caller, {}).error().code == "unauthenticated");
    CHECK(list_sessions(*house, caller, {}).error().code == "unauthenticated");
    CHECK(choose_workspace(*house, caller, "kopi").error().code == "unauthenticated");
    house.clock.advance(30s);
    auto const whole = prove_second_factor(*house, caller, {code_now(house, factor), {}});
    REQUIRE(whole);
    CHECK(whole->session_cookie != half->session_cookie);
    CHECK(house.stranger(half->session_cookie).kind == CallerKind::nobody);
    CHECK(house.stranger(whole->session_cookie).kind == CallerKind::session);
}

TEST_CASE("second factor: a code counts once, and neighbours of now count too")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    house.clock.advance(5min);
    auto const code = code_now(house, factor);
    auto const try_code = [&](std::string const& text) {
        auto const half = house.sign_in("ana@example.com", GoodPassword);
        REQUIRE(half);
        return prove_second_factor(*house, house.stranger(half->session_cookie), {text, {}});
    };
    CHECK(try_code(code));
    CHECK(try_code(code).error().code == "wrong_code");
    house.clock.advance(60s);
    auto const previous = crypto::totp_code(factor.seed, crypto::totp_step(house.clock.now()) - 1);
    CHECK(try_code(previous));
    house.clock.advance(5min);
    auto const old = crypto::totp_code(factor.seed, crypto::totp_step(house.clock.now()) - 2);
    CHECK(try_code(old).error().code == "wrong_code");
}

TEST_CASE("second factor: twenty at once with one code give one session")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    house.clock.advance(60s);
    std::vector<Caller> halves;
    for (int i = 0; i < 4; ++i)
        halves.push_back(
            house.stranger(house.sign_in("ana@example.com", GoodPassword)->session_cookie));
    auto const code = code_now(house, factor);
    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&, i] {
            if (prove_second_factor(*house, halves[std::size_t(i) % 4], {code, {}}))
                ++in;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(in == 1);
}

TEST_CASE("second factor: five tries in a quarter of an hour, also over restarts")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    house.clock.advance(60s);
    auto const half = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    int wrong = 0;
    for (int i = 0; i < 30; ++i) {
        if (i % 10 == 9)
            house.open();
        auto const out = prove_second_factor(*house, house.stranger(half), {"000000", {}});
        wrong += out.error().code == "wrong_code";
    }
    CHECK(wrong == 6);
    auto const blocked = prove_second_factor(*house, house.stranger(half),
                                             {code_now(house, factor), {}});
    CHECK(blocked.error().code == "too_many");
    house.clock.advance(15min);
    auto const again = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    CHECK(prove_second_factor(*house, house.stranger(again), {code_now(house, factor), {}}));
}

TEST_CASE("second factor: a recovery code counts once, under fifty at once")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    REQUIRE(factor.recovery_codes.size() == 10);
    auto const half = house.stranger(
        house.sign_in("ana@example.com", GoodPassword)->session_cookie);
    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&] {
            if (prove_second_factor(*house, half, {{}, factor.recovery_codes[3]}))
                ++in;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(in == 1);
}

TEST_CASE("second factor: a half session ends after ten minutes")
{
    House house;
    turn_on(house, house.set_up());
    auto const half = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    house.clock.advance(9min);
    CHECK(house.stranger(half).kind == CallerKind::half_session);
    house.clock.advance(1min);
    CHECK(house.stranger(half).kind == CallerKind::nobody);
}

TEST_CASE("second factor: turning it off wants the password")
{
    House house;
    auto const factor = turn_on(house, house.set_up());
    CHECK(turn_totp_off(*house, house.person(factor.cookie), {"wrong password 1"}).error().code ==
          "wrong_credentials");
    CHECK(turn_totp_off(*house, house.person(factor.cookie), {GoodPassword}));
    CHECK(
        std::holds_alternative<SessionView>(house.sign_in("ana@example.com", GoodPassword)->view));
}

TEST_CASE("sign-in: what happened is in the audit trail of the workspace")
{
    House house;
    auto const owner = house.set_up();
    house.sign_in("ana@example.com", "wrong password 1").ok();
    house.sign_in("ana@example.com", GoodPassword).ok();
    CHECK(actions(house) ==
          std::vector<std::string>{"server.set_up", "sign_in.failed", "sign_in.ok"});
    auto const page = read_audit(*house, house.person(owner), {});
    REQUIRE(page);
    CHECK(page->data.size() == 3);
    CHECK(page->data[0].action == "sign_in.ok");
    CHECK(page->data[0].actor->name == "Ana Lim");
    CHECK(page->data[0].address == "203.0.113.9");
}

TEST_CASE("audit: rows are never changed and never removed")
{
    House house;
    house.set_up();
    CHECK_THROWS_AS(house.control->write([](ControlWriter const& tx) -> base::Result<void> {
        tx.run(R"sql(UPDATE audit SET actor = 'nobody')sql");
        return {};
    }),
                    db::Broken);
    CHECK_THROWS_AS(house.control->write([](ControlWriter const& tx) -> base::Result<void> {
        tx.run(R"sql(DELETE FROM audit)sql");
        return {};
    }),
                    db::Broken);
    CHECK(actions(house).size() == 1);
}

TEST_CASE("second factor: a workspace that wants one is closed to who has none, and opens with it")
{
    House house;
    auto const cookie = house.set_up();
    auto const agent = house.add_member(cookie, "budi@example.com", Role::agent);
    ChangeWorkspace in;
    in.require_totp = true;
    CHECK(change_workspace(*house, house.person(cookie), in).error().code ==
          "second_factor_needed");
    auto const owner = house.person(turn_on(house, cookie).cookie);
    REQUIRE(change_workspace(*house, owner, in).ok());
    CHECK(show_workspace(*house, owner, {})->require_totp);
    CHECK_FALSE(current_session(*house, owner, {})->workspaces.at(0).second_factor_needed);

    auto budi = house.stranger(agent);
    CHECK(choose_workspace(*house, budi, "kopi").error().code == "second_factor_needed");
    CHECK(current_session(*house, budi, {})->workspaces.at(0).second_factor_needed);
    auto const secret = start_totp(*house, budi, {});
    auto const seed = *crypto::from_base32(secret->secret);
    auto const code = crypto::totp_code(seed, crypto::totp_step(house.clock.now()));
    auto const on = confirm_totp(*house, budi, {code});
    REQUIRE(on);
    CHECK(is_still_allowed(*house, house.person(on->session_cookie)));
    in.require_totp = false;
    CHECK(change_workspace(*house, owner, in).ok());
}

TEST_CASE("second factor: who is in when it becomes required is out, at once")
{
    House house;
    auto const owner = house.set_up();
    auto const budi = house.person(house.add_member(owner, "budi@example.com", Role::agent));
    CHECK(is_still_allowed(*house, budi));
    auto const before = rights_version(*house);
    REQUIRE((*house)
                .write([&](ControlWriter const& tx) -> base::Result<void> {
                    auto workspace = *store::find_workspace(tx, budi.workspace);
                    workspace.require_totp = true;
                    store::set_workspace_profile(tx, workspace);
                    return {};
                })
                .ok());
    CHECK(rights_version(*house) > before);
    CHECK_FALSE(is_still_allowed(*house, budi));
}

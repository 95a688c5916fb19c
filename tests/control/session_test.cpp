#include "control/session.hpp"

#include "control/me.hpp"
#include "control/user_store.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;

TEST_CASE("sessions: ten thousand cookies differ, and only hashes are kept")
{
    House house;
    auto const cookie = house.set_up();
    std::vector<std::string> seen;
    for (int i = 0; i < 10'000; ++i)
        seen.push_back(house.control->new_secret());
    std::sort(seen.begin(), seen.end());
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
    auto const stored = house.control->read([](ControlReader const& db) {
        return db.all<std::string>(R"sql(SELECT token_hash FROM session)sql");
    });
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].size() == 32);
    CHECK(stored[0].find(cookie.substr(0, 8)) == std::string::npos);
}

TEST_CASE("sessions: end after 14 idle days and after 90 days at most")
{
    House house;
    auto const cookie = house.set_up();
    house.clock.advance(24h * 13);
    CHECK(house.stranger(cookie).is_person());
    house.control->writer().drain();
    house.clock.advance(24h * 13);
    CHECK(house.stranger(cookie).is_person());
    house.control->writer().drain();
    house.clock.advance(24h * 14);
    CHECK_FALSE(house.stranger(cookie).is_person());

    auto const second = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    for (int day = 0; day < 89; ++day) {
        house.clock.advance(24h);
        CHECK(house.stranger(second).is_person());
        house.control->writer().drain();
    }
    house.clock.advance(24h);
    CHECK_FALSE(house.stranger(second).is_person());
}

TEST_CASE("sessions: die when signed out, ended from elsewhere, or when the person is disabled")
{
    House house;
    auto const owner = house.set_up();
    auto const other = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    auto const third = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    REQUIRE(sign_out(*house, house.stranger(other), {}));
    CHECK_FALSE(house.stranger(other).is_person());

    auto const list = list_sessions(*house, house.person(owner), {});
    REQUIRE(list);
    CHECK(list->data.size() == 2);
    CHECK(list->data[0].current == false);
    CHECK(list->data[1].current == true);
    REQUIRE(end_session(*house, house.person(owner), {list->data[0].id}));
    CHECK_FALSE(house.stranger(third).is_person());

    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    CHECK(end_session(*house, house.person(agent), {list->data[1].id}).error().code == "not_found");
    REQUIRE(set_user_state(*house, operator_caller(), "budi@example.com", UserState::disabled));
    CHECK_FALSE(house.stranger(agent).is_person());
    CHECK(house.sign_in("budi@example.com", GoodPassword).error().code == "wrong_credentials");
}

TEST_CASE("sessions: a new password ends the others and renews this one")
{
    House house;
    auto const owner = house.set_up();
    auto const other = house.sign_in("ana@example.com", GoodPassword)->session_cookie;
    auto const fresh = "angin laut biru 82 kapal";
    CHECK(change_password(*house, house.person(owner), {"wrong password 1", fresh}).error().code ==
          "wrong_credentials");
    CHECK(
        change_password(*house, house.person(owner), {GoodPassword, "password123"}).error().code ==
        "weak_password");
    auto const changed = change_password(*house, house.person(owner), {GoodPassword, fresh});
    REQUIRE(changed);
    CHECK_FALSE(house.stranger(other).is_person());
    CHECK_FALSE(house.stranger(owner).is_person());
    CHECK(house.stranger(changed->session_cookie).is_person());
    CHECK_FALSE(house.sign_in("ana@example.com", GoodPassword));
    CHECK(house.sign_in("ana@example.com", fresh));
}

TEST_CASE("sessions: settings want the password again after twelve hours")
{
    House house;
    auto const cookie = house.set_up();
    house.clock.advance(11h);
    CHECK(require_recent_password(*house, house.person(cookie)));
    house.control->writer().drain();
    // Used within twelve hours, so it goes on.
    house.clock.advance(11h);
    CHECK(require_recent_password(*house, house.person(cookie)));
    house.control->writer().drain();
    house.clock.advance(12h);
    CHECK(require_recent_password(*house, house.person(cookie)).error().code == "password_needed");
    CHECK(invite(*house, house.person(cookie), {"x@example.com", Role::agent}).error().code ==
          "password_needed");
    CHECK_FALSE(confirm_password(*house, house.person(cookie), {"wrong password 1"}));
    REQUIRE(confirm_password(*house, house.person(cookie), {GoodPassword}));
    CHECK(require_recent_password(*house, house.person(cookie)));
}

TEST_CASE("sessions: a stream notices within one look that rights have shrunk")
{
    House house;
    auto const owner = house.set_up();
    auto const agent = house.add_member(owner, "budi@example.com", Role::agent);
    auto const caller = house.person(agent);
    auto const before = rights_version(*house);
    CHECK(is_still_allowed(*house, caller));
    CHECK(change_member(*house, house.person(owner),
                        {caller.user, std::nullopt, MemberState::suspended}));
    CHECK(rights_version(*house) > before);
    CHECK_FALSE(is_still_allowed(*house, caller));
}

TEST_CASE("sessions: noise in cookies and bearers proves nothing")
{
    House house;
    house.set_up();
    for (std::string const noise :
         {"", "x", "0", "null", "[]", "' OR 1=1 --", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "sapa_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb000000"}) {
        CHECK(house.stranger(noise).kind == CallerKind::nobody);
        Credentials credentials;
        credentials.bearer = noise;
        CHECK(authenticate(*house, credentials).kind == CallerKind::nobody);
    }
}

TEST_CASE("sessions: a wrong bearer is not made good by a cookie beside it")
{
    House house;
    auto const cookie = house.set_up();
    Credentials credentials;
    credentials.bearer = "wrong";
    credentials.session_cookie = cookie;
    CHECK(authenticate(*house, credentials).kind == CallerKind::nobody);
}

TEST_CASE("reset: every kind of wrong token gets one answer, a right one works once")
{
    House house;
    auto const owner = house.set_up();
    auto const link = make_reset_link(*house, operator_caller(), "ana@example.com");
    REQUIRE(link);
    CHECK(link->starts_with("https://inbox.example.com/reset/"));
    auto const fresh = "angin laut biru 82 kapal";
    std::vector<base::Json> const wrong = {nullptr,
                                           "",
                                           0,
                                           base::Json::array(),
                                           "0",
                                           true,
                                           house.control->new_secret(),
                                           end_of(*link).substr(0, 20),
                                           end_of(*link) + "A"};
    for (auto const& token : wrong) {
        auto const out = reset_password(*house, house.stranger(), {token, fresh});
        CHECK(out.error().code == "link_expired");
        CHECK(out.error().fault == base::Fault::invalid);
        CHECK(out.error().fields.empty());
    }
    REQUIRE(reset_password(*house, house.stranger(), {end_of(*link), fresh}));
    CHECK_FALSE(house.stranger(owner).is_person());
    CHECK(house.sign_in("ana@example.com", fresh));
    CHECK(reset_password(*house, house.stranger(), {end_of(*link), fresh}).error().code ==
          "link_expired");
}

TEST_CASE("reset: a link lives half an hour, and a newer one replaces it")
{
    House house;
    house.set_up();
    auto const fresh = "angin laut biru 82 kapal";
    auto const first = *make_reset_link(*house, operator_caller(), "ana@example.com");
    auto const second = *make_reset_link(*house, operator_caller(), "ana@example.com");
    CHECK_FALSE(reset_password(*house, house.stranger(), {end_of(first), fresh}));
    house.clock.advance(30min);
    CHECK_FALSE(reset_password(*house, house.stranger(), {end_of(second), fresh}));
    CHECK(make_reset_link(*house, operator_caller(), "nobody@example.com").error().code ==
          "not_found");
}

TEST_CASE("me: name, language and availability are one's own")
{
    House house;
    auto const cookie = house.set_up();
    auto const out = change_me(*house, house.person(cookie),
                               {"Ana L.", Language::ar, Availability::away});
    REQUIRE(out);
    CHECK(out->name == "Ana L.");
    CHECK(base::word_of(out->language) == "ar");
    auto const view = current_session(*house, house.person(cookie), {});
    CHECK(view->user.availability == Availability::away);
    CHECK(view->version == "0.1-test");
}

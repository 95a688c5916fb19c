#include "api/guard.hpp"

#include "control/token.hpp"
#include "front.hpp"

using tests::Ask;
using tests::Front;
using tests::Pairs;
using namespace std::chrono_literals;

namespace {

Ask label(std::string const& name)
{
    return {"POST", "/labels", {}, R"({"name":")" + name + R"(","colour":"green"})", {}};
}

// With the cookie and these headers; nothing of ours is added.
tests::Got from_browser(Front& front, Ask ask, Pairs headers)
{
    ask.headers = std::move(headers);
    ask.headers.emplace_back("Cookie", "__Host-s=" + front.owner);
    return front.send(ask);
}

}  // namespace

TEST_CASE("guard: nobody gets 401 from every route that is not open to everyone")
{
    Front front;
    int asked = 0;
    for (auto const& route : api::routes()) {
        if (route.needs == api::Needs{api::Open::everyone})
            continue;
        auto path = std::string(route.pattern);
        while (path.find('{') != path.npos)
            path.replace(path.find('{'), path.find('}') - path.find('{') + 1, "1");
        auto const got = front.send({std::string(route.method), path, {}, "{}", {}});
        CHECK_MESSAGE(got.status == 401, std::string(route.operation));
        CHECK(got.code() == "unauthenticated");
        ++asked;
    }
    CHECK(asked > 50);
}

TEST_CASE("guard: a cookie changes something only from a page of ours")
{
    Front front;
    CHECK(from_browser(front, label("a"), {}).code() == "cross_site");
    CHECK(from_browser(front, label("a"), {{"Sec-Fetch-Site", "same-origin"}}).status == 403);
    for (std::string const site : {"cross-site", "same-site", "", "SAME-ORIGIN"}) {
        auto const got = from_browser(front, label("a"),
                                      {{"Sapa-Request", "1"}, {"Sec-Fetch-Site", site}});
        CHECK_MESSAGE(got.status == 403, site);
    }
    for (std::string const origin :
         {"https://evil.example", "null", "https://inbox.example.com.evil.example",
          "inbox.example.com", "https://inbox.example.com:8443", ""}) {
        auto const got = from_browser(front, label("a"),
                                      {{"Sapa-Request", "1"}, {"Origin", origin}});
        CHECK_MESSAGE(got.status == 403, origin);
    }
    CHECK(from_browser(front, label("a"), {{"Sapa-Request", "1"}}).status == 201);
    CHECK(from_browser(front, label("b"), {{"Sapa-Request", "1"}, {"Sec-Fetch-Site", "none"}})
              .status == 201);
    CHECK(from_browser(front, label("c"),
                       {{"Sapa-Request", "1"},
                        {"Sec-Fetch-Site", "same-origin"},
                        {"Origin", "https://inbox.example.com"}})
              .status == 201);
    // What changes nothing may be asked for from anywhere; the answer stays unreadable there.
    CHECK(from_browser(front, {"GET", "/labels"}, {{"Sec-Fetch-Site", "cross-site"}}).status ==
          200);
}

TEST_CASE("guard: signing in with a cookie of before is held to the same rule")
{
    Front front;
    Ask const sign_in{"POST", "/session", {}, R"({"email":"ana@example.com","password":"x"})", {}};
    CHECK(from_browser(front, sign_in, {{"Sec-Fetch-Site", "cross-site"}}).code() == "cross_site");
}

TEST_CASE("guard: where the address is https only the cookie that is bound to it counts")
{
    Front front;
    CHECK(front.send({"GET", "/labels", {}, "", {{"Cookie", "s=" + front.owner}}}).status == 401);
    CHECK(front.send({"GET", "/labels", {}, "", {{"Cookie", "__Host-s=" + front.owner}}}).status ==
          200);
}

TEST_CASE("guard: a bearer needs no page, and a wrong one is not saved by a cookie")
{
    Front front;
    auto const token = front.token();
    CHECK(front.with_token(token, label("a")).status == 201);
    Ask lower = label("b");
    lower.headers = {{"Authorization", "bearer " + token}};
    CHECK(front.send(lower).status == 201);
    Ask both{"GET", "/labels", {}, "", {{"Cookie", "__Host-s=" + front.owner}}};
    CHECK(front.with_token(token + "x", both).status == 401);
    CHECK(front.with_token("", both).status == 401);
    Ask basic{"GET", "/labels", {}, "", {{"Authorization", "Basic " + token}}};
    CHECK(front.send(basic).status == 401);
}

TEST_CASE("guard: a token gets where its scopes lead and nowhere else")
{
    Front front;
    auto const reads = front.token({"conversations:read"});
    CHECK(front.with_token(reads, {"GET", "/conversations"}).status == 200);
    CHECK(front.with_token(reads, {"GET", "/channels"}).code() == "forbidden");
    CHECK(front.with_token(reads, label("a")).code() == "forbidden");
    // A person's own things are no token's, whatever its scopes.
    CHECK(front.with_token(front.token(), {"GET", "/sessions"}).code() == "forbidden");
    CHECK(front.with_token(front.token(), {"POST", "/tokens", {}, "{}"}).code() == "forbidden");
}

TEST_CASE("guard: a workspace that is not the caller's is not found, and the header goes first")
{
    Front front;
    auto const made = control::create_owned_workspace(*front.house, control::operator_caller(),
                                                      {"Toko Dua", "toko-dua", "", "UTC", "id"},
                                                      "cita@example.com", "Cita");
    REQUIRE(made);
    Ask there{"GET", "/labels", {{"workspace", "toko-dua"}}};
    CHECK(front.page(front.owner, there).status == 404);
    there.headers = {{"Sapa-Workspace", "kopi"}};
    CHECK(front.page(front.owner, there).status == 200);
    CHECK(front.with_token(front.token(), {"GET", "/labels", {{"workspace", "toko-dua"}}}).status ==
          404);

    auto const second = control::create_workspace(*front.house, front.house.person(front.owner),
                                                  {"kopi-2", "Kopi 2", {}, {}, {}});
    REQUIRE(second);
    CHECK(front.page(front.owner, {"GET", "/labels"}).code() == "workspace_needed");
    CHECK(front.page(front.owner, {"GET", "/labels", {{"workspace", "kopi-2"}}}).status == 200);
}

TEST_CASE("guard: the role must do, and settings want a recent password")
{
    Front front;
    auto const analyst = front.house.add_member(front.owner, "budi@example.com",
                                                control::Role::analyst);
    CHECK(front.page(analyst, {"GET", "/labels"}).status == 200);
    CHECK(front.page(analyst, label("a")).code() == "forbidden");
    CHECK(front.page(analyst, {"GET", "/audit"}).code() == "forbidden");
    Ask const rename{"PATCH", "/workspace", {}, R"({"name":"Kopi Sore"})", {}};
    CHECK(front.page(front.owner, rename).status == 200);
    front.house.clock.advance(12h);
    CHECK(front.page(front.owner, rename).code() == "password_needed");
    CHECK(front.page(front.owner, {"GET", "/labels"}).status == 200);
}

TEST_CASE("guard: a scope of a token reaches no further than who makes it")
{
    using enum control::Permission;
    using workspace::Sight;
    control::Rights rights{{read, manage_tokens}, Sight::all, true};
    CHECK(api::covers_scope(rights, "contacts:read"));
    CHECK_FALSE(api::covers_scope(rights, "contacts:write"));
    CHECK_FALSE(api::covers_scope(rights, "all"));
    // It would see every conversation and every number.
    rights.sight = Sight::team;
    CHECK_FALSE(api::covers_scope(rights, "contacts:read"));
    rights = {{read, manage_tokens}, Sight::all, false};
    CHECK_FALSE(api::covers_scope(rights, "contacts:read"));
    auto const admin = control::rights_of(control::Role::admin, {});
    CHECK(api::covers_scope(admin, "all"));
}

TEST_CASE("guard: nobody is promised that conversations are kept from them until they are")
{
    Front front;
    auto const role = [](std::string sight) {
        return Ask{"POST",
                   "/roles",
                   {},
                   R"({"name":"R )" + sight + R"(","permissions":["reply"],"sight":")" + sight +
                       R"("})",
                   {}};
    };
    auto const agents = [](std::string sight) {
        return Ask{"PATCH", "/workspace", {}, R"({"agent_sight":")" + sight + R"("})", {}};
    };
    for (auto const* const less : {"own", "team"}) {
        CHECK(front.page(front.owner, role(less)).fields() == "sight:not_allowed");
        CHECK(front.page(front.owner, agents(less)).fields() == "agent_sight:not_allowed");
    }
    auto const made = front.page(front.owner, role("all"));
    CHECK(made.status == 201);
    auto const id = made.json().at("id").get<std::string>();
    CHECK(
        front.page(front.owner, {"PATCH", "/roles/" + id, {}, R"({"sight":"own"})", {}}).fields() ==
        "sight:not_allowed");
    CHECK(
        front.page(front.owner, {"PATCH", "/roles/" + id, {}, R"({"name":"Kasir"})", {}}).status ==
        200);
    CHECK(front.page(front.owner, agents("all")).status == 200);
}

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

#include "control/token.hpp"
#include "db/broken.hpp"
#include "front.hpp"

using base::Error;
using base::Fault;
using tests::Ask;
using tests::Front;

TEST_CASE("answers: each kind of refusal has its status")
{
    CHECK(api::status_of({Fault::invalid, "x"}) == 400);
    CHECK(api::status_of({Fault::invalid, "x", "", {{"field", "required"}}}) == 422);
    CHECK(api::status_of({Fault::unauthenticated, "x"}) == 401);
    CHECK(api::status_of({Fault::forbidden, "x"}) == 403);
    CHECK(api::status_of({Fault::not_found, "x"}) == 404);
    CHECK(api::status_of({Fault::conflict, "x"}) == 409);
    CHECK(api::status_of({Fault::too_large, "x"}) == 413);
    CHECK(api::status_of({Fault::too_many, "x"}) == 429);
    CHECK(api::status_of({Fault::provider, "x"}) == 502);
    CHECK(api::status_of({Fault::unavailable, "x"}) == 503);
}

TEST_CASE("answers: a refusal says code, fields and request, and how long to wait")
{
    Error error{Fault::too_many, "too_many", "Wait.", {{"email", "taken"}}};
    error.retry_after_s = 17;
    auto const response = api::refusal(error, "r1");
    CHECK(response.status == 429);
    CHECK(response.headers.find("Retry-After") == "17");
    auto const parsed = base::parse_json(response.body);
    REQUIRE(parsed);
    CHECK(*parsed == *base::parse_json(R"({"error":{"code":"too_many","message":"Wait.",
        "fields":[{"field":"email","code":"taken"}],"request_id":"r1"}})"));
}

TEST_CASE("answers: what is not JSON, or not the JSON that is meant, is named")
{
    Front front;
    auto const post = [&](std::string body) {
        return front.page(front.owner, {"POST", "/labels", {}, std::move(body), {}});
    };
    CHECK(post("{\"name\":").code() == "json_syntax");
    CHECK(post("{\"name\":").status == 400);
    CHECK(post(R"({"name":"a","name":"b"})").code() == "json_duplicate_key");
    CHECK(post("{\"name\":\"\xff\"}").code() == "json_bad_utf8");
    CHECK(post(std::string(100, '[') + std::string(100, ']')).code() == "json_too_deep");
    for (auto const* const body : {"[]", "null", "1", "\"a\"", "true"})
        CHECK_MESSAGE((post(body).status == 400 || post(body).status == 422), body);
    CHECK(post(R"({"colour":"green"})").fields() == "name:required");
    CHECK(post(R"({"name":"a","colour":"green","id":"7"})").fields() == "id:unknown_field");
    CHECK(post(R"({"name":7,"colour":"green"})").fields() == "name:wrong_type");
    CHECK(post(R"({"name":"a","colour":"mauve"})").status == 422);
    CHECK(post("").status == 422);
}

TEST_CASE("answers: unknown addresses and methods are told apart")
{
    Front front;
    CHECK(front.send({"GET", "/nothing-here"}).status == 404);
    CHECK(front.send({"DELETE", "/labels"}).code() == "method_not_allowed");
    CHECK(front.send({"GET", "/labels/"}).status == 404);
    CHECK(front.page(front.owner, {"GET", "/conversations/7x"}).fields() ==
          "conversation_id:not_an_id");
    CHECK(front.page(front.owner, {"GET", "/conversations/7"}).status == 404);
    CHECK(front.send({"GET", "/openapi.json"}).status == 200);
}

TEST_CASE("answers: how much of what a route takes is settled before its body comes")
{
    Front front;
    auto const json = front.server.limits("POST", "/api/v1/labels");
    REQUIRE(json.content_types.size() == 1);
    CHECK(json.content_types[0] == "application/json");
    CHECK(json.max_body <= 1 << 20);
    CHECK(front.server.limits("POST", "/api/v1/media").content_types.empty());
    CHECK(front.server.limits("POST", "/api/v1/media").max_body == 100 << 20);
    auto const webhook = front.server.limits("POST", "/webhooks/whatsapp/key");
    CHECK(webhook.max_body == 4 << 20);
    CHECK(webhook.importance == http::Importance::webhook);
    CHECK(front.server.limits("POST", "/inbox").max_body == 0);
}

TEST_CASE("answers: a new session's cookie cannot be read by scripts nor leave https")
{
    Front front;
    auto const got = front.send(
        {"POST",
         "/session",
         {},
         R"({"email":"ana@example.com","password":")" + std::string(GoodPassword) + R"("})",
         {}});
    REQUIRE(got.status == 200);
    auto const cookies = got.headers.all("Set-Cookie");
    REQUIRE_FALSE(cookies.empty());
    CHECK(cookies[0].starts_with("__Host-s="));
    for (auto const* const part : {"; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"})
        CHECK_MESSAGE(cookies[0].find(part) != std::string_view::npos, part);
    CHECK(got.body.find("__Host") == std::string::npos);
}

TEST_CASE(
    "answers: when the disk fails a request it is a 503 with a stable code, and nothing else is")
{
    Front front;
    auto const answered = [&](auto thrown) {
        front.parts.unready = [thrown]() -> std::string { throw thrown; };
        return front.send({"GET", "/readyz", {}, {}, {}, true});
    };
    auto const full = answered(db::Broken(SQLITE_FULL, "full"));
    CHECK(full.status == 503);
    CHECK(full.code() == "disk_full");
    CHECK(full.headers.find("Retry-After") == "5");
    CHECK(answered(db::Broken(SQLITE_CANTOPEN, "EMFILE")).code() == "storage_failed");
    CHECK(answered(db::Broken(SQLITE_IOERR, "read")).status == 503);
    CHECK(answered(db::Broken(SQLITE_BUSY, "held")).code() == "busy");
    CHECK(answered(std::system_error(ENOSPC, std::generic_category())).code() == "disk_full");
    CHECK(answered(std::system_error(EMFILE, std::generic_category())).code() == "storage_failed");
    CHECK(api::refusal({Fault::unavailable, "db_failed"}, "r1").body.find("storage_failed") !=
          std::string::npos);

    // What is our own mistake stays one.
    auto const ours = [&](auto thrown) {
        front.parts.unready = [thrown]() -> std::string { throw thrown; };
        tests::Got got;
        try {
            got = front.send({"GET", "/readyz", {}, {}, {}, true});
        } catch (std::exception const&) {
            return true;  // a worker logs it and answers 500
        }
        return false;
    };
    CHECK(ours(db::Broken(SQLITE_CONSTRAINT, "unique")));
    CHECK(ours(std::logic_error("ours")));
}

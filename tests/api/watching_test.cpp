#include "api/watched.hpp"
#include "base/log_scope.hpp"
#include "control/metrics_token.hpp"
#include "front.hpp"

using tests::Ask;
using tests::Front;

namespace {

Ask outside(std::string method, std::string path, tests::Pairs headers = {})
{
    return {std::move(method), std::move(path), {}, {}, std::move(headers), true};
}

}  // namespace

TEST_CASE("metrics: without the token the address is as any that does not exist")
{
    Front front;
    auto const unknown = front.send(outside("GET", "/nothing.here"));
    REQUIRE(unknown.status == 404);
    auto const same = [&](Ask const& ask) {
        auto const got = front.send(ask);
        CHECK(got.status == 404);
        CHECK(got.body == unknown.body);
    };
    same(outside("GET", "/metrics"));
    same(outside("GET", "/metrics", {{"Authorization", "Bearer " + front.token()}}));
    auto const token = *control::make_metrics_token(*front.house, control::operator_caller());
    same(outside("GET", "/metrics"));
    same(outside("GET", "/metrics", {{"Authorization", "Basic " + token}}));
    same(outside("GET", "/metrics", {{"Authorization", "Bearer " + token + "x"}}));
    same(outside("POST", "/metrics", {{"Authorization", "Bearer " + token}}));
    // A signed-in owner has no better right to it.
    same(outside("GET", "/metrics", {{"Cookie", "__Host-s=" + front.owner}}));
}

TEST_CASE("metrics: the token's holder gets them as text")
{
    Front front;
    auto const token = *control::make_metrics_token(*front.house, control::operator_caller());
    auto const got = front.send(outside("GET", "/metrics", {{"Authorization", "Bearer " + token}}));
    REQUIRE(got.status == 200);
    CHECK(got.headers.find("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(got.body.starts_with("# HELP "));
    // It opens nothing else.
    CHECK(front.with_token(token, {"GET", "/server"}).status == 401);
    CHECK(front.with_token(token, {"GET", "/labels"}).status == 401);
}

TEST_CASE("readiness: one word says why not, and being alive is another question")
{
    Front front;
    CHECK(front.send(outside("GET", "/readyz")).body == "ok\n");
    front.unready = "disk_full";
    auto const got = front.send(outside("GET", "/readyz"));
    CHECK(got.status == 503);
    CHECK(got.body == "disk_full\n");
    CHECK(front.send(outside("GET", "/healthz")).status == 200);
}

TEST_CASE("server: who runs it sees it; a member, a token and a stranger do not")
{
    Front front;
    front.snapshot.version = "0.1-test";
    front.snapshot.workspaces.emplace_back().slug = "kopi";
    auto const got = front.page(front.owner, {"GET", "/server"});
    REQUIRE(got.status == 200);
    CHECK(got.json().at("workspaces").at(0).at("slug") == "kopi");
    CHECK(front.send({"GET", "/server"}).status == 401);
    CHECK(front.with_token(front.token(), {"GET", "/server"}).status == 403);
    REQUIRE(front.house.control
                ->write([](control::ControlWriter const& tx) {
                    tx.run(R"sql(UPDATE user SET operator = 0)sql");
                    return base::Result<void>();
                })
                .ok());
    CHECK(front.page(front.owner, {"GET", "/server"}).status == 403);
}

TEST_CASE("answers: they are counted by class, whoever gives them")
{
    Front front;
    front.send(outside("GET", "/healthz"));
    front.send({"GET", "/nothing-here"});
    front.unready = "stuck";
    front.send(outside("GET", "/readyz"));
    watch::Edge edge;
    front.server.answers().tell(edge);
    CHECK(edge.answers_2xx == 1);
    CHECK(edge.answers_4xx == 1);
    CHECK(edge.answers_5xx == 1);
}

TEST_CASE("request log: a route is named by its pattern, never by what stands in the address")
{
    CHECK(api::route_name("GET", "/api/v1/conversations/7") == "/conversations/{conversation_id}");
    CHECK(api::route_name("POST", "/api/v1/invitations/s3cr3t") == "/invitations/{token}");
    CHECK(api::route_name("POST", "/webhooks/whatsapp/k3y") == "/webhooks/{kind}/{key}");
    CHECK(api::route_name("POST", "/meta/deletion/k3y") == "/meta/{what}/{key}");
    CHECK(api::route_name("GET", "/api/v1/s3cr3t") == "unknown");
    CHECK(api::route_name("GET", "/invitation/s3cr3t") == "page");
    CHECK(api::route_name("GET", "/readyz") == "/readyz");
}

TEST_CASE("request log: the thread that handles a request names it, and no longer than that")
{
    Front front;
    std::string seen;
    front.parts.unready = [&] {
        seen = base::LogScope::request();
        return std::string();
    };
    front.send(outside("GET", "/readyz"));
    CHECK(seen == "r1");
    CHECK(base::LogScope::request().empty());
}

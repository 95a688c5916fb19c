#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "crypto/hmac.hpp"
#include "http/server.hpp"
#include "lab.hpp"
#include "simulator/graph/wire.hpp"
#include "simulator/simulator.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

// Nothing but this machine is reached in these tests.
class NoClient final : public net::HttpClient {
public:
    net::HttpOutcome perform(net::HttpRequest const&) override { return net::NetFailure{}; }
};

// Sapa's side: keeps what arrives.
class Inbox final : public http::Handler {
public:
    http::RouteLimits limits(std::string_view, std::string_view) const override
    {
        return {.max_body = 4 << 20};
    }
    void handle(http::Request request, http::Reply reply) override
    {
        std::scoped_lock const lock(m_mutex);
        if (request.method == "GET")
            return reply.send(
                http::text(request.parameter("hub.verify_token") == "right" ? 200 : 403,
                           std::string(request.parameter("hub.challenge").value_or(""))));
        genuine = genuine && crypto::verify_meta_signature(
                                 "sim_app_secret_0001",
                                 request.header("X-Hub-Signature-256").value_or(""), request.body);
        bodies.push_back(request.body);
        m_more.notify_all();
        reply.send(http::text(200, "ok"));
    }
    bool wait_for(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        return m_more.wait_for(lock, 10s, [&] { return bodies.size() >= count; });
    }
    std::vector<std::string> bodies;
    bool genuine = true;

private:
    std::mutex m_mutex;
    std::condition_variable m_more;
};

// Everything the other side sends until it closes or the answer is whole.
std::string raw_exchange(int port, std::string const& request)
{
    simulator::LocalUrl const to{.host = "127.0.0.1", .port = port, .target = "/"};
    int const fd = simulator::connect_local(to, true);
    REQUIRE(fd >= 0);
    ::send(fd, request.data(), request.size(), MSG_NOSIGNAL);
    std::string all;
    char room[4096];
    for (;;) {
        pollfd ready{.fd = fd, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 500) <= 0)
            break;
        auto const got = ::recv(fd, room, sizeof room, 0);
        if (got <= 0)
            break;
        all.append(room, std::size_t(got));
    }
    ::close(fd);
    return all;
}

std::string post(std::string const& path, Json const& body)
{
    auto const text = body.dump();
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer EAASIMTOKEN0001\r\n"
           "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " +
           std::to_string(text.size()) + "\r\n\r\n" + text;
}

struct Running {
    NoClient client;
    Inbox inbox;
    http::Server server{{.listen = {"127.0.0.1:0"}}, inbox, base::real_world()};
    std::unique_ptr<simulator::Simulator> sim;

    explicit Running(simulator::Options options = {})
    {
        REQUIRE(server.start().ok());
        options.listen = "127.0.0.1:0";
        options.speed = 0;
        sim = std::move(simulator::Simulator::start(options, base::real_world(), client)).value();
        ask("/sim/webhook",
            {{"url", "http://127.0.0.1:" + std::to_string(server.bound_port()) + "/hook"}});
    }
    std::string ask(std::string const& path, Json const& body)
    {
        return raw_exchange(sim->port(), post(path, body));
    }
};

Json const Hello{
    {"messaging_product", "whatsapp"}, {"to", "+628123450001"}, {"text", {{"body", "Hai"}}}};
std::string const Messages = "/v26.0/440022330055662/messages";

}  // namespace

TEST_CASE("server: a message and its statuses arrive signed over a real socket")
{
    Running run;
    run.ask("/sim/customers/628123450001/messages", {{"text", "Halo"}});
    REQUIRE(run.inbox.wait_for(1));
    CHECK(run.ask(Messages, Hello).starts_with("HTTP/1.1 200"));
    REQUIRE(run.inbox.wait_for(3));
    CHECK(run.inbox.genuine);
    CHECK(run.inbox.bodies[1].find(R"("status":"sent")") != std::string::npos);
}

TEST_CASE("server: an override is verified before it is taken")
{
    Running run;
    auto const subscribed = [&](int port, char const* token) {
        return run.ask(
            "/330011220044551/subscribed_apps",
            {{"override_callback_uri", "http://127.0.0.1:" + std::to_string(port) + "/x"},
             {"verify_token", token}});
    };
    CHECK(subscribed(run.server.bound_port(), "right").starts_with("HTTP/1.1 200"));
    CHECK(subscribed(run.server.bound_port(), "wrong").starts_with("HTTP/1.1 400"));
    CHECK(subscribed(1, "right").starts_with("HTTP/1.1 400"));
}

TEST_CASE("server: answers can be cut, halved and slow")
{
    Running run;
    run.ask("/sim/customers/628123450001/messages", {{"text", "Halo"}});
    auto const with = [&](char const* kind) {
        run.ask("/sim/rules",
                {{"match", {{"times", 1}}}, {"action", {{"kind", kind}, {"seconds", 0.2}}}});
        return run.ask(Messages, Hello);
    };
    CHECK(with("reset_before").empty());
    CHECK(with("timeout_after").empty());
    auto const whole = run.ask(Messages, Hello);
    auto const half = with("truncated");
    CHECK(half.starts_with("HTTP/1.1 200"));
    CHECK(half.find("messaging_product\":\"whatsapp\"}") == std::string::npos);
    auto const slow = with("slow");
    CHECK(slow.starts_with("HTTP/1.1 200"));
    auto const body = slow.substr(slow.find("\r\n\r\n") + 4);
    CHECK(base::parse_json(body).ok());
}

TEST_CASE("server: another site's page may not control it")
{
    Running run;
    auto request = post("/sim/reset", Json::object());
    request.insert(request.find("Content-Type"), "Origin: http://evil.example\r\n");
    CHECK(raw_exchange(run.sim->port(), request).starts_with("HTTP/1.1 403"));
}

TEST_CASE("server: a load run knows which messages were acknowledged")
{
    Running run;
    auto const started = run.ask("/sim/load",
                                 {{"rate", 400}, {"seconds", 0.5}, {"connections", 4}});
    CHECK(started.starts_with("HTTP/1.1 202"));
    REQUIRE(run.inbox.wait_for(200));
    std::string report;
    for (int i = 0; i < 50 && report.find("\"running\":false") == std::string::npos; ++i)
        report = raw_exchange(
            run.sim->port(),
            "GET /sim/load HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CAPTURE(report);
    CHECK(report.find("\"lost\":0") != std::string::npos);
    auto const ledger = raw_exchange(
        run.sim->port(),
        "GET /sim/ledger?list=acked HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(std::ranges::count(ledger.substr(ledger.find("\r\n\r\n") + 4), '\n') == 200);
    CHECK(run.inbox.genuine);
    CHECK(run.inbox.bodies.size() == 200);
}

TEST_CASE("server: load goes to this machine only")
{
    Running run;
    run.ask("/sim/webhook", {{"url", "http://192.0.2.1/hook"}});
    CHECK(run.ask("/sim/load", Json::object()).find("loopback_only") != std::string::npos);
    CHECK(simulator::local_url("http://127.0.0.1:80/x"));
    CHECK(simulator::local_url("http://[::1]:8080/x"));
    CHECK_FALSE(simulator::local_url("http://127.0.0.1.evil.example/x"));
    CHECK_FALSE(simulator::local_url("http://[::1]evil/x"));
    CHECK_FALSE(simulator::local_url("https://127.0.0.1/x"));
    CHECK_FALSE(simulator::local_url("http://localhost:99999/"));
}

TEST_CASE("server: chats and subscriptions outlive a restart")
{
    auto const folder = std::filesystem::temp_directory_path() / "sapa-simulator-test";
    std::filesystem::create_directories(folder);
    auto const file = (folder / "state.json").string();
    std::filesystem::remove(file);
    {
        Running run({.state_file = file});
        run.ask("/sim/customers/628123450001/messages", {{"text", "sebelum"}});
        REQUIRE(run.inbox.wait_for(1));
        run.sim->stop();
    }
    NoClient client;
    auto again = std::move(
                     simulator::Simulator::start({.listen = "127.0.0.1:0", .state_file = file},
                                                 base::real_world(), client))
                     .value();
    simulator::Call const call{.method = "GET", .path = "/sim/customers/628123450001/messages"};
    auto const chat = body_of(again->core().handle(call));
    CHECK(chat["messages"][0]["text"] == "sebelum");
    CHECK(chat["messages"][0]["state"] == "delivered");
    CHECK(again->core().target_of("440022330055662"));
    again->stop();
    std::filesystem::remove_all(folder);
}

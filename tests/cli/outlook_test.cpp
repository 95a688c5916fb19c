#include "cli/outlook.hpp"

#include <doctest/doctest.h>

using namespace cli;
using namespace std::chrono_literals;
using State = Finding::State;

namespace {

constexpr base::Instant Now{1'795'248'000'000};

base::Address address(char const* text) { return *base::Address::parse(text); }

Finding certificate(std::chrono::milliseconds left)
{
    return judge_certificate(net::Certificate{{"inbox.example.com"}, Now + left}, Now);
}

bool says(Finding const& finding, std::string_view words)
{
    return finding.detail.find(words) != std::string::npos;
}

accounts::store::Row channel()
{
    accounts::store::Row row;
    row.id = base::ChannelId{4};
    row.state = accounts::State::active;
    row.checks = R"([{"name":"token","ok":true},{"name":"webhook","ok":true}])";
    return row;
}

}  // namespace

TEST_CASE("doctor: a name that resolves to nothing, or to a private address, is said")
{
    CHECK(judge_dns("inbox.example.com", {}).state == State::problem);
    auto const inside = judge_dns("inbox.example.com", {address("10.0.0.7")});
    CHECK(inside.state == State::notice);
    CHECK(says(inside, "10.0.0.7"));
    auto const both = judge_dns("inbox.example.com", {address("10.0.0.7"), address("8.8.8.8")});
    CHECK(both.state == State::fine);
    CHECK(says(both, "inbox.example.com is 10.0.0.7, 8.8.8.8"));
}

TEST_CASE("doctor: a certificate is spoken of from three weeks before its end")
{
    CHECK(certificate(24h * 60).state == State::fine);
    CHECK(says(certificate(24h * 60), "inbox.example.com, 60 days left"));
    CHECK(certificate(24h * 21).state == State::fine);
    CHECK(certificate(24h * 20).state == State::notice);
    CHECK(certificate(24h * 2).state == State::problem);
    CHECK(certificate(-1h).state == State::problem);
    using base::Error;
    using base::Fault;
    CHECK(judge_certificate(Error{Fault::provider, "not_trusted", "expired"}, Now).state ==
          State::problem);
    CHECK(judge_certificate(Error{Fault::unavailable, "not_reached", "refused"}, Now).state ==
          State::notice);
}

TEST_CASE("doctor: the public address has to lead here, without a detour")
{
    auto const reach = [](net::HttpReply reply) {
        return judge_reach("https://inbox.example.com", reply);
    };
    CHECK(reach({200, {}, "ok\n"}).state == State::fine);
    auto const moved = reach({301, {{"Location", "https://www.example.com/healthz"}}, ""});
    CHECK(moved.state == State::problem);
    CHECK(says(moved, "https://www.example.com/healthz"));
    CHECK(reach({200, {}, "<html>"}).state == State::problem);
    CHECK(reach({502, {}, ""}).state == State::problem);
    net::NetFailure failure{};
    failure.detail = "timed out";
    auto const silent = judge_reach("https://inbox.example.com", failure);
    CHECK(silent.state == State::notice);
    CHECK(says(silent, "timed out"));
}

TEST_CASE("doctor: a channel is as its last look found it")
{
    auto row = channel();
    CHECK(judge_channel("kopi", row).state == State::fine);
    row.checks = R"([{"name":"token","ok":true},{"name":"webhook","ok":false}])";
    auto const astray = judge_channel("kopi", row);
    CHECK(astray.state == State::notice);
    CHECK(says(astray, "webhook; sapa channel check 4 --workspace kopi"));
    row.problem_code = "token_invalid";
    CHECK(judge_channel("kopi", row).state == State::problem);
    CHECK(says(judge_channel("kopi", row), "token_invalid"));
    row = channel();
    row.state = accounts::State::paused;
    CHECK(judge_channel("kopi", row).state == State::notice);
}

TEST_CASE("doctor: queues speak only when somebody has to do something")
{
    watch::WorkspaceView view;
    view.slug = "kopi";
    view.deliveries.waiting = 40;
    view.deliveries.oldest_waiting_at = Now - 20s;
    view.sends.oldest_due_at = Now - 60s;
    REQUIRE(judge_queues(view, Now).size() == 1);
    CHECK(judge_queues(view, Now)[0].state == State::fine);

    view.deliveries.dead = 10'001;
    view.deliveries.oldest_waiting_at = Now - 3h;
    view.sends.needs_attention = 2;
    view.sends.oldest_due_at = Now - 10min;
    auto const found = judge_queues(view, Now);
    REQUIRE(found.size() == 4);
    CHECK(says(found[0], "more than 10,000 deliveries"));
    CHECK(says(found[0], "sapa events replay --all-dead --workspace kopi"));
    CHECK(says(found[1], "2 messages"));
    CHECK(says(found[2], "deliveries wait for 3 hours"));
    CHECK(says(found[3], "messages wait to go out for 10 minutes"));
    for (auto const& finding : found)
        CHECK(finding.state == State::notice);
}

TEST_CASE("doctor: a backup of two days ago is one too old")
{
    CHECK(judge_backup(std::nullopt, Now).state == State::notice);
    CHECK(judge_backup(Now - 20h, Now).state == State::fine);
    CHECK(judge_backup(Now - 49h, Now).state == State::notice);
    CHECK(says(judge_backup(Now - 49h, Now), "2 days"));
}

TEST_CASE("doctor: little memory without swap is said with what to do")
{
    CHECK(judge_memory(2ULL << 30, 1ULL << 30, 0).state == State::fine);
    auto const little = judge_memory(512ULL << 20, 100ULL << 20, 0);
    CHECK(little.state == State::notice);
    CHECK(says(little, "add swap"));
}

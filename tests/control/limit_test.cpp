#include "control/limit.hpp"

#include <doctest/doctest.h>

#include "control/address.hpp"
#include "control/input_rule.hpp"

using namespace control;
using namespace std::chrono_literals;
using base::Instant;

namespace {

constexpr LimitRule Rule{5, 30s, 15min, 1h};
constexpr Instant Start{1'000'000'000};

Attempts after(int tries, Instant at)
{
    Attempts attempts;
    for (int i = 0; i < tries; ++i)
        attempts = counted(attempts, Rule, at);
    return attempts;
}

}  // namespace

TEST_CASE("limits: five tries are free") { CHECK(wait_of(after(5, Start), Rule, Start) == 0ms); }

TEST_CASE("limits: each further try doubles the wait, up to the longest")
{
    CHECK(wait_of(after(6, Start), Rule, Start) == 30s);
    CHECK(wait_of(after(7, Start), Rule, Start) == 60s);
    CHECK(wait_of(after(9, Start), Rule, Start) == 240s);
    CHECK(wait_of(after(12, Start), Rule, Start) == 900s);
    CHECK(wait_of(after(500, Start), Rule, Start) == 900s);
}

TEST_CASE("limits: a wait ends by itself, and old failures fade")
{
    auto const six = after(6, Start);
    CHECK(wait_of(six, Rule, Start + 29s) == 1s);
    CHECK(wait_of(six, Rule, Start + 30s) == 0ms);
    // One fades every 12 minutes after the wait.
    CHECK(counted(six, Rule, Start + 31s).failures == 7);
    CHECK(counted(six, Rule, Start + 30s + 12min).failures == 6);
    CHECK(counted(six, Rule, Start + 2h).failures == 1);
}

TEST_CASE("limits: a clock that is set back does not lock anybody out")
{
    auto const many = after(50, Start);
    CHECK(wait_of(many, Rule, Start - 24h) == 0ms);
}

TEST_CASE("addresses: networks contain what they should")
{
    CHECK(is_allowed_from("203.0.113.7", {}));
    CHECK(is_allowed_from("203.0.113.7", {"203.0.113.0/24"}));
    CHECK_FALSE(is_allowed_from("203.0.114.7", {"203.0.113.0/24"}));
    CHECK(is_allowed_from("::ffff:203.0.113.7", {"203.0.113.7"}));
    CHECK(is_allowed_from("2001:db8::5", {"10.0.0.0/8", "2001:db8::/32"}));
    CHECK_FALSE(is_allowed_from("", {"0.0.0.0/0"}));
    CHECK(is_network("0.0.0.0/0"));
    CHECK_FALSE(is_network("203.0.113.0/33"));
    CHECK_FALSE(is_network("203.0.113"));
    CHECK_FALSE(is_network("example.com"));
}

TEST_CASE("addresses: limits count an IPv6 network of one customer as one")
{
    CHECK(limit_address("203.0.113.7") == "203.0.113.7");
    CHECK(limit_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(limit_address("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64");
}

TEST_CASE("input: an e-mail address has one spelling")
{
    CHECK(*read_email("  Ana.Lim@Example.COM ") == "ana.lim@example.com");
    for (auto const* bad :
         {"", "ana", "@example.com", "ana@", "a b@example.com", "a..b@example.com",
          "ana@exa mple.com", "ana@-x.com", "ana@x..com", "\"a\"@example.com"})
        CHECK_MESSAGE(!read_email(bad), bad);
}

TEST_CASE("input: a slug is short, plain and not one of ours")
{
    CHECK(*read_slug("kopi-pagi2") == "kopi-pagi2");
    for (auto const* bad : {"", "a", "Kopi", "kopi pagi", "-kopi", "kopi-", "123", "api", "kopí",
                            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        CHECK_MESSAGE(!read_slug(bad), bad);
}

TEST_CASE("input: passwords that guessing finds first are refused")
{
    CHECK(check_password("tubruk senja 71 awan", {"Ana", "ana@example.com"}));
    CHECK(check_password("short", {}).error().fields.at(0).code == "too_short");
    CHECK(check_password("", {}).error().fields.at(0).code == "required");
    CHECK(check_password("password123", {}).error().code == "weak_password");
    CHECK(check_password("sapasapasapa", {}).error().code == "weak_password");
}

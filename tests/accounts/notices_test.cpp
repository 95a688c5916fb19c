#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "accounts/account.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/store.hpp"
#include "accounts/templates/template_store.hpp"
#include "accounts/templates/templates.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;

namespace {

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    base::Instant start = world.clock.now();

    channels::AccountNotice notice(std::string kind, std::chrono::seconds after = 0s)
    {
        channels::AccountNotice n;
        n.field = "account_update";
        n.kind = std::move(kind);
        n.at = start + after;
        return n;
    }
    channels::AccountNotice judged(std::string status, std::chrono::seconds after)
    {
        auto n = notice("template_paused", after);
        n.news = channels::TemplateNews{"1", "promo_jumat", "id", std::move(status), {}, {}, {}};
        return n;
    }
    void take(channels::AccountNotice const& n, std::string const& key)
    {
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        accounts::receive(*world.workspace(), tx, channel, n, key, "{}");
                    })
                    .ok());
    }
    accounts::NoticePage page(accounts::ListNotices const& in = {})
    {
        auto desk = world.desk();
        return *accounts::list_notices(desk, in);
    }
    accounts::store::Row row()
    {
        return *accounts::store::find(*world.workspace()->read(), channel);
    }
    void add_template()
    {
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        channels::Template told;
                        told.id = "1";
                        told.name = "promo_jumat";
                        told.language = "id";
                        told.category = "MARKETING";
                        told.status = "APPROVED";
                        told.components = "[]";
                        accounts::store::keep_template(tx, channel, told, start);
                    })
                    .ok());
    }
    std::string template_status()
    {
        return accounts::find_template(*world.workspace()->read(), channel, "promo_jumat", "id")
            ->status;
    }
};

}  // namespace

TEST_CASE("notices: the same one told again is one row that says how often")
{
    House house;
    house.take(house.notice("account_violation"), "k1");
    house.take(house.notice("account_violation"), "k1");
    house.take(house.notice("account_violation"), "k2");
    auto const page = house.page();
    REQUIRE(page.data.size() == 2);
    CHECK(page.data[1].seen == 2);
    CHECK(page.unread_notices == 2);
}

TEST_CASE(
    "notices: read ones are out of the unread list, and come back when told after the retries")
{
    House house;
    auto desk = house.world.desk();
    house.take(house.notice("unknown"), "k1");
    house.take(house.notice("unknown"), "k2");
    accounts::ReadNotice one;
    one.notice = house.page().data[1].id;
    CHECK(accounts::read_notice(desk, one)->read_at.has_value());
    accounts::ListNotices unread;
    unread.unread = true;
    CHECK(house.page(unread).data.size() == 1);
    CHECK(accounts::read_notices(desk, {}).ok());
    CHECK(house.page().unread_notices == 0);
    house.world.advance(24h * 7);
    house.take(house.notice("unknown"), "k1");
    CHECK(house.page().unread_notices == 0);
    house.world.advance(24h * 9);
    house.take(house.notice("unknown"), "k1");
    CHECK(house.page().unread_notices == 1);
    one.notice = {12345};
    CHECK(accounts::read_notice(desk, one).error().code == "not_found");
}

TEST_CASE("notices: pages walk back to the oldest, also of one channel")
{
    House house;
    for (int i = 0; i < 7; ++i)
        house.take(house.notice("unknown"), "k" + std::to_string(i));
    accounts::ListNotices in;
    in.limit = 3;
    std::vector<std::int64_t> seen;
    for (int pages = 0; pages < 4; ++pages) {
        in.channel = pages % 2 ? std::optional(house.channel) : std::nullopt;
        auto const page = house.page(in);
        for (auto const& one : page.data)
            seen.push_back(one.id.value);
        if (!page.next)
            break;
        in.cursor = page.next;
    }
    CHECK(seen.size() == 7);
    CHECK(std::ranges::is_sorted(seen, std::greater<>{}));
    in = {};
    in.cursor = "x";
    auto desk = house.world.desk();
    CHECK(accounts::list_notices(desk, in).error().code == "invalid_input");
}

TEST_CASE("notices: a template is as the newest of them says, whatever the order")
{
    std::mt19937 chance(7);
    for (int round = 0; round < 12; ++round) {
        House house;
        house.add_template();
        std::vector<std::pair<std::string, std::chrono::seconds>> told{
            {"PAUSED", 1s}, {"APPROVED", 2s}, {"DISABLED", 3s}};
        std::ranges::shuffle(told, chance);
        for (auto const& [status, after] : told)
            house.take(house.judged(status, after), "k" + status);
        CHECK(house.template_status() == "DISABLED");
    }
}

TEST_CASE("notices: a number's own words are kept, an older one that comes late is not")
{
    House house;
    auto newer = house.notice("number_limit_raised", 20s);
    newer.profile = {{"messaging_limit", "TIER_10K"}};
    auto older = house.notice("number_limit_lowered", 10s);
    older.profile = {{"messaging_limit", "TIER_250"}};
    house.take(newer, "k1");
    house.take(older, "k2");
    CHECK(house.row().profile.find("TIER_10K") != std::string::npos);
    CHECK(house.row().profile.find("TIER_250") == std::string::npos);
}

TEST_CASE("notices: a ban stops the channel once, and not when it is old news")
{
    House house;
    auto ban = house.notice("account_banned");
    ban.stops = channels::Problem{"account_restricted", 0, {}, channels::Stops::channel};
    house.take(ban, "k1");
    CHECK(house.row().state == accounts::State::attention);
    CHECK(house.row().problem_code == "account_restricted");

    auto const again = [&] {
        REQUIRE(house.world.workspace()
                    ->write([&](db::Writer& tx) {
                        accounts::store::set_state(tx, house.channel, accounts::State::active);
                    })
                    .ok());
    };
    again();
    house.take(ban, "k1");  // a retry of the provider's
    CHECK(house.row().state == accounts::State::active);
    house.take(house.notice("account_reinstated", 60s), "k2");
    ban.at = house.start + 30s;
    house.take(ban, "k3");
    CHECK(house.row().state == accounts::State::active);
    house.world.advance(48h);
    ban.at = house.start + 90s;
    house.take(ban, "k4");
    CHECK(house.row().state == accounts::State::active);
    ban.at = house.world.clock.now();
    house.take(ban, "k5");
    CHECK(house.row().state == accounts::State::attention);
}

TEST_CASE(
    "notices: what is forbidden for a while is shown until it ends, and the newest word counts")
{
    House house;
    auto const shown = [&] {
        return accounts::load(*house.world.workspace(), *house.world.workspace()->read(),
                              house.channel)
            ->restrictions();
    };
    auto const told = [&](std::chrono::seconds at, std::chrono::seconds until) {
        auto notice = house.notice("account_restricted", at);
        notice.restrictions = {{channels::Restricted::templates, house.start + until}};
        return notice;
    };
    house.take(told(60s, 2h), "k1");
    CHECK(shown().templates == house.start + 2h);
    CHECK_FALSE(shown().utility_templates);
    CHECK(house.row().state == accounts::State::active);
    house.take(told(30s, 9h), "k2");  // an older one that comes late
    CHECK(shown().templates == house.start + 2h);
    house.take(told(90s, 3h), "k3");
    CHECK(shown().templates == house.start + 3h);
    house.world.advance(3h);
    CHECK_FALSE(shown().any());
}

TEST_CASE("notices: an error without a message is one row for each code")
{
    House house;
    for (int i = 0; i < 3; ++i)
        REQUIRE(house.world.workspace()
                    ->write([&](db::Writer& tx) {
                        accounts::receive(
                            *house.world.workspace(), tx, house.channel,
                            channels::ProviderError{{"rate_limited", 130429, "slow down", {}}},
                            "{}");
                    })
                    .ok());
    auto const page = house.page();
    REQUIRE(page.data.size() == 1);
    CHECK(page.data[0].kind.text == "provider_error");
    CHECK(page.data[0].severity == channels::Severity::warning);
    CHECK(page.data[0].seen == 3);
}

TEST_CASE("notices: what is old is forgotten")
{
    House house;
    house.take(house.notice("unknown"), "k1");
    house.world.advance(24h * 399);
    house.take(house.notice("unknown"), "k2");
    house.world.advance(24h * 2);
    accounts::drop_old_notices(*house.world.workspace());
    CHECK(house.page().data.size() == 1);
}

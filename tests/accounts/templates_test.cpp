#include "accounts/account.hpp"
#include "accounts/look.hpp"
#include "accounts/templates/templates.hpp"

#include <doctest/doctest.h>

#include "accounts/graph.hpp"
#include "accounts/templates/sync.hpp"

using namespace std::chrono_literals;
using tests::Office;

namespace {

base::Json made(std::string const& name, std::string const& language, std::string const& body)
{
    return {{"id", "9900" + std::to_string(name.size())},
            {"name", name},
            {"language", language},
            {"status", "APPROVED"},
            {"category", "UTILITY"},
            {"parameter_format", "POSITIONAL"},
            {"components", {{{"type", "BODY"}, {"text", body}}}}};
}

}  // namespace

TEST_CASE("accounts: templates are what the provider tells, with their places in order")
{
    Office office;
    office.graph.templates = {made("info_kirim", "id", "Halo {{nama}}, resi {{ resi }} {{nama}}."),
                              made("promo", "en_US", "Hi {{2}} and {{1}}")};
    auto const channel = office.connect()->id;
    auto const synced = accounts::sync_templates(office.desk, {channel});
    REQUIRE(synced);
    REQUIRE(synced->data.size() == 2);
    CHECK(synced->data[0].name == "info_kirim");
    CHECK(synced->data[0].parameter_names == std::vector<std::string>{"nama", "resi"});
    CHECK(synced->data[1].parameter_names == std::vector<std::string>{"2", "1"});
    CHECK(synced->data[1].status == "APPROVED");
    CHECK(synced->data[1].components.json.size() == 1);

    auto const found = accounts::find_template(*office.desk.workspace->read(), channel,
                                               "info_kirim", "id");
    REQUIRE(found);

    office.world.advance(1h);
    office.graph.templates.erase(0);
    REQUIRE(accounts::sync_templates(office.desk, {channel}));
    CHECK(accounts::list_templates(office.desk, {})->data.size() == 1);
    CHECK(accounts::list_templates(office.desk, {base::ChannelId{7}})->data.empty());
}

TEST_CASE("accounts: templates come by themselves after connecting, and again every day")
{
    Office office;
    jobs::Runner runner(office.world.world(), 0);
    jobs::Calendar calendar(runner);
    accounts::add_jobs(runner, calendar, office.around, office.world.http);
    calendar.plan(*office.desk.workspace);
    office.graph.templates = {made("satu", "id", "Halo")};
    REQUIRE(office.connect());
    runner.turn(*office.desk.workspace);
    CHECK(accounts::list_templates(office.desk, {})->data.size() == 1);
    office.graph.templates.push_back(made("kedua", "id", "Halo"));
    for (int hour = 0; hour < 26; ++hour) {
        office.world.advance(1h);
        runner.turn(*office.desk.workspace);
        runner.turn(*office.desk.workspace);
    }
    CHECK(accounts::list_templates(office.desk, {})->data.size() == 2);
}

TEST_CASE("accounts: a number sends as fast as the provider says it may")
{
    Office office;
    auto const channel = office.connect()->id;
    auto const pace = [&] {
        auto const account = accounts::load(*office.desk.workspace, *office.desk.workspace->read(),
                                            channel);
        return account->pace().per_second;
    };
    CHECK(pace() == 80);
    office.graph.on_phone_app = true;
    auto const looked = [&] {
        REQUIRE(accounts::look_by_itself(*office.desk.workspace, office.around, channel,
                                         office.world.http));
        return pace();
    };
    CHECK(looked() == 20);
    office.graph.on_phone_app = false;
    office.graph.throughput = "HIGH";
    CHECK(looked() == 1000);
    // What cannot be asked now stays as it was.
    office.graph.failure = tests::refused(190);
    CHECK(looked() == 1000);
    office.graph.failure.clear();
    office.graph.throughput = "STANDARD";
    CHECK(looked() == 80);
}

TEST_CASE("accounts: a number just connected already sends at its own pace")
{
    Office office;
    office.graph.throughput = "HIGH";
    auto const channel = office.connect()->id;
    CHECK(accounts::load(*office.desk.workspace, *office.desk.workspace->read(), channel)
              ->pace()
              .per_second == 1000);
}

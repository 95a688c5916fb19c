#include "accounts/connect.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "accounts/account.hpp"
#include "accounts/graph.hpp"
#include "accounts/leaving/removal.hpp"
#include "accounts/look.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/store.hpp"

using namespace std::chrono_literals;
using accounts::State;
using tests::Office;

namespace {

std::vector<std::string> failed_checks(accounts::Channel const& channel)
{
    std::vector<std::string> names;
    for (auto const& check : channel.checks)
        if (!check.ok)
            names.push_back(check.name);
    return names;
}

int channel_notes(workspace::Workspace& workspace)
{
    return workspace.read()->one<int>(R"sql(
        SELECT count(*) FROM change WHERE kind = 'channel.updated'
    )sql");
}

}  // namespace

TEST_CASE("accounts: connecting keeps the account, looks at it live and points the webhook at us")
{
    Office office;
    auto const channel = office.connect();
    REQUIRE(channel);
    CHECK(channel->state == State::active);
    CHECK(channel->kind == channels::Kind::whatsapp);
    CHECK(channel->traits.text_max == 4096);
    CHECK(channel->traits.window_hours == 24);
    REQUIRE(channel->traits.media.size() == 5);
    CHECK(channel->traits.media[0].bytes == 5 << 20);
    CHECK(channel->name == "Toko Kita");
    CHECK(channel->account.phone_number_id == "440022330055662");
    CHECK(channel->account.waba_id == "330011220044551");
    CHECK(channel->account.display_phone == "6281200007700");
    CHECK(channel->account.verified_name == "Toko Kita");
    CHECK(channel->account.quality == "GREEN");
    CHECK(channel->graph_url == "https://graph.facebook.com");
    CHECK(channel->graph_version == "v26.0");
    CHECK(channel->access_token.set);
    CHECK(channel->access_token.last4 == "0001");
    CHECK(channel->app_secret.last4 == "0001");
    CHECK_FALSE(channel->problem);
    CHECK(failed_checks(*channel).empty());

    auto const& route = office.routes.routes.at({"whatsapp", "440022330055662"});
    CHECK(route.channel == channel->id);
    CHECK(route.key.size() == 32);
    CHECK(channel->webhook_url == "https://inbox.example/webhooks/whatsapp/" + route.key);
    REQUIRE(channel->verify_token);
    CHECK(channel->verify_token->size() == 48);
    auto const asked = office.graph.subscriptions.back();
    CHECK(asked.find(channel->webhook_url) != std::string::npos);
    CHECK(asked.find(*channel->verify_token) != std::string::npos);
}

TEST_CASE("accounts: what was pasted wrongly is named, and nothing is kept")
{
    Office office;
    auto const refused = accounts::connect(office.desk, office.around,
                                           {.kind = channels::Kind::whatsapp,
                                            .name = {},
                                            .phone_number_id = "+62 812",
                                            .waba_id = "12x",
                                            .access_token = "EAA with blanks",
                                            .app_secret = "  ",
                                            .graph_url = "ftp://graph",
                                            .graph_version = "26"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "invalid_input");
    std::vector<std::string> named;
    for (auto const& field : refused.error().fields)
        named.push_back(field.field + ":" + field.code);
    CHECK(named == std::vector<std::string>{"phone_number_id:bad_format", "waba_id:bad_format",
                                            "access_token:bad_format", "app_secret:required",
                                            "graph_url:bad_format", "graph_version:bad_format"});
    CHECK(accounts::list(office.desk, office.around, {})->data.empty());
    CHECK(office.world.http.count() == 0);
}

TEST_CASE("accounts: an account is connected once in the whole installation")
{
    Office office;
    REQUIRE(office.connect());
    CHECK(office.connect().error().code == "account_taken");
    office.desk.workspace = office.world.workspace(2);
    CHECK(office.connect().error().code == "account_taken");
    CHECK(accounts::list(office.desk, office.around, {})->data.empty());
}

TEST_CASE("accounts: a failing check loses nothing and can be repeated")
{
    Office office;
    office.graph.failure = tests::refused(190);
    auto const channel = office.connect();
    REQUIRE(channel);
    CHECK(channel->state == State::attention);
    REQUIRE(channel->problem);
    CHECK(channel->problem->code.text == "token_invalid");
    CHECK(failed_checks(*channel) == std::vector<std::string>{"token"});
    CHECK(office.look(channel->id).access_token.set);

    office.graph.failure.clear();
    auto const again = accounts::check(office.desk, office.around, {channel->id});
    REQUIRE(again);
    CHECK(again->state == State::active);
    CHECK_FALSE(again->problem);
}

TEST_CASE("accounts: a webhook that could not be set is shown until calls do arrive")
{
    Office office;
    office.graph.refuse_subscription = true;
    auto const channel = office.connect();
    REQUIRE(channel);
    CHECK(channel->state == State::active);
    CHECK(channel->problem);
    CHECK(failed_checks(*channel) == std::vector<std::string>{"subscription", "webhook"});
    REQUIRE(office.desk.workspace->write(
        [&](db::Writer& tx) { accounts::heard(tx, channel->id, office.world.now()); }));
    auto const again = accounts::check(office.desk, office.around, {channel->id});
    CHECK(again->state == State::active);
    CHECK_FALSE(again->problem);
    CHECK(again->last_event_at == office.world.now());
}

TEST_CASE("accounts: calls that go to somebody else are taken over only when a person says so")
{
    Office office;
    auto const id = office.connect()->id;
    office.graph.callback = "https://other.example/hook";
    auto const posts = [&] {
        return std::ranges::count_if(office.graph.subscriptions, [](std::string const& one) {
            return one.starts_with("POST");
        });
    };
    auto const before = posts();
    auto const asked = accounts::check(office.desk, office.around, {id});
    REQUIRE(asked);
    CHECK(posts() == before);
    CHECK(office.graph.callback == "https://other.example/hook");
    CHECK(asked->state == State::active);
    REQUIRE(asked->problem);
    CHECK(asked->problem->code.text == "webhook_elsewhere");
    CHECK(asked->problem->detail == "https://other.example/hook");
    CHECK(failed_checks(*asked) == std::vector<std::string>{"webhook"});

    auto const taken = accounts::check(office.desk, office.around, {id, true});
    REQUIRE(taken);
    CHECK(posts() == before + 1);
    CHECK(office.graph.callback == taken->webhook_url);
    CHECK_FALSE(taken->problem);
}

TEST_CASE("accounts: the address of a neighbour of the same account is one of ours")
{
    Office office;
    auto const id = office.connect()->id;
    office.graph.callback =
        "https://inbox.example/webhooks/whatsapp/00112233445566778899aabbccddeeff";
    REQUIRE(accounts::look_by_itself(*office.desk.workspace, office.around, id, office.world.http));
    CHECK_FALSE(office.look(id).problem);
    CHECK(accounts::list_notices(office.desk, {})->data.empty());
}

TEST_CASE("accounts: a provider that cannot be asked now stops nothing")
{
    for (auto const& answer :
         {net::HttpOutcome(net::NetFailure{net::NetFailure::Stage::connect, ""}),
          net::HttpOutcome(net::HttpReply{404, {}, "no such page"})}) {
        Office office;
        office.world.http.otherwise([&](auto const&) { return answer; });
        auto const channel = office.connect();
        REQUIRE(channel);
        CHECK(channel->state == State::active);
        CHECK(channel->problem);
        CHECK_FALSE(failed_checks(*channel).empty());
    }
}

TEST_CASE("accounts: secrets are sealed in the file and shown to nobody")
{
    Office office;
    auto const channel = office.connect();
    REQUIRE(channel);
    auto const shown = base::to_text(base::write_json(office.look(channel->id)));
    CHECK(shown.find(tests::AccessToken) == std::string::npos);
    CHECK(shown.find(tests::AppSecret) == std::string::npos);
    auto const row = office.desk.workspace->read()->one<std::tuple<std::string, std::string>>(R"sql(
        SELECT access_token, app_secret FROM channel
    )sql");
    CHECK(std::get<0>(row).find("EAASIM") == std::string::npos);
    CHECK(std::get<1>(row).find("sim_app") == std::string::npos);

    office.desk.asker.sees_secrets = false;
    CHECK_FALSE(office.look(channel->id).verify_token);

    // A sealed value that is moved to another column does not open.
    REQUIRE(office.desk.workspace->write([&](db::Writer& tx) {
        tx.run(R"sql(
            UPDATE channel SET access_token = app_secret
        )sql");
    }));
    auto const& workspace = *office.desk.workspace;
    auto const reader = office.desk.workspace->read();
    CHECK(accounts::load(workspace, *reader, channel->id).error().code == "sealed_damaged");
}

TEST_CASE("accounts: an opened account carries what the calls need")
{
    Office office;
    auto const id = office.connect()->id;
    auto const reader = office.desk.workspace->read();
    auto const account = accounts::load(*office.desk.workspace, *reader, id);
    REQUIRE(account);
    CHECK(account->account().id == "440022330055662");
    CHECK(account->account().parent_id == "330011220044551");
    CHECK(account->account().access_token.reveal() == "EAASIMTOKEN0001");
    CHECK(account->account().app_secret.reveal() == "sim_app_secret_0001");
    CHECK(account->pace().per_second == 80);
    CHECK(accounts::load(*office.desk.workspace, *reader, base::ChannelId{4}).error().code ==
          "not_found");
    auto const key = office.routes.routes.begin()->second.key;
    CHECK(accounts::find_by_key(*reader, "whatsapp", key) == id);
    CHECK_FALSE(accounts::find_by_key(*reader, "telegram", key));
    CHECK(accounts::find_by_account(*reader, "whatsapp", "440022330055662") == id);
    CHECK(accounts::find_by_parent(*reader, "whatsapp", "330011220044551").size() == 1);
}

TEST_CASE("accounts: a new token is checked at once, a new name is not")
{
    Office office;
    auto const id = office.connect()->id;
    auto const asked = office.world.http.count();
    auto const named = accounts::edit(office.desk, office.around,
                                      {.channel = id, .name = "Toko Bandung"});
    REQUIRE(named);
    CHECK(named->name == "Toko Bandung");
    CHECK(office.world.http.count() == asked);

    office.graph.failure = tests::refused(190);
    auto const worse = accounts::edit(office.desk, office.around,
                                      {.channel = id, .access_token = "EAANEWTOKEN0002"});
    REQUIRE(worse);
    CHECK(worse->state == State::attention);
    CHECK(worse->access_token.last4 == "0002");
    CHECK(office.world.http.requests().back().headers.size() > 0);
    auto const odd = accounts::edit(office.desk, office.around,
                                    {.channel = id, .state = State::disconnected});
    CHECK(odd.error().fields[0].field == "state");
}

TEST_CASE("accounts: a channel moves to another address only with a token for it")
{
    Office office;
    auto const id = office.connect()->id;
    auto const asked = office.world.http.count();
    auto const moved = [&](std::string url, std::optional<std::string> token) {
        return accounts::edit(office.desk, office.around,
                              {.channel = id, .access_token = token, .graph_url = url});
    };
    auto const refused = moved("https://graph.elsewhere.example", {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields[0].field == "access_token");
    CHECK(refused.error().fields[0].code == "required");
    CHECK(office.world.http.count() == asked);
    CHECK(moved("https://graph.elsewhere.example", "EAANEWTOKEN0002")->graph_url ==
          "https://graph.elsewhere.example");
    // There it may stay, and home it may always go.
    CHECK(moved("https://graph.elsewhere.example/", {}));
    CHECK(moved("", {})->graph_url == "https://graph.facebook.com");
    CHECK(moved("https://graph.facebook.com", {}));
}

TEST_CASE("accounts: a paused channel stays paused until somebody resumes it")
{
    Office office;
    auto const id = office.connect()->id;
    CHECK(accounts::edit(office.desk, office.around, {.channel = id, .state = State::paused})
              ->state == State::paused);
    CHECK(accounts::check(office.desk, office.around, {id})->state == State::paused);
    CHECK(accounts::edit(office.desk, office.around, {.channel = id, .state = State::active})
              ->state == State::active);
}

TEST_CASE("accounts: a trouble of the account is told once")
{
    Office office;
    auto const id = office.connect()->id;
    auto& workspace = *office.desk.workspace;
    auto const before = channel_notes(workspace);
    channels::Problem const why{
        .code = "payment_problem", .provider_code = 131042, .detail = "pay"};
    for (auto const expected : {true, false}) {
        auto const stopped = workspace.write(
            [&](db::Writer& tx) { return accounts::stop(workspace, tx, id, why); });
        CHECK(*stopped == expected);
    }
    CHECK(channel_notes(workspace) == before + 1);
    CHECK(office.look(id).state == State::attention);
    CHECK(office.look(id).problem->code.text == "payment_problem");
}

TEST_CASE("accounts: disconnecting forgets the credentials and keeps the channel's history")
{
    Office office;
    auto const id = office.connect()->id;
    auto const gone = accounts::disconnect(office.desk, office.around, {id});
    REQUIRE(gone);
    CHECK(gone->state == State::disconnected);
    CHECK_FALSE(gone->access_token.set);
    CHECK_FALSE(gone->verify_token);
    CHECK(gone->webhook_url.empty());
    CHECK(office.routes.routes.empty());
    CHECK(office.gone == std::vector{id});
    CHECK(office.graph.subscriptions.back().starts_with("DELETE"));
    auto const sealed = office.desk.workspace->read()->one<int>(R"sql(
        SELECT count(access_token) + count(app_secret) + sum(length(verify_token)) FROM channel
    )sql");
    CHECK(sealed == 0);

    // The same number comes back to its old conversations, under a new address.
    auto const back = office.connect();
    REQUIRE(back);
    CHECK(back->id == id);
    CHECK(back->state == State::active);
}

TEST_CASE("accounts: a provider that does not answer is no obstacle to disconnecting")
{
    Office office;
    auto const id = office.connect()->id;
    office.world.http.otherwise(
        [](auto const&) { return net::NetFailure{net::NetFailure::Stage::connect, ""}; });
    CHECK(accounts::disconnect(office.desk, office.around, {id})->state == State::disconnected);
}

TEST_CASE("accounts: when one of two numbers leaves, the webhook goes to the one that stays")
{
    Office office;
    auto const stays = tests::add_channel(*office.desk.workspace, "440022330055999");
    auto const leaves = office.connect()->id;
    REQUIRE(accounts::disconnect(office.desk, office.around, {leaves}));
    CHECK(office.graph.subscriptions.back().starts_with("POST"));
    CHECK(office.graph.subscriptions.back().find(office.look(stays).webhook_url) !=
          std::string::npos);
}

TEST_CASE("accounts: a number of another app keeps its subscription, one of ours its address")
{
    Office office;
    auto const stays = tests::add_channel(*office.desk.workspace, "440022330055999");
    REQUIRE(office.desk.workspace->write([&](db::Writer& tx) {
        accounts::store::set_app_secret(
            tx, stays,
            office.desk.workspace->sealer().seal("another_app",
                                                 {"channel", "app_secret", stays.value, stays}));
    }));
    auto const leaves = office.connect()->id;
    REQUIRE(accounts::disconnect(office.desk, office.around, {leaves}));
    CHECK(office.graph.subscriptions.back().starts_with("DELETE"));

    // A number of the same app in another workspace counts as well.
    auto const neighbour = office.world.workspace(2);
    auto const theirs = tests::add_channel(*neighbour, "440022330055888");
    office.around.workspaces = [&] { return std::vector{office.desk.workspace, neighbour}; };
    auto const again = office.connect()->id;
    auto const gone = accounts::disconnect(office.desk, office.around, {again});
    REQUIRE(gone);
    CHECK(office.graph.subscriptions.back().starts_with("POST"));
    auto const key = accounts::store::find(*neighbour->read(), theirs)->webhook_key;
    CHECK(office.graph.subscriptions.back().find(key) != std::string::npos);
    REQUIRE(gone->checks.size() == 1);
    CHECK(gone->checks[0].name == "unsubscribed");
    CHECK(gone->checks[0].ok);
}

TEST_CASE("accounts: the number's own callback is cleared when it is ours")
{
    for (bool const ours : {true, false}) {
        Office office;
        auto const channel = office.connect();
        office.graph.number_callback = ours ? channel->webhook_url : "https://other.example/hook";
        REQUIRE(accounts::disconnect(office.desk, office.around, {channel->id}));
        CHECK(office.graph.number_callback == (ours ? "" : "https://other.example/hook"));
    }
}

TEST_CASE("accounts: what the provider did not hear is said")
{
    Office office;
    auto const id = office.connect()->id;
    office.graph.failure = tests::refused(190);
    auto const gone = accounts::disconnect(office.desk, office.around, {id});
    REQUIRE(gone);
    REQUIRE(gone->checks.size() == 1);
    CHECK_FALSE(gone->checks[0].ok);
    CHECK(gone->access_token.last4.empty());
    auto const kept = office.desk.workspace->read()->one<std::string>(R"sql(
        SELECT settings FROM channel
    )sql");
    CHECK(kept.find("0001") == std::string::npos);
}

TEST_CASE("accounts: a channel without its history is in no list and never comes back")
{
    Office office;
    auto const id = office.connect()->id;
    auto const gone = accounts::disconnect(office.desk, office.around, {id, false});
    REQUIRE(gone);
    REQUIRE(gone->removal);
    CHECK(gone->removal->state == accounts::RemovalState::waiting);
    CHECK(office.desk.workspace->read()->one<int>(R"sql(
        SELECT count(*) FROM job WHERE kind = 'channel.removal'
    )sql") == 1);
    CHECK(accounts::list(office.desk, office.around, {})->data.size() == 1);

    // Asked again nothing begins anew; the account may come back meanwhile, as another channel.
    REQUIRE(accounts::disconnect(office.desk, office.around, {id, false}));
    auto const back = office.connect();
    REQUIRE(back);
    CHECK(back->id != id);
    CHECK_FALSE(back->removal);

    REQUIRE(office.desk.workspace->write([&](db::Writer& tx) {
        accounts::begin_removal(tx, id, 3);
        accounts::count_removed(tx, id, 3);
        accounts::end_removal(tx, id, office.world.now());
    }));
    CHECK(accounts::list(office.desk, office.around, {})->data.size() == 1);
    CHECK(office.look(id).removal->state == accounts::RemovalState::done);
    CHECK(office.look(id).removal->done == 3);
}

TEST_CASE("accounts: history that stayed can be taken away later")
{
    Office office;
    auto const id = office.connect()->id;
    CHECK_FALSE(accounts::disconnect(office.desk, office.around, {id})->removal);
    auto const asked = office.world.http.count();
    CHECK(accounts::disconnect(office.desk, office.around, {id, false})->removal);
    CHECK(office.world.http.count() == asked);
}

TEST_CASE("accounts: routes a crash left out are restored when the workspace is opened")
{
    Office office;
    auto const id = office.connect()->id;
    auto const route = office.routes.routes.begin()->second;
    office.routes.routes.clear();
    accounts::restore_routes(*office.desk.workspace, office.routes);
    REQUIRE(office.routes.routes.size() == 1);
    CHECK(office.routes.routes.begin()->second.channel == id);
    CHECK(office.routes.routes.begin()->second.key == route.key);
}

#include "accounts/onboarding/onboarding.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "accounts/account.hpp"
#include "accounts/graph.hpp"
#include "accounts/leaving/deauthorize.hpp"
#include "accounts/look.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/onboarding/signup.hpp"
#include "accounts/reseal.hpp"

using namespace std::chrono_literals;
using accounts::Needs;
using accounts::Onboarding;
using accounts::Step;
using accounts::StepState;
using tests::Office;

namespace {

accounts::StepInfo step(Onboarding const& onboarding, Step name)
{
    auto const found = std::ranges::find(onboarding.steps, name, &accounts::StepInfo::name);
    REQUIRE(found != onboarding.steps.end());
    return *found;
}

std::string problem(Onboarding const& onboarding, Step name)
{
    auto const found = step(onboarding, name);
    return found.problem ? found.problem->code.text : "";
}

accounts::BeginOnboarding pasted()
{
    accounts::BeginOnboarding in;
    in.access_token = std::string(" ") + tests::AccessToken + "\n";
    in.app_secret = tests::AppSecret;
    in.name = "Toko";
    return in;
}

Onboarding begin(Office& office, accounts::BeginOnboarding const& in = pasted())
{
    auto const begun = accounts::begin_onboarding(office.desk, office.around, in);
    REQUIRE(begun);
    return *begun;
}

Onboarding run(Office& office, Onboarding const& onboarding,
               accounts::RunOnboarding in = accounts::RunOnboarding())
{
    in.onboarding = onboarding.id;
    auto const ran = accounts::run_onboarding(office.desk, office.around, in);
    REQUIRE(ran);
    return *ran;
}

Onboarding choose(Office& office, Onboarding const& onboarding)
{
    auto const chosen = accounts::choose_number(
        office.desk, office.around,
        {onboarding.id, tests::WabaId, tests::PhoneNumberId, std::nullopt});
    REQUIRE(chosen);
    return *chosen;
}

int secrets_kept(Office& office)
{
    return office.desk.workspace->read()->one<int>(R"sql(
        SELECT count(access_token) + count(app_secret) FROM onboarding
    )sql");
}

}  // namespace

TEST_CASE("onboarding: who takes the permission back leaves no trace of how it was given")
{
    Office office;
    auto const onboarding = choose(office, begin(office));
    REQUIRE(onboarding.channel);
    auto& workspace = *office.desk.workspace;
    auto const of = [&](char const* person) {
        return accounts::channels_of_app(workspace, *workspace.read(), tests::AppSecret, person,
                                         accounts::WhoGave::this_person);
    };
    CHECK(of("7009").empty());
    REQUIRE(of("7001234567890123").size() == 1);
    begin(office);  // another one of the same person, not yet at its channel
    REQUIRE(workspace
                .write([&](db::Writer& tx) {
                    return accounts::forget_token(workspace, tx, *onboarding.channel);
                })
                .value());
    CHECK(workspace.read()->one<int>(R"sql(SELECT count(*) FROM onboarding)sql") == 0);
    CHECK(of("7001234567890123").empty());
}

TEST_CASE(
    "onboarding: a pasted token goes as far as the choice, and from there to the first message")
{
    Office office;
    auto onboarding = begin(office);
    CHECK(onboarding.app_id == "550033440066773");
    CHECK(onboarding.access_token.last4 == "0001");
    CHECK(step(onboarding, Step::token).state == StepState::done);
    REQUIRE(onboarding.accounts.size() == 1);
    CHECK(onboarding.accounts[0].name == "Kita Group");
    REQUIRE(onboarding.accounts[0].numbers.size() == 2);
    CHECK(onboarding.accounts[0].numbers[0].display_phone == "6281200007700");
    CHECK(onboarding.accounts[0].numbers[1].status == "PENDING");
    CHECK(step(onboarding, Step::choose).needs == Needs::choice);
    CHECK(step(onboarding, Step::registration).state == StepState::waiting);
    CHECK(secrets_kept(office) == 2);

    onboarding = choose(office, onboarding);
    REQUIRE(onboarding.channel);
    CHECK(step(onboarding, Step::registration).detail == "CONNECTED");
    CHECK(step(onboarding, Step::webhook).state == StepState::done);
    CHECK(step(onboarding, Step::first_message).needs == Needs::message);
    CHECK_FALSE(onboarding.done);
    CHECK(secrets_kept(office) == 0);
    CHECK_FALSE(onboarding.access_token.set);

    auto const channel = office.look(*onboarding.channel);
    CHECK(channel.name == "Toko");
    CHECK(channel.state == accounts::State::active);
    CHECK(office.graph.callback == channel.webhook_url);
    REQUIRE(office.graph.app_subscriptions.size() == 1);
    CHECK(office.graph.app_subscriptions[0].find(channel.webhook_url) != std::string::npos);
    CHECK(office.graph.app_subscriptions[0].find("message_template_status_update") !=
          std::string::npos);

    office.world.advance(5s);
    REQUIRE(office.desk.workspace->write(
        [&](db::Writer& tx) { accounts::heard(tx, *onboarding.channel, office.world.now()); }));
    auto const seen = accounts::get_onboarding(office.desk, office.around, {onboarding.id});
    REQUIRE(seen);
    CHECK(step(*seen, Step::first_message).state == StepState::done);
    CHECK(seen->done);
}

TEST_CASE("onboarding: a step that was done is not done again")
{
    Office office;
    auto const onboarding = choose(office, begin(office));
    auto const asked = office.graph.subscriptions.size();
    auto const again = run(office, onboarding);
    CHECK(again.channel == onboarding.channel);
    CHECK(office.graph.subscriptions.size() == asked);
    CHECK(accounts::list(office.desk, office.around, {})->data.size() == 1);
}

TEST_CASE("onboarding: what the token lacks is named, and mended it goes on")
{
    Office office;
    office.graph.scopes = {"whatsapp_business_management"};
    auto onboarding = begin(office);
    CHECK(step(onboarding, Step::token).state == StepState::failed);
    CHECK(step(onboarding, Step::token).needs == Needs::fix);
    CHECK(problem(onboarding, Step::token) == "scope_missing");
    CHECK(step(onboarding, Step::token).problem->detail == "whatsapp_business_messaging");
    CHECK(step(onboarding, Step::accounts).state == StepState::waiting);

    office.graph.scopes = {"whatsapp_business_management", "whatsapp_business_messaging"};
    onboarding = run(office, onboarding);
    CHECK(step(onboarding, Step::token).state == StepState::done);
    CHECK(step(onboarding, Step::choose).needs == Needs::choice);
}

TEST_CASE("onboarding: a secret of another app and an app that was not meant are told apart")
{
    Office office;
    auto in = pasted();
    in.app_secret = "another_secret_0009";
    CHECK(problem(begin(office, in), Step::token) == "secret_wrong");
    in = pasted();
    in.app_id = "550033440066999";
    CHECK(problem(begin(office, in), Step::token) == "token_other_app");
    office.graph.failure = tests::refused(190);
    CHECK(problem(begin(office), Step::token) == "token_invalid");
}

TEST_CASE("onboarding: the only number needs no choice, and a new one asks for its PIN")
{
    Office office;
    office.graph.numbers = {{{"id", tests::PhoneNumberId}}};
    office.graph.targets = {tests::WabaId};
    office.graph.status = "PENDING";
    auto onboarding = begin(office);
    CHECK(onboarding.phone_number_id == tests::PhoneNumberId);
    CHECK(step(onboarding, Step::registration).needs == Needs::pin);

    accounts::RunOnboarding with_pin;
    with_pin.pin = "111111";
    onboarding = run(office, onboarding, with_pin);
    CHECK(step(onboarding, Step::registration).needs == Needs::pin);
    CHECK(problem(onboarding, Step::registration) == "pin_wrong");
    with_pin.pin = "581063";
    onboarding = run(office, onboarding, with_pin);
    CHECK(step(onboarding, Step::registration).state == StepState::done);
    CHECK(step(onboarding, Step::first_message).needs == Needs::message);
}

TEST_CASE("onboarding: somebody else's webhook address is taken over only when a person says so")
{
    Office office;
    office.graph.callback = "https://other.example/hook";
    auto onboarding = choose(office, begin(office));
    CHECK(step(onboarding, Step::webhook).needs == Needs::confirm);
    CHECK(problem(onboarding, Step::webhook) == "webhook_elsewhere");
    CHECK(step(onboarding, Step::webhook).detail == "https://other.example/hook");
    CHECK(office.graph.callback == "https://other.example/hook");

    accounts::RunOnboarding agreed;
    agreed.confirm = true;
    onboarding = run(office, onboarding, agreed);
    CHECK(step(onboarding, Step::webhook).state == StepState::done);
    CHECK(office.graph.callback == office.look(*onboarding.channel).webhook_url);
}

TEST_CASE("onboarding: the app's own address may be left to whoever has it")
{
    Office office;
    office.graph.app_callback = "https://other.example/app";
    auto onboarding = choose(office, begin(office));
    CHECK(step(onboarding, Step::webhook).needs == Needs::confirm);
    accounts::RunOnboarding leave;
    leave.confirm = false;
    onboarding = run(office, onboarding, leave);
    CHECK(step(onboarding, Step::webhook).state == StepState::done);
    CHECK(problem(onboarding, Step::webhook) == "app_webhook_manual");
    CHECK(office.graph.app_subscriptions.empty());
}

TEST_CASE("onboarding: without an address of our own the provider cannot call")
{
    Office office;
    office.public_url.clear();
    auto const onboarding = choose(office, begin(office));
    CHECK(problem(onboarding, Step::webhook) == "public_url_missing");
}

TEST_CASE("onboarding: nobody runs one that runs already, and an old one is forgotten")
{
    Office office;
    auto const onboarding = begin(office);
    REQUIRE(office.desk.workspace->write([&](db::Writer& tx) {
        tx.run(R"sql(UPDATE onboarding SET busy_until = ?1)sql", office.world.now() + 1min);
    }));
    accounts::RunOnboarding in;
    in.onboarding = onboarding.id;
    CHECK(accounts::run_onboarding(office.desk, office.around, in).error().code ==
          "onboarding_busy");
    office.world.advance(2min);
    CHECK(accounts::run_onboarding(office.desk, office.around, in));
    accounts::drop_old_onboardings(*office.desk.workspace);
    CHECK(secrets_kept(office) == 2);
    office.world.advance(24h * 8);
    accounts::drop_old_onboardings(*office.desk.workspace);
    CHECK(secrets_kept(office) == 0);
    CHECK(accounts::get_onboarding(office.desk, office.around, {onboarding.id}).error().code ==
          "not_found");
}

TEST_CASE("onboarding: the pasted secrets lie sealed and are never shown")
{
    Office office;
    auto const onboarding = begin(office);
    auto const shown = base::to_text(base::write_json(onboarding));
    CHECK(shown.find(tests::AccessToken) == std::string::npos);
    CHECK(shown.find(tests::AppSecret) == std::string::npos);
    auto const row = office.desk.workspace->read()->one<std::tuple<std::string, std::string>>(R"sql(
        SELECT access_token, progress FROM onboarding
    )sql");
    CHECK(std::get<0>(row).find("EAASIM") == std::string::npos);
    CHECK(std::get<1>(row).find("EAASIM") == std::string::npos);
}

TEST_CASE("onboarding: the dialog comes back to who began it, with the state it was given")
{
    Office office;
    accounts::BeginOnboarding in;
    in.lane = accounts::Lane::signup;
    in.shared_with_app = true;
    auto onboarding = begin(office, in);
    CHECK(step(onboarding, Step::checklist).state == StepState::done);
    CHECK(step(onboarding, Step::code).needs == Needs::dialog);
    REQUIRE(onboarding.dialog_url);
    auto const& url = *onboarding.dialog_url;
    CHECK(url.starts_with("https://www.facebook.com/v26.0/dialog/oauth?client_id=550033440066773"
                          "&config_id=990011&response_type=code"
                          "&override_default_response_type=true"
                          "&redirect_uri=https%3A%2F%2Finbox.example%2Fconnect%2Fwhatsapp&state="));
    CHECK(url.find("whatsapp_business_app_onboarding") != std::string::npos);
    auto const from = url.find("&state=") + 7;
    auto const state = url.substr(from, url.find('&', from) - from);
    CHECK(state.starts_with(onboarding.id.text() + "."));

    auto const finish = [&](std::string const& code, std::string const& given) {
        return accounts::finish_dialog(office.desk, office.around, {onboarding.id, code, given});
    };
    CHECK(finish("AQB", "1.forged").error().code == "state_wrong");
    auto const me = office.desk.asker.user;
    office.desk.asker.user = base::UserId{2};
    CHECK(finish("AQB", state).error().code == "state_wrong");
    office.desk.asker.user = me;

    office.graph.on_phone_app = true;
    office.graph.targets = {tests::WabaId};
    office.graph.numbers = {{{"id", tests::PhoneNumberId}, {"is_on_biz_app", true}}};
    auto const finished = finish("AQB", state);
    REQUIRE(finished);
    CHECK(step(*finished, Step::registration).state == StepState::skipped);
    CHECK(step(*finished, Step::webhook).state == StepState::done);
    CHECK(step(*finished, Step::history).state == StepState::done);
    CHECK(office.graph.phone_app_data.size() == 2);
    CHECK(office.graph.phone_app_data[0].find("smb_app_state_sync") != std::string::npos);
    CHECK(office.graph.phone_app_data[1].find("history") != std::string::npos);
    CHECK_FALSE(finished->dialog_url);

    // Each can be asked once.
    accounts::RunOnboarding again;
    again.step = Step::history;
    run(office, *finished, again);
    CHECK(office.graph.phone_app_data.size() == 2);
}

TEST_CASE("onboarding: a code that came too late is said, and the dialog can be opened again")
{
    Office office;
    accounts::BeginOnboarding in;
    in.lane = accounts::Lane::signup;
    auto const onboarding = begin(office, in);
    auto const& url = *onboarding.dialog_url;
    auto const from = url.find("&state=") + 7;
    auto const state = url.substr(from, url.find('&', from) - from);
    office.world.http.otherwise(
        [](auto const&) { return net::HttpReply{400, {}, tests::refused(100, "code expired")}; });
    auto const late = accounts::finish_dialog(office.desk, office.around,
                                              {onboarding.id, "OLD", state});
    REQUIRE(late);
    CHECK(problem(*late, Step::code) == "code_expired");
    CHECK(step(*late, Step::code).needs == Needs::dialog);
    CHECK(late->dialog_url);
}

TEST_CASE("onboarding: an app that is not ready stops before the dialog, with what is missing")
{
    Office office;
    office.signup_app_id.clear();
    accounts::BeginOnboarding in;
    in.lane = accounts::Lane::signup;
    auto const onboarding = begin(office, in);
    CHECK(problem(onboarding, Step::checklist) == "signup_not_ready");
    CHECK(step(onboarding, Step::checklist).problem->detail == "app");
    CHECK_FALSE(onboarding.dialog_url);
}

TEST_CASE("signup app: each point of the checklist is looked at live")
{
    Office office;
    office.public_url = "http://inbox.example";
    auto const app = accounts::show_signup_app(office.desk, office.around, {});
    REQUIRE(app);
    std::map<std::string, std::string> found;
    for (auto const& item : app->checklist)
        found[std::string(base::word_of(item.name))] = std::string(base::word_of(item.state));
    CHECK(found == std::map<std::string, std::string>{{"public_url", "ok"},
                                                      {"https", "missing"},
                                                      {"app", "ok"},
                                                      {"configuration", "ok"},
                                                      {"redirect", "unknown"},
                                                      {"domain", "ok"},
                                                      {"webhook", "missing"},
                                                      {"live", "unknown"}});
    CHECK_FALSE(app->ready);
    CHECK(app->redirect_uri == "http://inbox.example/connect/whatsapp");
    office.public_url = "https://inbox.example";
    CHECK(accounts::show_signup_app(office.desk, office.around, {})->ready);
}

TEST_CASE("hourly look: a dead token stops the channel with one notice, and its return is told")
{
    Office office;
    auto const id = office.connect()->id;
    auto& workspace = *office.desk.workspace;
    auto const look = [&] {
        REQUIRE(accounts::look_by_itself(workspace, office.around, id, office.world.http));
    };
    auto const kinds = [&] {
        std::vector<std::string> out;
        auto const page = accounts::list_notices(office.desk, {});
        for (auto const& one : page->data)
            out.push_back(one.kind.text);
        return out;
    };
    look();
    CHECK(kinds().empty());
    office.graph.failure = tests::refused(190);
    look();
    office.world.advance(1h);
    look();
    CHECK(office.look(id).state == accounts::State::attention);
    CHECK(kinds() == std::vector<std::string>{"channel_stopped"});
    office.graph.failure.clear();
    look();
    CHECK(office.look(id).state == accounts::State::active);
    CHECK(kinds() == std::vector<std::string>{"channel_working", "channel_stopped"});
}

TEST_CASE(
    "hourly look: it takes no address over, tells where the calls go, and warns of an ending token")
{
    Office office;
    auto const id = office.connect()->id;
    auto& workspace = *office.desk.workspace;
    auto const asked = office.graph.subscriptions.size();
    office.graph.callback = "https://other.example/hook";
    office.graph.expires_at = (office.world.now() + 24h * 10).ms / 1000;
    for (int i = 0; i < 2; ++i)
        REQUIRE(accounts::look_by_itself(workspace, office.around, id, office.world.http));
    for (auto at = asked; at < office.graph.subscriptions.size(); ++at)
        CHECK(office.graph.subscriptions[at].starts_with("GET"));
    std::vector<std::string> kinds;
    auto const told = accounts::list_notices(office.desk, {});
    for (auto const& one : told->data)
        kinds.push_back(one.kind.text);
    std::ranges::sort(kinds);
    CHECK(kinds == std::vector<std::string>{"token_ends", "webhook_elsewhere"});
    CHECK(office.look(id).state == accounts::State::active);
    CHECK(office.look(id).token_expires_at == base::Instant{office.graph.expires_at * 1000});
    office.world.advance(24h * 8);
    REQUIRE(accounts::look_by_itself(workspace, office.around, id, office.world.http));
    CHECK(accounts::list_notices(office.desk, {})->data.size() == 3);
}

TEST_CASE("hourly look: a provider that cannot be asked, and an unpaid bill, change nothing")
{
    Office office;
    auto const id = office.connect()->id;
    auto& workspace = *office.desk.workspace;
    REQUIRE(workspace.write([&](db::Writer& tx) {
        return accounts::stop(workspace, tx, id, {.code = "payment_problem", .detail = "pay"});
    }));
    REQUIRE(accounts::look_by_itself(workspace, office.around, id, office.world.http));
    CHECK(office.look(id).state == accounts::State::attention);

    REQUIRE(accounts::check(office.desk, office.around, {id}));
    CHECK(office.look(id).state == accounts::State::active);
    office.world.http.otherwise(
        [](auto const&) { return net::NetFailure{net::NetFailure::Stage::connect, ""}; });
    REQUIRE(accounts::look_by_itself(workspace, office.around, id, office.world.http));
    CHECK(office.look(id).state == accounts::State::active);
    CHECK_FALSE(office.look(id).problem);
}

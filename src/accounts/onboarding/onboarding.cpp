#include "accounts/onboarding/onboarding.hpp"

#include <algorithm>

#include "accounts/account.hpp"
#include "accounts/onboarding/steps.hpp"
#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/text.hpp"
#include "channels/list.hpp"
#include "crypto/sealed.hpp"
#include "crypto/token.hpp"

namespace accounts {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

namespace {

// Longer than any run: its calls have limits of their own.
constexpr auto Claim = std::chrono::milliseconds(5min);
constexpr auto Kept = std::chrono::milliseconds(7 * 24h);

Error not_found() { return {Fault::not_found, "not_found"}; }
Error wrong(std::vector<base::FieldError> fields)
{
    return {Fault::invalid, "invalid_input", "Look at the named fields.", std::move(fields)};
}

base::Result<store::OnboardingRow> row_of(workspace::Desk& desk, OnboardingId id)
{
    auto row = store::find_onboarding(*desk.workspace->read(), id);
    if (!row)
        return not_found();
    return *row;
}

std::string dialog_address(Surroundings const& around, Progress const& progress)
{
    auto const app = around.signup_app ? around.signup_app() : Error{Fault::unavailable, ""};
    if (!app)
        return {};
    channels::App const ours{.id = app->app_id,
                             .secret = {},
                             .base_url = app->graph_url,
                             .version = progress.graph_version};
    return channels::find(channels::Kind::whatsapp)
        ->connector()
        ->dialog(ours, {.base_url = app->dialog_url,
                        .configuration = app->config_id,
                        .redirect_uri = redirect_uri(around),
                        .state = progress.state,
                        .shared_with_phone_app = progress.shared_with_app});
}

Onboarding show(workspace::Desk& desk, Surroundings const& around, store::OnboardingRow const& row)
{
    auto progress = Progress::read(row.progress);
    auto const channel = row.channel ? store::find(*desk.workspace->read(), row.channel)
                                     : std::nullopt;
    // Nobody runs anything when the first call comes.
    if (!progress.settled(Step::first_message) && channel && channel->last_event_at &&
        *channel->last_event_at >= row.created_at)
        progress.step(Step::first_message) = {.name = Step::first_message,
                                              .state = StepState::done,
                                              .detail = base::to_rfc3339(*channel->last_event_at),
                                              .at = channel->last_event_at};
    Onboarding out;
    out.id = row.id;
    out.lane = row.lane;
    out.done = progress.all_settled();
    out.steps = progress.steps;
    out.accounts = progress.accounts;
    for (auto& account : out.accounts)
        for (auto& number : account.numbers)
            number.connected = around.routes.taken(base::word_of(channels::Kind::whatsapp),
                                                   number.id);
    if (!progress.waba_id.empty())
        out.waba_id = progress.waba_id;
    if (!progress.phone_number_id.empty())
        out.phone_number_id = progress.phone_number_id;
    if (row.channel)
        out.channel = row.channel;
    out.app_id = progress.app_id;
    out.access_token = {row.access_token.has_value(), row.access_token ? progress.last4 : ""};
    out.expires_at = progress.expires_at;
    out.created_at = row.created_at;
    auto const code = std::ranges::find(out.steps, Step::code, &StepInfo::name);
    if (code != out.steps.end() && code->needs == Needs::dialog)
        out.dialog_url = dialog_address(around, progress);
    return out;
}

// Runs `work` while nobody else works on the same one.
template <class Work>
base::Result<Onboarding> alone(workspace::Desk& desk, Surroundings const& around, OnboardingId id,
                               RunOnboarding const& in, Work work)
{
    auto const row = TRY(row_of(desk, id));
    auto const now = desk.now();
    auto const mine = TRY(desk.workspace->write(
        [&](db::Writer& tx) { return store::claim_onboarding(tx, id, now + Claim, now); }));
    if (!mine)
        return Error{Fault::conflict, "onboarding_busy", "It is running already."};
    Walk walk(desk, around, row, in);
    auto const done = work(walk);
    TRY(desk.workspace->write([&](db::Writer& tx) { store::release_onboarding(tx, id); }));
    if (!done)
        return done.error();
    return show(desk, around, TRY(row_of(desk, id)));
}

struct Pasted {
    std::string access_token;
    std::string app_secret;

    Pasted() = default;
    Pasted(Pasted const&) = delete;
    ~Pasted()
    {
        crypto::wipe(access_token);
        crypto::wipe(app_secret);
    }
};

base::Result<Progress> read_begin(BeginOnboarding const& in, Pasted& pasted)
{
    std::vector<base::FieldError> errors;
    auto progress = Progress::fresh(in.lane);
    progress.name = in.name.value_or("");
    progress.wanted_app_id = in.app_id.value_or("");
    progress.shared_with_app = in.shared_with_app;
    if (!progress.wanted_app_id.empty() && !is_provider_id(progress.wanted_app_id))
        errors.push_back({"app_id", "bad_format"});
    if (in.lane == Lane::token) {
        pasted.access_token = trimmed_secret(in.access_token.value_or(""));
        pasted.app_secret = trimmed_secret(in.app_secret.value_or(""));
        for (auto const& [field, text] : {std::pair{"access_token", &pasted.access_token},
                                          std::pair{"app_secret", &pasted.app_secret}})
            if (!is_credential(*text))
                errors.push_back({field, text->empty() ? "required" : "bad_format"});
        if (in.graph_url && !in.graph_url->empty()) {
            if (auto url = clean_base_url(*in.graph_url))
                progress.graph_url = std::move(*url);
            else
                errors.push_back({"graph_url", "bad_format"});
        }
        if (in.graph_version && !in.graph_version->empty()) {
            progress.graph_version = *in.graph_version;
            if (!is_version(progress.graph_version))
                errors.push_back({"graph_version", "bad_format"});
        }
    } else {
        for (auto const& [field, given] : {std::pair{"access_token", in.access_token.has_value()},
                                           std::pair{"app_secret", in.app_secret.has_value()}})
            if (given)
                errors.push_back({field, "not_allowed"});
    }
    if (!errors.empty())
        return wrong(std::move(errors));
    return progress;
}

}  // namespace

base::Result<Onboarding> begin_onboarding(workspace::Desk& desk, Surroundings const& around,
                                          BeginOnboarding const& in)
{
    Pasted pasted;
    auto progress = TRY(read_begin(in, pasted));
    auto& workspace = *desk.workspace;
    auto const id = TRY(workspace.write([&](db::Writer& tx) -> base::Result<OnboardingId> {
        auto const made = store::add_onboarding(tx, in.lane, desk.asker.user, desk.now());
        if (in.lane == Lane::token) {
            auto const sealed = [&](std::string_view column, std::string const& plain) {
                return workspace.sealer().seal(plain,
                                               {"onboarding", column, made.value, ChannelId{}});
            };
            store::keep_secrets(tx, made, sealed("access_token", pasted.access_token),
                                sealed("app_secret", pasted.app_secret));
            progress.last4 = crypto::last4(pasted.access_token);
        } else {
            progress.state = made.text() + "." + crypto::new_token(desk.world().random);
        }
        store::keep_progress(tx, made, progress.text(), {}, false);
        return made;
    }));
    RunOnboarding run;
    run.onboarding = id;
    return run_onboarding(desk, around, run);
}

base::Result<base::Page<Onboarding>> list_onboardings(workspace::Desk& desk,
                                                      Surroundings const& around,
                                                      ListOnboardings const&)
{
    base::Page<Onboarding> page;
    for (auto const& row : store::open_onboardings(*desk.workspace->read()))
        if (auto shown = show(desk, around, row); !shown.done)
            page.data.push_back(std::move(shown));
    return page;
}

base::Result<Onboarding> get_onboarding(workspace::Desk& desk, Surroundings const& around,
                                        GetOnboarding const& in)
{
    return show(desk, around, TRY(row_of(desk, in.onboarding)));
}

base::Result<Onboarding> choose_number(workspace::Desk& desk, Surroundings const& around,
                                       ChooseNumber const& in)
{
    if (!is_provider_id(in.waba_id) || !is_provider_id(in.phone_number_id))
        return wrong({{is_provider_id(in.waba_id) ? "phone_number_id" : "waba_id", "bad_format"}});
    RunOnboarding run;
    run.onboarding = in.onboarding;
    run.step = Step::choose;
    return alone(desk, around, in.onboarding, run, [&](Walk& walk) -> base::Result<void> {
        auto& progress = walk.progress();
        if (walk.row().channel && progress.phone_number_id != in.phone_number_id)
            return Error{Fault::conflict, "conflict", "Another number is connected already."};
        progress.waba_id = in.waba_id;
        progress.phone_number_id = in.phone_number_id;
        if (in.name)
            progress.name = *in.name;
        return walk.go();
    });
}

base::Result<Onboarding> run_onboarding(workspace::Desk& desk, Surroundings const& around,
                                        RunOnboarding const& in)
{
    if (in.code_method && *in.code_method != "sms" && *in.code_method != "voice")
        return wrong({{"code_method", "not_allowed"}});
    return alone(desk, around, in.onboarding, in, [](Walk& walk) { return walk.go(); });
}

base::Result<Onboarding> finish_dialog(workspace::Desk& desk, Surroundings const& around,
                                       FinishDialog const& in)
{
    RunOnboarding run;
    run.onboarding = in.onboarding;
    return alone(desk, around, in.onboarding, run, [&](Walk& walk) -> base::Result<void> {
        auto const& row = walk.row();
        // Who began it comes back: a link somebody else sends cannot put their account here.
        if (row.lane != Lane::signup || row.created_by != desk.asker.user ||
            !crypto::same(in.state, walk.progress().state))
            return Error{Fault::forbidden, "state_wrong", "This dialog was not begun here."};
        if (walk.progress().settled(Step::code))
            return walk.go();
        TRY(walk.take_code(in.code));
        if (!walk.progress().settled(Step::code))
            return {};
        return walk.go();
    });
}

base::Result<void> drop_onboarding(workspace::Desk& desk, Surroundings const&,
                                   DropOnboarding const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (!store::drop_onboarding(tx, in.onboarding))
            return not_found();
        return {};
    });
}

void drop_old_onboardings(workspace::Workspace& workspace)
{
    auto const before = workspace.world().now() - Kept;
    auto const dropped = workspace.write(
        [&](db::Writer& tx) { store::drop_onboardings(tx, before); }, db::Priority::background);
    if (!dropped)
        throw std::runtime_error(dropped.error().code);
}

}  // namespace accounts

#include "accounts/onboarding/steps.hpp"

#include <algorithm>

#include "accounts/account.hpp"
#include "accounts/keep.hpp"
#include "accounts/look.hpp"
#include "accounts/onboarding/signup.hpp"
#include "accounts/store.hpp"
#include "base/text.hpp"
#include "channels/list.hpp"
#include "crypto/sealed.hpp"

namespace accounts {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t LongestDetail = 500;

std::string short_text(std::string_view text)
{
    return std::string(base::first_points(text, LongestDetail));
}

Verdict done(std::string detail = {}) { return {.detail = short_text(detail)}; }
Verdict skipped(std::string detail) { return {StepState::skipped, {}, short_text(detail), {}}; }
Verdict waiting(Needs needs, std::string detail = {}, std::optional<StepProblem> problem = {})
{
    return {StepState::waiting, needs, short_text(detail), std::move(problem)};
}
Verdict failed(StepProblem problem)
{
    return {StepState::failed, Needs::fix, {}, std::move(problem)};
}
Verdict failed(char const* code, std::string detail = {})
{
    return failed(StepProblem{std::string(code), short_text(detail)});
}
Verdict failed(Error const& error) { return failed(problem_of(error)); }

bool is_pin(std::string_view text)
{
    return text.size() == 6 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

base::Result<crypto::SecretText> opened(workspace::Workspace const& workspace, OnboardingId id,
                                        std::string_view column,
                                        std::optional<std::string> const& sealed)
{
    if (!sealed)
        return crypto::SecretText("");
    auto plain = TRY(
        workspace.sealer().open(*sealed, {"onboarding", column, id.value, ChannelId{}}));
    crypto::SecretText secret{std::string_view(plain)};
    crypto::wipe(plain);
    return secret;
}

}  // namespace

StepProblem problem_of(Error const& error)
{
    auto const known = base::Word<StepCodes>::knows(error.code);
    return {known ? error.code : std::string("unknown_provider_error"),
            short_text(known ? error.detail : error.code + " " + error.detail)};
}

std::string redirect_uri(Surroundings const& around)
{
    return around.public_url ? around.public_url() + "/connect/whatsapp" : std::string();
}

Walk::Walk(workspace::Desk& desk, Surroundings const& around, store::OnboardingRow row,
           RunOnboarding const& in)
    : m_desk(desk),
      m_around(around),
      m_row(std::move(row)),
      m_in(in),
      m_progress(Progress::read(m_row.progress)),
      m_token(""),
      m_secret("")
{
}

channels::Connector const& Walk::connector() const
{
    return *channels::find(channels::Kind::whatsapp)->connector();
}

channels::BusinessNumber const& Walk::number() const
{
    return *channels::find(channels::Kind::whatsapp)->number();
}

channels::Account Walk::account() const
{
    return {.id = m_progress.phone_number_id,
            .parent_id = m_progress.waba_id,
            .base_url = m_progress.graph_url,
            .version = m_progress.graph_version,
            .access_token = channels::SecretView(m_token.view()),
            .app_secret = channels::SecretView(m_secret.view())};
}

channels::App Walk::app() const
{
    return {.id = m_progress.app_id,
            .secret = channels::SecretView(m_secret.view()),
            .base_url = m_progress.graph_url,
            .version = m_progress.graph_version};
}

base::Result<void> Walk::open_secrets()
{
    m_token = TRY(opened(*m_desk.workspace, m_row.id, "access_token", m_row.access_token));
    m_secret = TRY(opened(*m_desk.workspace, m_row.id, "app_secret", m_row.app_secret));
    if (m_row.lane == Lane::signup && m_secret.empty() && m_around.signup_app)
        m_secret = std::move(TRY(m_around.signup_app()).app_secret);
    // Forgotten here, because the channel has them.
    if (m_token.empty() && m_row.channel)
        if (auto const kept = load(*m_desk.workspace, *m_desk.workspace->read(), m_row.channel)) {
            m_token = crypto::SecretText(kept->account().access_token.reveal());
            m_secret = crypto::SecretText(kept->account().app_secret.reveal());
        }
    return {};
}

base::Result<void> Walk::save()
{
    auto const text = m_progress.text();
    auto const done = m_progress.all_settled();
    return m_desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        store::keep_progress(tx, m_row.id, text, m_row.channel, done);
        return {};
    });
}

base::Result<void> Walk::go()
{
    TRY(open_secrets());
    if (m_in.step &&
        std::ranges::find(m_progress.steps, *m_in.step, &StepInfo::name) != m_progress.steps.end())
        m_progress.step(*m_in.step) = {.name = *m_in.step};
    for (auto& step : m_progress.steps) {
        if (m_progress.settled(step.name))
            continue;
        step.state = StepState::running;
        TRY(save());
        auto verdict = perform(step.name);
        step.state = verdict.state;
        step.needs = verdict.needs;
        step.detail = std::move(verdict.detail);
        step.problem = std::move(verdict.problem);
        step.at = m_desk.now();
        TRY(save());
        if (!m_progress.settled(step.name))
            break;
    }
    return {};
}

Verdict Walk::perform(Step step)
{
    switch (step) {
    case Step::checklist: return checklist();
    case Step::code: return dialog();
    case Step::token: return token();
    case Step::accounts: return accounts();
    case Step::choose: return choose();
    case Step::registration: return registration();
    case Step::channel: return channel();
    case Step::webhook: return webhook();
    case Step::history: return history();
    case Step::first_message: return first_message();
    }
    return failed("our_bug");
}

Verdict Walk::checklist()
{
    auto const app = show_signup_app(m_desk, m_around, {});
    if (!app)
        return failed(app.error());
    std::vector<std::string> missing;
    for (auto const& item : app->checklist)
        if (item.state == CheckState::missing)
            missing.emplace_back(base::word_of(item.name));
    if (!app->ready)
        return failed("signup_not_ready", joined(missing));
    m_progress.app_id = app->app_id;
    m_progress.graph_url = app->graph_url;
    return done();
}

Verdict Walk::dialog() { return m_token.empty() ? waiting(Needs::dialog) : done(); }

base::Result<void> Walk::take_code(std::string_view code)
{
    TRY(open_secrets());
    auto& step = m_progress.step(Step::code);
    step.at = m_desk.now();
    auto token = connector().exchange(app(), code, redirect_uri(m_around), m_desk.http);
    if (!token) {
        auto problem = problem_of(token.error());
        // What the provider says of a code that came too late is a wrong parameter or a bad token.
        if (problem.code.text == "our_bug" || problem.code.text == "token_invalid")
            problem.code.text = "code_expired";
        step.state = StepState::waiting;
        step.needs = Needs::dialog;
        step.problem = std::move(problem);
        return save();
    }
    auto const sealed = m_desk.workspace->sealer().seal(
        *token, {"onboarding", "access_token", m_row.id.value, ChannelId{}});
    m_progress.last4 = crypto::last4(*token);
    crypto::wipe(*token);
    m_row.access_token = sealed;
    TRY(m_desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        store::keep_secrets(tx, m_row.id, m_row.access_token, m_row.app_secret);
        return {};
    }));
    step = {.name = Step::code, .state = StepState::done, .at = m_desk.now()};
    return save();
}

Verdict Walk::token()
{
    auto const told = connector().token(account(), nullptr, m_desk.http);
    if (!told)
        return failed(told.error());
    if (!told->valid)
        return failed("token_invalid", told->why);
    auto const& wanted = m_row.lane == Lane::signup ? m_progress.app_id : m_progress.wanted_app_id;
    if (!wanted.empty() && told->app_id != wanted)
        return failed("token_other_app", told->app_id + " " + told->app_name);
    m_progress.app_id = told->app_id;
    auto const app = this->app();
    if (auto const proved = connector().token(account(), &app, m_desk.http); !proved) {
        auto const& why = proved.error();
        if (why.fault == Fault::unavailable || why.fault == Fault::too_many)
            return failed(why);
        return failed("secret_wrong", why.detail);
    }
    if (!told->missing.empty())
        return failed("scope_missing", joined(told->missing));
    m_progress.expires_at = told->expires_at;
    m_progress.given_by = told->user_id;
    m_progress.targets = told->accounts;
    return done(told->app_name);
}

Verdict Walk::accounts()
{
    channels::TokenFacts token;
    token.accounts = m_progress.targets;
    auto const told = connector().accounts(token, account(), m_desk.http);
    if (!told && !m_progress.phone_number_id.empty())
        return skipped(told.error().code);
    if (!told)
        return failed(told.error());
    m_progress.accounts.clear();
    std::size_t numbers = 0;
    for (auto const& account : *told) {
        AccountChoice choice{account.id, account.name, {}};
        for (auto const& one : account.numbers)
            choice.numbers.push_back({one.id, one.display_phone, one.verified_name, one.status,
                                      one.quality, one.verification, one.on_phone_app, false});
        numbers += choice.numbers.size();
        m_progress.accounts.push_back(std::move(choice));
    }
    if (told->empty())
        return failed("no_accounts");
    if (numbers == 0)
        return failed("no_numbers", m_progress.accounts.front().name);
    return done(std::to_string(numbers));
}

Verdict Walk::choose()
{
    if (!m_progress.phone_number_id.empty())
        return done(m_progress.phone_number_id);
    // The only one there is needs no choice.
    AccountChoice const* account = nullptr;
    std::size_t numbers = 0;
    for (auto const& one : m_progress.accounts) {
        numbers += one.numbers.size();
        if (!one.numbers.empty())
            account = &one;
    }
    if (numbers != 1)
        return waiting(Needs::choice);
    m_progress.waba_id = account->id;
    m_progress.phone_number_id = account->numbers.front().id;
    return done(account->numbers.front().display_phone);
}

Verdict Walk::registration()
{
    auto const told = number().facts(account(), m_desk.http);
    if (!told)
        return failed(told.error());
    if (told->on_phone_app)
        return skipped("WhatsApp Business app");
    if (told->status == "CONNECTED")
        return done(told->status);
    if (!told->verification.empty() && told->verification != "VERIFIED") {
        if (m_in.code) {
            auto const verified = number().verify_code(*m_in.code, account(), m_desk.http);
            if (!verified && verified.error().code != "number_verified")
                return waiting(Needs::code, told->verification, problem_of(verified.error()));
        } else if (m_in.code_method) {
            auto const asked = number().request_code(
                *m_in.code_method == "voice", m_in.language.value_or("en"), account(), m_desk.http);
            if (asked)
                return waiting(Needs::code, *m_in.code_method);
            if (asked.error().code != "number_verified")
                return waiting(Needs::code, told->verification, problem_of(asked.error()));
        } else {
            return waiting(Needs::code, told->verification);
        }
    }
    if (!m_in.pin)
        return waiting(Needs::pin, told->status);
    if (!is_pin(*m_in.pin))
        return waiting(Needs::pin, told->status, StepProblem{std::string("pin_wrong"), {}});
    auto const enrolled = number().enrol(*m_in.pin, {}, account(), m_desk.http);
    if (!enrolled && enrolled.error().fault == Fault::forbidden)
        return failed(enrolled.error());
    if (!enrolled)
        return waiting(Needs::pin, told->status, problem_of(enrolled.error()));
    return done("CONNECTED");
}

Verdict Walk::channel()
{
    auto const known = m_row.channel ? store::find(*m_desk.workspace->read(), m_row.channel)
                                     : std::nullopt;
    if (!known || known->state == State::disconnected || m_row.access_token) {
        if (m_token.empty())
            return failed("token_invalid", "forgotten: begin again");
        NewAccount fresh{.kind = channels::Kind::whatsapp,
                         .account = m_progress.phone_number_id,
                         .parent = m_progress.waba_id,
                         .access_token = m_token.view(),
                         .app_secret = m_secret.view()};
        if (!m_progress.name.empty())
            fresh.name = m_progress.name;
        fresh.settings.graph_url = m_progress.graph_url;
        fresh.settings.graph_version = m_progress.graph_version;
        auto const kept = keep_account(m_desk, m_around, fresh);
        if (!kept)
            return failed(kept.error());
        m_row.channel = *kept;
        if (auto const saved = save(); !saved)
            return failed(saved.error());
        forget_secrets();
    }
    auto const looked = look(m_desk, m_around, m_row.channel, Hook::look);
    if (!looked)
        return failed(looked.error());
    if (looked->state == State::attention && looked->problem)
        return failed(StepProblem{looked->problem->code.text, short_text(looked->problem->detail)});
    return done(looked->name);
}

// The channel has them now.
void Walk::forget_secrets()
{
    m_row.access_token.reset();
    m_row.app_secret.reset();
    m_token = crypto::SecretText("");
    auto const forgotten = m_desk.workspace->write(
        [&](db::Writer& tx) { store::keep_secrets(tx, m_row.id, std::nullopt, std::nullopt); });
    // Kept a week at most in any case.
    static_cast<void>(forgotten);
}

Verdict Walk::webhook()
{
    auto const root = m_around.public_url ? m_around.public_url() : std::string();
    if (root.empty())
        return failed("public_url_missing");
    auto const row = store::find(*m_desk.workspace->read(), m_row.channel);
    auto const loaded = load(*m_desk.workspace, *m_desk.workspace->read(), m_row.channel);
    if (!row || !loaded)
        return failed("unavailable", loaded ? "" : loaded.error().code);
    auto const url = m_around.webhook_url(base::word_of(row->kind), row->webhook_key);

    auto const listeners = connector().listeners(loaded->account(), m_desk.http);
    if (!listeners)
        return failed(listeners.error());
    auto const foreign = std::ranges::find_if(*listeners, [&](auto const& one) {
        return !one.callback.empty() && !is_ours(m_around, one.callback);
    });
    if (foreign != listeners->end() && m_in.confirm != true)
        return waiting(Needs::confirm, foreign->callback,
                       StepProblem{std::string("webhook_elsewhere"),
                                   short_text(foreign->app_name + " " + foreign->callback)});
    auto const set = loaded->channel().subscribe(url, loaded->account(), m_desk.http);
    if (!set) {
        auto problem = problem_of(set.error());
        if (set.error().fault == Fault::provider)
            problem.code.text = "webhook_refused";
        return failed(std::move(problem));
    }
    auto verdict = take_app_webhook(url, loaded->account());
    if (verdict.state == StepState::done)
        static_cast<void>(look(m_desk, m_around, m_row.channel, Hook::look));
    return verdict;
}

// What concerns templates and the account always goes to the app's own address. Messages come without
// it, so a provider that wants it set by hand is no failure.
Verdict Walk::take_app_webhook(std::string const& url, channels::Account const& account)
{
    auto const by_hand = [&](std::string detail) {
        auto verdict = done(url);
        verdict.problem = StepProblem{std::string("app_webhook_manual"), short_text(detail)};
        return verdict;
    };
    channels::App const app{.id = m_progress.app_id,
                            .secret = account.app_secret,
                            .base_url = account.base_url,
                            .version = account.version};
    auto const present = connector().webhook(app, m_desk.http);
    if (!present)
        return by_hand(present.error().detail);
    auto const theirs = !present->callback.empty() && !is_ours(m_around, present->callback);
    if (theirs && m_in.confirm == false)
        return by_hand(present->callback);
    if (theirs && m_in.confirm != true)
        return waiting(
            Needs::confirm, present->callback,
            StepProblem{std::string("webhook_elsewhere"), short_text(present->callback)});
    auto const whole = std::ranges::all_of(connector().webhook_fields(), [&](auto const field) {
        return std::ranges::find(present->fields, field) != present->fields.end();
    });
    if (is_ours(m_around, present->callback) && present->active && whole)
        return done(url);
    auto const set = connector().set_webhook(app, url, account.verify_token, m_desk.http);
    return set ? done(url) : by_hand(set.error().detail);
}

Verdict Walk::history()
{
    auto const loaded = load(*m_desk.workspace, *m_desk.workspace->read(), m_row.channel);
    if (!loaded)
        return failed("unavailable", loaded.error().code);
    auto const told = number().facts(loaded->account(), m_desk.http);
    if (!told)
        return failed(told.error());
    if (!told->on_phone_app)
        return skipped("");
    // Each may be asked once, so what was asked is kept before the next.
    auto const ask = [&](channels::PhoneAppData what, bool& asked) -> std::optional<Error> {
        if (asked)
            return std::nullopt;
        if (auto const done = connector().request(what, loaded->account(), m_desk.http); !done)
            return done.error();
        asked = true;
        if (auto const saved = save(); !saved)
            return saved.error();
        return std::nullopt;
    };
    auto why = ask(channels::PhoneAppData::contacts, m_progress.asked_contacts);
    if (!why)
        why = ask(channels::PhoneAppData::history, m_progress.asked_history);
    if (!why)
        return done();
    if (why->code != "history_declined")
        return failed(*why);
    auto verdict = done();
    verdict.problem = problem_of(*why);
    return verdict;
}

Verdict Walk::first_message()
{
    auto const row = store::find(*m_desk.workspace->read(), m_row.channel);
    if (row && row->last_event_at && *row->last_event_at >= m_row.created_at)
        return done(base::to_rfc3339(*row->last_event_at));
    return waiting(Needs::message);
}

}  // namespace accounts

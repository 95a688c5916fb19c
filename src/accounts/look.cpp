#include "accounts/look.hpp"

#include <algorithm>
#include <chrono>

#include "accounts/account.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/notices/restriction.hpp"
#include "accounts/number/pace.hpp"
#include "accounts/settings.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "accounts/templates/sync.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "channels/list.hpp"

namespace accounts {

using namespace std::chrono_literals;

namespace {

// A token that ends sooner is shown as a failed check.
constexpr auto ExpiryWarning = std::chrono::milliseconds(14 * 24h);
constexpr auto LastExpiryWarning = std::chrono::milliseconds(3 * 24h);
constexpr std::string_view Elsewhere = "calls go to ";

struct Findings {
    channels::Inspection inspection;
    std::optional<channels::TokenFacts> token;
    std::optional<channels::Problem> problem;
    bool lifted = false;  // a person asked, and the provider says that everything may be sent
};

std::string checks_text(std::vector<channels::Check> const& checks)
{
    auto list = base::Json::array();
    for (auto const& check : checks)
        list.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
    return base::to_text(list);
}

// A page the provider does not answer keeps what it said before.
std::string profile_text(std::string_view before, Findings const& findings, base::Instant now)
{
    auto const& found = findings.inspection;
    auto const parsed = base::parse_json(before);
    auto profile = parsed && parsed->is_object() ? *parsed : base::Json::object();
    auto const learn = [&](char const* key, std::string const& value) {
        if (!value.empty())
            profile[key] = value;
    };
    learn("display_phone", found.display_phone);
    learn("verified_name", found.verified_name);
    learn("quality", found.quality);
    learn("status", found.status);
    learn("parent_name", found.parent_name);
    profile["checked_at"] = now.ms;
    if (findings.lifted)
        lift_restrictions(profile);
    if (findings.token && findings.token->valid) {
        learn("app_id", findings.token->app_id);
        profile["token_expires_at"] = findings.token->expires_at ? findings.token->expires_at->ms
                                                                 : 0;
    }
    return base::to_text(profile);
}

// What a look knows beforehand.
struct Asked {
    LoadedAccount const& account;
    Surroundings const& around;
    std::string webhook_url;
    bool was_heard;  // the provider did call
    base::Instant now;
    Hook hook;
};

Asked asking(LoadedAccount const& account, Surroundings const& around, store::Row const& row,
             base::Instant now, Hook hook)
{
    return {account,
            around,
            around.webhook_url(base::word_of(row.kind), row.webhook_key),
            row.last_event_at.has_value(),
            now,
            hook};
}

void set_webhook(Asked const& asked, net::HttpClient& http, Findings& found)
{
    auto const subscribed = asked.account.channel().subscribe(asked.webhook_url,
                                                              asked.account.account(), http);
    auto const detail = subscribed ? std::string() : subscribed.error().detail;
    found.inspection.checks.push_back({"webhook", subscribed.ok(), detail});
    // What the look before it missed is there now.
    if (subscribed)
        for (auto& check : found.inspection.checks)
            if (check.name == "subscription")
                check = {check.name, true, ""};
    if (!subscribed && !asked.was_heard)
        found.problem = channels::Problem{.code = subscribed.error().code, .detail = detail};
}

// Where the provider's calls go. Somebody may have set the address by hand on the provider's page: then
// its calls do arrive. What goes to somebody else is not taken over unasked.
void look_at_webhook(Asked const& asked, net::HttpClient& http, Findings& found)
{
    auto const* const connector = asked.account.channel().connector();
    if (!connector)
        return;
    auto& checks = found.inspection.checks;
    auto const listeners = connector->listeners(asked.account.account(), http);
    if (!listeners)
        return checks.push_back({"webhook", asked.was_heard, listeners.error().detail});
    bool ours = false;
    std::string elsewhere;
    for (auto const& one : *listeners)
        if (one.callback == asked.webhook_url || is_ours(asked.around, one.callback))
            ours = true;
        else if (elsewhere.empty())
            elsewhere = one.callback;
    auto const foreign = !ours && !elsewhere.empty();
    if (asked.hook == Hook::take || (asked.hook == Hook::set && !foreign))
        return set_webhook(asked, http, found);
    if (foreign) {
        checks.push_back({"webhook", false, std::string(Elsewhere) + elsewhere});
        if (!found.problem)
            found.problem = channels::Problem{.code = "webhook_elsewhere", .detail = elsewhere};
    } else {
        auto const fine = ours || asked.was_heard;
        checks.push_back({"webhook", fine, fine ? "" : "no address of ours is set"});
    }
}

// What the token may do and until when. A provider that does not say is no obstacle.
void look_at_token(LoadedAccount const& account, net::HttpClient& http, base::Instant now,
                   Findings& found)
{
    auto const* const connector = account.channel().connector();
    if (!connector)
        return;
    auto const told = connector->token(account.account(), nullptr, http);
    if (!told)
        return;
    found.token = *told;
    auto& checks = found.inspection.checks;
    if (!told->valid) {
        checks.push_back({"permissions", false, told->why});
        found.problem = channels::Problem{
            .code = "token_invalid", .detail = told->why, .stops = channels::Stops::channel};
        return;
    }
    std::string missing;
    for (auto const& one : told->missing)
        missing += (missing.empty() ? "" : ", ") + one;
    checks.push_back({"permissions", missing.empty(), missing});
    if (!missing.empty() && !found.problem)
        found.problem = channels::Problem{.code = "permission_missing",
                                          .detail = "the token lacks " + missing,
                                          .stops = channels::Stops::channel};
    if (told->expires_at)
        checks.push_back({"expiry", *told->expires_at - now > ExpiryWarning,
                          base::to_rfc3339(*told->expires_at)});
}

Findings ask_provider(Asked const& asked, net::HttpClient& http)
{
    Findings found;
    found.inspection = asked.account.channel().inspect(asked.account.account(), http);
    found.problem = found.inspection.problem;
    if (found.problem)
        return found;
    found.lifted = asked.hook != Hook::look && found.inspection.can_send == "AVAILABLE";
    look_at_token(asked.account, http, asked.now, found);
    look_at_webhook(asked, http, found);
    return found;
}

// Sending stops only for what sending will meet as well. A provider that cannot be reached now, or
// that does not answer questions, is shown and tried.
bool stops(Findings const& found)
{
    return found.problem && found.problem->stops == channels::Stops::channel;
}

// What the channel takes over from the provider, as it stands now: somebody may have changed it while
// the provider was asked.
void learn_of(db::Writer const& tx, ChannelId id, Findings const& found)
{
    auto const present = store::find(tx, id);
    if (!present)
        return;
    if (found.token && found.token->valid && !found.token->user_id.empty()) {
        auto settings = Settings::read(present->settings);
        settings.given_by = found.token->user_id;
        store::set_settings(tx, id, settings.text());
    }
    // Nobody named it yet: it is called as customers see it.
    auto const& name = found.inspection.verified_name;
    if (!name.empty() && present->name == channels::find(present->kind)->traits().name)
        store::set_name(tx, id, name);
}

// Keeps what was found; says whether the channel's state or trouble is another one now.
bool keep(workspace::Workspace& workspace, db::Writer const& tx, store::Row const& before,
          Findings const& found, base::Instant now)
{
    auto const id = before.id;
    store::set_findings(tx, id, profile_text(before.profile, found, now),
                        checks_text(found.inspection.checks));
    learn_of(tx, id, found);
    if (found.problem)
        store::set_problem(
            tx, id, found.problem->code, found.problem->detail,
            before.problem_code == found.problem->code ? before.problem_at.value_or(now) : now);
    else
        store::clear_problem(tx, id);
    auto const state = before.state == State::paused ? State::paused
                     : stops(found)                  ? State::attention
                                                     : State::active;
    store::set_state(tx, id, state);
    if (auto const& on_phone_app = found.inspection.on_phone_app)
        keep_pace(workspace, tx, id, per_second_of(found.inspection.throughput, *on_phone_app));
    if (before.state == State::attention && state == State::active)
        workspace.stir(workspace::Follower::outbox);
    auto const code = found.problem ? std::optional(found.problem->code) : std::nullopt;
    return state != before.state || code != before.problem_code ||
           checks_text(found.inspection.checks) != before.checks;
}

// What does not stop the channel yet: a token near its end, and calls that go elsewhere.
void warn(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
          Findings const& found, base::Instant now)
{
    if (found.token && found.token->expires_at) {
        auto const ends = *found.token->expires_at;
        auto const left = ends - now;
        auto const soon = left <= LastExpiryWarning;
        if (left <= ExpiryWarning)
            tell(workspace, tx, channel, "token_ends",
                 soon ? channels::Severity::critical : channels::Severity::warning,
                 {{"at", base::to_rfc3339(ends)}},
                 "token:" + std::to_string(ends.ms) + (soon ? ":3" : ":14"));
    }
    for (auto const& check : found.inspection.checks)
        if (check.name == "webhook" && !check.ok && check.detail.starts_with(Elsewhere))
            tell(workspace, tx, channel, "webhook_elsewhere", channels::Severity::critical,
                 {{"detail", check.detail.substr(Elsewhere.size())}}, "webhook:" + check.detail);
}

}  // namespace

bool is_ours(Surroundings const& around, std::string_view url)
{
    auto const root = around.public_url ? around.public_url() : std::string();
    return !root.empty() && url.starts_with(root + "/webhooks/");
}

base::Result<Channel> look(workspace::Desk& desk, Surroundings const& around, ChannelId channel,
                           Hook hook)
{
    auto const before = store::find(*desk.workspace->read(), channel);
    if (!before)
        return base::Error{base::Fault::not_found, "not_found"};
    auto const account = TRY(load(*desk.workspace, *desk.workspace->read(), channel));
    auto const found = ask_provider(asking(account, around, *before, desk.now(), hook), desk.http);

    auto const row = TRY(desk.workspace->write([&](db::Writer& tx) -> base::Result<store::Row> {
        auto const now = desk.now();
        auto const present = store::find(tx, channel);
        if (!present || present->state == State::disconnected)
            return base::Error{base::Fault::conflict, "channel_disconnected"};
        keep(*desk.workspace, tx, *present, found, now);
        if (!stops(found)) {
            sync_soon(*desk.workspace, tx, channel, now);
            desk.workspace->stir(workspace::Follower::outbox);
        }
        changes::note(*desk.workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
        return *store::find(tx, channel);
    }));
    return show(desk, around, row);
}

base::Result<void> look_by_itself(workspace::Workspace& workspace, Surroundings const& around,
                                  ChannelId channel, net::HttpClient& http)
{
    auto const before = store::find(*workspace.read(), channel);
    if (!before || before->state == State::disconnected || before->sample)
        return {};
    auto const now = workspace.world().now();
    auto const account = TRY(load(workspace, *workspace.read(), channel));
    auto const found = ask_provider(asking(account, around, *before, now, Hook::look), http);
    return workspace.write(
        [&](db::Writer& tx) -> base::Result<void> {
            auto const present = store::find(tx, channel);
            if (!present || present->state == State::disconnected)
                return {};
            // A number that pays nothing looks well from here.
            if (!found.problem && present->problem_code == "payment_problem")
                return {};
            // A provider that does not answer now says nothing about the channel.
            auto const elsewhere = found.problem && found.problem->code == "webhook_elsewhere";
            if (found.problem && !stops(found) && !elsewhere)
                return {};
            warn(workspace, tx, channel, found, now);
            if (!keep(workspace, tx, *present, found, now))
                return {};
            if (stops(found) && present->state == State::active) {
                base::log(base::LogLevel::warning, "accounts",
                          "a channel's hourly look found a trouble",
                          {{"workspace", workspace.id().value},
                           {"channel", channel.value},
                           {"code", found.problem->code}});
                tell_stopped(workspace, tx, channel, *found.problem);
            } else if (!stops(found) && present->state == State::attention) {
                tell(workspace, tx, channel, "channel_working", channels::Severity::info, {},
                     "working:" + std::to_string(now.ms));
            }
            changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
            return {};
        },
        db::Priority::background);
}

base::Result<Channel> check(workspace::Desk& desk, Surroundings const& around,
                            CheckChannel const& in)
{
    return look(desk, around, in.channel, in.confirm ? Hook::take : Hook::set);
}

}  // namespace accounts

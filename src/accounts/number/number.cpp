#include "accounts/number/number.hpp"

#include <algorithm>

#include "accounts/number/number_call.hpp"
#include "accounts/number/pace.hpp"
#include "accounts/store.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using channels::Account;
using channels::BusinessNumber;

namespace {

std::string digits_of(std::string_view text)
{
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), base::is_digit);
    return out;
}

base::Result<void> check_digits(char const* field, std::string_view text)
{
    if (std::ranges::all_of(text, base::is_digit))
        return {};
    return Error{Fault::invalid, "invalid_input", "Only digits.", {{field, "bad_format"}}};
}

// Empty when nobody was ever told it.
std::string known_digits(workspace::Workspace& workspace, ChannelId channel)
{
    auto const row = store::find(*workspace.read(), channel);
    auto const profile = row ? base::parse_json(row->profile) : base::Json::object();
    return profile ? base::text_at(*profile, "display_phone").value_or("") : std::string();
}

// What a change of the number does to its sending.
void set_state(workspace::Desk& desk, ChannelId channel, std::optional<channels::Problem> problem)
{
    auto& workspace = *desk.workspace;
    auto const kept = workspace.write([&](db::Writer& tx) {
        auto const now = desk.now();
        auto const row = store::find(tx, channel);
        if (!row || row->state == State::disconnected)
            return;
        if (problem) {
            store::set_problem(tx, channel, problem->code, problem->detail, now);
            if (row->state == State::active)
                store::set_state(tx, channel, State::attention);
        } else if (row->problem_code == "number_not_registered") {
            store::clear_problem(tx, channel);
            if (row->state == State::attention)
                store::set_state(tx, channel, State::active);
            workspace.stir(workspace::Follower::outbox);
        }
        changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
    });
    if (!kept)
        base::log(base::LogLevel::warning, "accounts", "a channel's state was not kept",
                  {{"channel", channel.value}, {"code", kept.error().code}});
}

}  // namespace

void notice(workspace::Workspace& workspace, ChannelId channel, Error const& why)
{
    if (why.code != "token_invalid")
        return;
    auto const stopped = workspace.write([&](db::Writer& tx) {
        return stop(workspace, tx, channel,
                    {.code = why.code, .detail = why.detail, .stops = channels::Stops::channel});
    });
    if (!stopped)
        base::log(base::LogLevel::warning, "accounts", "a channel was not stopped",
                  {{"channel", channel.value}, {"code", stopped.error().code}});
}

base::Result<void> require_channel(workspace::Desk& desk, ChannelId channel)
{
    if (brief(*desk.workspace->read(), channel))
        return {};
    return Error{Fault::not_found, "not_found"};
}

base::Result<void> require_digits(workspace::Desk& desk, ChannelId channel,
                                  std::string_view confirm)
{
    auto known = known_digits(*desk.workspace, channel);
    if (known.empty())
        known = TRY(show_number(desk, {channel})).display_phone;
    if (!known.empty() && digits_of(confirm) == known)
        return {};
    return Error{Fault::invalid,
                 "confirm_needed",
                 "This cannot be undone: send the number's digits as `confirm`.",
                 {{"confirm", confirm.empty() ? "required" : "not_allowed"}}};
}

base::Result<channels::NumberFacts> show_number(workspace::Desk& desk, ShowNumber const& in)
{
    auto facts = with_number(desk, in.channel,
                             [](BusinessNumber const& number, Account const& account,
                                net::HttpClient& http) { return number.facts(account, http); });
    if (facts)
        keep_pace(*desk.workspace, in.channel,
                  per_second_of(facts->throughput, facts->on_phone_app));
    return facts;
}

base::Result<void> ask_name(workspace::Desk& desk, AskName const& in)
{
    return with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.ask_name(in.name, account, http);
        });
}

base::Result<void> set_pin(workspace::Desk& desk, SetPin const& in)
{
    TRY(check_digits("pin", in.pin));
    TRY(require_digits(desk, in.channel, in.confirm));
    return with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.set_pin(in.pin, account, http);
        });
}

base::Result<void> register_number(workspace::Desk& desk, RegisterNumber const& in)
{
    TRY(check_digits("pin", in.pin));
    if (in.region)
        TRY(require_digits(desk, in.channel, in.confirm.value_or("")));
    auto const region = in.region ? in.region->text : std::string();
    TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.enrol(in.pin, region, account, http);
        }));
    set_state(desk, in.channel, std::nullopt);
    return {};
}

base::Result<void> deregister_number(workspace::Desk& desk, DeregisterNumber const& in)
{
    TRY(require_digits(desk, in.channel, in.confirm));
    TRY(with_number(desk, in.channel,
                    [](BusinessNumber const& number, Account const& account,
                       net::HttpClient& http) { return number.deregister(account, http); }));
    set_state(desk, in.channel,
              channels::Problem{.code = "number_not_registered",
                                .detail = "deregistered from here",
                                .stops = channels::Stops::channel});
    return {};
}

base::Result<void> request_code(workspace::Desk& desk, RequestCode const& in)
{
    return with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.request_code(in.method == CodeMethod::voice, in.language, account, http);
        });
}

base::Result<void> verify_code(workspace::Desk& desk, VerifyCode const& in)
{
    TRY(check_digits("code", in.code));
    return with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.verify_code(in.code, account, http);
        });
}

}  // namespace accounts

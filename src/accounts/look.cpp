#include "accounts/look.hpp"

#include "accounts/account.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "accounts/sync.hpp"
#include "changes/feed.hpp"

namespace accounts {

namespace {

struct Findings {
    channels::Inspection inspection;
    std::optional<channels::Problem> problem;
};

std::string checks_text(std::vector<channels::Check> const& checks)
{
    auto list = base::Json::array();
    for (auto const& check : checks)
        list.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
    return base::to_text(list);
}

// A page the provider does not answer keeps what it said before.
std::string profile_text(std::string_view before, channels::Inspection const& found)
{
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
    return base::to_text(profile);
}

Findings ask_provider(workspace::Desk& desk, LoadedAccount const& account,
                      std::string const& webhook_url, bool was_heard)
{
    Findings found;
    found.inspection = account.channel().inspect(account.account(), desk.http);
    found.problem = found.inspection.problem;
    if (found.problem)
        return found;
    auto const subscribed = account.channel().subscribe(webhook_url, account.account(), desk.http);
    auto const detail = subscribed ? std::string() : subscribed.error().detail;
    found.inspection.checks.push_back({"webhook", subscribed.ok(), detail});
    // What the look before it missed is there now.
    if (subscribed)
        for (auto& check : found.inspection.checks)
            if (check.name == "subscription")
                check = {check.name, true, ""};
    // Somebody may have set the address by hand on the provider's page; then its calls do arrive.
    if (!subscribed && !was_heard)
        found.problem = channels::Problem{.code = subscribed.error().code, .detail = detail};
    return found;
}

}  // namespace

base::Result<Channel> look(workspace::Desk& desk, Surroundings const& around, ChannelId channel)
{
    auto const before = store::find(*desk.workspace->read(), channel);
    if (!before)
        return base::Error{base::Fault::not_found, "not_found"};
    auto const account = TRY(load(*desk.workspace, *desk.workspace->read(), channel));
    auto const found = ask_provider(
        desk, account, around.webhook_url(base::word_of(before->kind), before->webhook_key),
        before->last_event_at.has_value());

    auto const row = TRY(desk.workspace->write([&](db::Writer& tx) -> base::Result<store::Row> {
        auto const now = desk.now();
        auto const present = store::find(tx, channel);
        if (!present || present->state == State::disconnected)
            return base::Error{base::Fault::conflict, "channel_disconnected"};
        store::set_findings(tx, channel, profile_text(present->profile, found.inspection),
                            checks_text(found.inspection.checks));
        if (found.problem)
            store::set_problem(tx, channel, found.problem->code, found.problem->detail, now);
        else
            store::clear_problem(tx, channel);
        // Sending stops only for what sending will meet as well. A provider that cannot be reached
        // now, or that does not answer questions, is shown and tried.
        auto const stops = found.problem && found.problem->stops == channels::Stops::channel;
        if (present->state != State::paused)
            store::set_state(tx, channel, stops ? State::attention : State::active);
        if (!stops) {
            sync_soon(*desk.workspace, tx, channel, now);
            desk.workspace->stir(workspace::Follower::outbox);
        }
        changes::note(*desk.workspace, tx, changes::Kind::channel_updated, {}, channel.value, now);
        return *store::find(tx, channel);
    }));
    return show(desk, around, row);
}

base::Result<Channel> check(workspace::Desk& desk, Surroundings const& around,
                            CheckChannel const& in)
{
    return look(desk, around, in.channel);
}

}  // namespace accounts

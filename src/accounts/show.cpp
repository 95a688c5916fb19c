#include "accounts/show.hpp"

#include "accounts/history.hpp"
#include "accounts/settings.hpp"
#include "channels/list.hpp"

namespace accounts {

namespace {

std::optional<std::string> verify_token(workspace::Desk const& desk, store::Row const& row)
{
    if (!desk.asker.sees_secrets || row.verify_token.empty())
        return std::nullopt;
    auto opened = desk.workspace->sealer().open(row.verify_token,
                                                {"channel", "verify_token", row.id.value, row.id});
    return opened ? std::optional(std::move(*opened)) : std::nullopt;
}

std::vector<CheckInfo> checks_of(std::string_view json)
{
    std::vector<CheckInfo> checks;
    auto const parsed = base::parse_json(json);
    if (!parsed || !parsed->is_array())
        return checks;
    for (auto const& item : *parsed)
        checks.push_back({base::text_at(item, "name").value_or(""),
                          base::bool_at(item, "ok").value_or(false),
                          base::text_at(item, "detail").value_or("")});
    return checks;
}

TraitsInfo traits_of(channels::Channel const& kind)
{
    auto const& traits = kind.traits();
    TraitsInfo out;
    out.text_max = std::int64_t(traits.text_points);
    out.caption_max = std::int64_t(traits.caption_points);
    for (auto const& rule : traits.media)
        out.media.push_back({rule.kind,
                             {rule.mimes.begin(), rule.mimes.end()},
                             rule.other_mimes,
                             std::int64_t(rule.bytes),
                             rule.caption});
    out.window = traits.window.name;
    if (traits.window.length.count() > 0)
        out.window_hours =
            std::chrono::duration_cast<std::chrono::hours>(traits.window.length).count();
    out.quotes = traits.quotes;
    out.templates = traits.templates;
    out.read_receipts = traits.read_receipts;
    out.typing = traits.typing;
    out.number = kind.number() != nullptr;
    return out;
}

}  // namespace

Channel show(workspace::Desk const& desk, Surroundings const& around, store::Row const& row)
{
    auto const settings = Settings::read(row.settings);
    auto const parsed = base::parse_json(row.profile);
    auto const profile = parsed ? *parsed : base::Json::object();
    auto const said = [&](std::string_view key) {
        return base::text_at(profile, key).value_or("");
    };
    auto const* const kind = channels::find(row.kind);
    auto const connected = row.state != State::disconnected;

    Channel out;
    out.id = row.id;
    out.kind = row.kind;
    out.name = row.name;
    out.state = row.state;
    out.account = {row.account, row.parent, said("display_phone"), said("verified_name"),
                   said("quality")};
    out.graph_url = settings.graph_url;
    out.graph_version = settings.graph_version;
    if (kind)
        out.traits = traits_of(*kind);
    if (kind && out.graph_url.empty())
        out.graph_url = kind->traits().default_base_url;
    if (kind && out.graph_version.empty())
        out.graph_version = kind->traits().default_version;
    out.webhook_url = connected ? around.webhook_url(base::word_of(row.kind), row.webhook_key) : "";
    if (connected && around.callback_url)
        out.callbacks = CallbackAddresses{around.callback_url("deauthorize", row.webhook_key),
                                          around.callback_url("deletion", row.webhook_key)};
    out.verify_token = verify_token(desk, row);
    out.access_token = {row.access_token.has_value(),
                        row.access_token ? settings.access_token_last4 : ""};
    out.app_secret = {row.app_secret.has_value(), row.app_secret ? settings.app_secret_last4 : ""};
    if (row.problem_code)
        out.problem = ProblemInfo{*row.problem_code, row.problem_detail.value_or(""),
                                  row.problem_at.value_or(base::Instant{})};
    auto const restricted = Restrictions::read(profile, desk.now());
    if (restricted.templates)
        out.restrictions.push_back({channels::Restricted::templates, *restricted.templates});
    if (restricted.utility_templates)
        out.restrictions.push_back(
            {channels::Restricted::utility_templates, *restricted.utility_templates});
    out.checks = checks_of(row.checks);
    auto const instant = [&](std::string_view key) {
        auto const ms = base::number_at(profile, key).value_or(0);
        return ms > 0 ? std::optional(base::Instant{ms}) : std::nullopt;
    };
    out.checked_at = instant("checked_at");
    if (connected)
        out.token_expires_at = instant("token_expires_at");
    out.last_event_at = row.last_event_at;
    out.created_at = row.created_at;
    out.sample = row.sample;
    if (row.removal)
        out.removal = RemovalInfo{*row.removal, row.removal_done.value_or(0),
                                  row.removal_total.value_or(0)};
    if (row.history)
        out.history = history_of(*row.history);
    return out;
}

base::Result<base::Page<Channel>> list(workspace::Desk& desk, Surroundings const& around,
                                       ListChannels const&)
{
    base::Page<Channel> page;
    for (auto const& row : store::all(*desk.workspace->read()))
        // Of a channel without its history nothing is left to look at; it is found by its id.
        if (row.removal != RemovalState::done)
            page.data.push_back(show(desk, around, row));
    return page;
}

base::Result<Channel> get(workspace::Desk& desk, Surroundings const& around, GetChannel const& in)
{
    auto const row = store::find(*desk.workspace->read(), in.channel);
    if (!row)
        return base::Error{base::Fault::not_found, "not_found"};
    return show(desk, around, *row);
}

}  // namespace accounts

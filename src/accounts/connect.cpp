#include "accounts/connect.hpp"

#include "accounts/account.hpp"
#include "accounts/keep.hpp"
#include "accounts/look.hpp"
#include "accounts/settings.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "channels/list.hpp"
#include "crypto/sealed.hpp"
#include "crypto/secret.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using base::FieldError;

namespace {

// The path and query are seen by proxies, so the key alone opens nothing; it only cannot be guessed.
constexpr std::size_t KeyBytes = 16;
constexpr std::size_t VerifyTokenBytes = 24;

Error wrong(std::vector<FieldError> fields)
{
    return {Fault::invalid, "invalid_input", "Look at the named fields.", std::move(fields)};
}

struct Secrets {
    std::optional<std::string> access_token;
    std::optional<std::string> app_secret;

    Secrets() = default;
    Secrets(std::string_view token, std::string_view secret)
        : access_token(token), app_secret(secret)
    {
    }
    Secrets(Secrets const&) = delete;
    ~Secrets()
    {
        for (auto* const secret : {&access_token, &app_secret})
            if (*secret)
                crypto::wipe(**secret);
    }
    bool any() const { return access_token || app_secret; }
};

void take_secret(std::string_view field, std::optional<std::string> const& given,
                 std::optional<std::string>& out, std::vector<FieldError>& errors)
{
    if (!given)
        return;
    out = trimmed_secret(*given);
    if (!is_credential(*out))
        errors.push_back({std::string(field), out->empty() ? "required" : "bad_format"});
}

// Empty means the provider's own.
void take_address(std::optional<std::string> const& url, std::optional<std::string> const& version,
                  Settings& settings, std::vector<FieldError>& errors)
{
    if (url && url->empty())
        settings.graph_url.clear();
    else if (url) {
        if (auto cleaned = clean_base_url(*url))
            settings.graph_url = std::move(*cleaned);
        else
            errors.push_back({"graph_url", "bad_format"});
    }
    if (version && (version->empty() || is_version(*version)))
        settings.graph_version = *version;
    else if (version)
        errors.push_back({"graph_version", "bad_format"});
}

bool is_elsewhere(std::string_view url, std::string_view before, channels::Kind kind)
{
    auto const* const channel = channels::find(kind);
    return !url.empty() && url != before &&
           (channel == nullptr || url != channel->traits().default_base_url);
}

void seal_in(workspace::Workspace const& workspace, db::Writer const& tx, ChannelId id,
             Secrets const& secrets, Settings& settings)
{
    auto const sealed = [&](std::string_view column, std::string const& plain) {
        return workspace.sealer().seal(plain, {"channel", column, id.value, id});
    };
    if (secrets.access_token) {
        store::set_access_token(tx, id, sealed("access_token", *secrets.access_token));
        settings.access_token_last4 = crypto::last4(*secrets.access_token);
    }
    if (secrets.app_secret) {
        store::set_app_secret(tx, id, sealed("app_secret", *secrets.app_secret));
        settings.app_secret_last4 = crypto::last4(*secrets.app_secret);
    }
    store::set_settings(tx, id, settings.text());
}

// A new row, or the disconnected one of the same account with its history.
base::Result<ChannelId> place(db::Writer const& tx, NewAccount const& in, std::string const& key,
                              base::Instant now)
{
    auto const& account = in.account;
    if (auto const old = store::find_disconnected(tx, base::word_of(in.kind), account)) {
        if (find_by_account(tx, base::word_of(in.kind), account))
            return Error{Fault::conflict, "account_taken"};
        store::reconnect(tx, *old, in.parent, key);
        if (in.name)
            store::set_name(tx, *old, *in.name);
        return *old;
    }
    auto const name = in.name && !in.name->empty()
                        ? *in.name
                        : std::string(channels::find(in.kind)->traits().name);
    auto const id = store::insert(tx, base::word_of(in.kind), name, account, in.parent, key, now);
    if (!id)
        return Error{Fault::conflict, "account_taken"};
    return *id;
}

}  // namespace

base::Result<ChannelId> keep_account(workspace::Desk& desk, Surroundings const& around,
                                     NewAccount const& in)
{
    auto& workspace = *desk.workspace;
    auto const kind = base::word_of(in.kind);
    auto key = base::to_hex(desk.world().random.bytes(KeyBytes));
    Secrets const secrets(in.access_token, in.app_secret);
    auto const id = TRY(workspace.write([&](db::Writer& tx) -> base::Result<ChannelId> {
        auto const before = find_by_account(tx, kind, in.account);
        auto const made = before ? *before : TRY(place(tx, in, key, desk.now()));
        if (before) {
            key = store::find(tx, made)->webhook_key;
        } else {
            auto verify_token = base::to_hex(desk.world().random.bytes(VerifyTokenBytes));
            store::set_verify_token(
                tx, made,
                workspace.sealer().seal(verify_token,
                                        {"channel", "verify_token", made.value, made}));
            crypto::wipe(verify_token);
        }
        auto settings = in.settings;
        seal_in(workspace, tx, made, secrets, settings);
        changes::note(workspace, tx, changes::Kind::channel_updated, {}, made.value, desk.now());
        return made;
    }));

    // Two files cannot share a commit. Between both, a crash leaves a channel without its route,
    // which restore_routes mends.
    auto const routed = around.routes.add(key, kind, in.account, workspace.id(), id);
    if (!routed) {
        TRY(workspace.write([&](db::Writer& tx) { store::disconnect(tx, id, desk.now()); }));
        return routed.error();
    }
    return id;
}

base::Result<Channel> connect(workspace::Desk& desk, Surroundings const& around,
                              ConnectChannel const& in)
{
    std::vector<FieldError> errors;
    Secrets secrets;
    Settings settings;
    if (!is_provider_id(in.phone_number_id))
        errors.push_back({"phone_number_id", "bad_format"});
    if (!is_provider_id(in.waba_id))
        errors.push_back({"waba_id", "bad_format"});
    take_secret("access_token", in.access_token, secrets.access_token, errors);
    take_secret("app_secret", in.app_secret, secrets.app_secret, errors);
    take_address(in.graph_url, in.graph_version, settings, errors);
    if (!errors.empty())
        return wrong(std::move(errors));
    if (around.routes.taken(base::word_of(in.kind), in.phone_number_id))
        return Error{Fault::conflict, "account_taken"};
    auto const id = TRY(keep_account(desk, around,
                                     {.kind = in.kind,
                                      .name = in.name,
                                      .account = in.phone_number_id,
                                      .parent = in.waba_id,
                                      .access_token = *secrets.access_token,
                                      .app_secret = *secrets.app_secret,
                                      .settings = settings}));
    return look(desk, around, id, Hook::set);
}

base::Result<Channel> edit(workspace::Desk& desk, Surroundings const& around, EditChannel const& in)
{
    auto& workspace = *desk.workspace;
    auto const before = store::find(*workspace.read(), in.channel);
    if (!before)
        return Error{Fault::not_found, "not_found"};
    if (before->state == State::disconnected)
        return Error{Fault::conflict, "channel_disconnected"};

    std::vector<FieldError> errors;
    Secrets secrets;
    auto probe = Settings::read(before->settings);
    auto const address = probe.graph_url;
    take_secret("access_token", in.access_token, secrets.access_token, errors);
    take_secret("app_secret", in.app_secret, secrets.app_secret, errors);
    take_address(in.graph_url, in.graph_version, probe, errors);
    // Else whoever may change the address could have the token sent to a server of their own.
    if (is_elsewhere(probe.graph_url, address, before->kind) && !secrets.access_token)
        errors.push_back({"access_token", "required"});
    if (in.state && *in.state != State::active && *in.state != State::paused)
        errors.push_back({"state", "not_allowed"});
    if (!errors.empty())
        return wrong(std::move(errors));

    auto const row = TRY(workspace.write([&](db::Writer& tx) -> base::Result<store::Row> {
        auto const present = store::find(tx, in.channel);
        if (!present || present->state == State::disconnected)
            return Error{Fault::conflict, "channel_disconnected"};
        if (in.name)
            store::set_name(tx, in.channel, *in.name);
        auto settings = Settings::read(present->settings);
        std::vector<FieldError> none;
        take_address(in.graph_url, in.graph_version, settings, none);
        if (secrets.access_token)
            settings.given_by.clear();  // the next look tells whose the new one is
        seal_in(workspace, tx, in.channel, secrets, settings);
        if (in.state == State::paused)
            store::set_state(tx, in.channel, State::paused);
        else if (in.state == State::active && present->state == State::paused)
            store::set_state(tx, in.channel,
                             present->problem_code ? State::attention : State::active);
        changes::note(workspace, tx, changes::Kind::channel_updated, {}, in.channel.value,
                      desk.now());
        workspace.stir(workspace::Follower::outbox);
        return *store::find(tx, in.channel);
    }));
    if (secrets.any() || in.graph_url || in.graph_version || in.state == State::active)
        return look(desk, around, in.channel, Hook::set);
    return show(desk, around, row);
}

}  // namespace accounts

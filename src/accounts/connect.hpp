#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "control/signup_app.hpp"
#include "workspace/desk.hpp"

namespace accounts {

// Which workspace and channel a webhook address or a provider's account belongs to, over all
// workspaces of this installation. Implemented over channel_route in control.db. Any thread.
class Routes {
public:
    virtual ~Routes() = default;
    // Refuses conflict `account_taken` when that account of that kind is routed elsewhere; the same
    // route once more is fine.
    virtual base::Result<void> add(std::string_view key, std::string_view kind,
                                   std::string_view account, base::WorkspaceId workspace,
                                   base::ChannelId channel) = 0;
    virtual void remove(base::WorkspaceId workspace, base::ChannelId channel) = 0;
    virtual bool taken(std::string_view kind, std::string_view account) = 0;
};

// What connecting needs besides a Desk; made once by app.
struct Surroundings {
    Routes& routes;
    // The address the provider calls for that kind and key, e.g. https://host/webhooks/whatsapp/KEY.
    std::function<std::string(std::string_view kind, std::string_view key)> webhook_url;
    // In the transaction that disconnects: what waits there will never be sent.
    std::function<void(workspace::Workspace&, db::Writer const&, ChannelId)> disconnected;
    // The same for what Meta's app settings ask for: `what` is deauthorize or deletion.
    std::function<std::string(std::string_view what, std::string_view key)> callback_url = {};
    // Every workspace of the installation: numbers of one business account may be in several.
    std::function<std::vector<std::shared_ptr<workspace::Workspace>>()> workspaces = {};
    // Where people and providers reach this installation, without a slash at the end; may be empty.
    std::function<std::string()> public_url = {};
    // The app for the provider's own dialog.
    std::function<base::Result<control::SignupApp>()> signup_app = {};
};

// How a channel gets at its account: the same wherever it is said.
template <class T>
constexpr auto access_fields()
{
    using base::body;
    return std::tuple{
        body("access_token", &T::access_token, "A lasting token.",
             {.min = 1, .max = 4096, .secret = true}),
        body("app_secret", &T::app_secret, "The app's secret.",
             {.min = 1, .max = 256, .secret = true}),
        body("graph_url", &T::graph_url, "Another address; empty: the provider's own.",
             {.max = 200}),
        body("graph_version", &T::graph_version, "Such as v26.0.", {.max = 10}),
    };
}

struct ListChannels {
    static constexpr auto about = "All channels of the workspace, newest first.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct GetChannel {
    static constexpr auto about = "One channel.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &GetChannel::channel, "The channel.")};
    }
};

struct ConnectChannel {
    static constexpr auto about = "Connect an account by its ids and credentials, for scripts.";

    channels::Kind kind = channels::Kind::whatsapp;
    std::optional<std::string> name = {};
    std::string phone_number_id;
    std::string waba_id;
    std::string access_token;
    std::string app_secret;
    std::optional<std::string> graph_url = {};
    std::optional<std::string> graph_version = {};

    static constexpr auto fields()
    {
        using base::body;
        using C = ConnectChannel;
        return std::tuple_cat(
            std::tuple{
                body("kind", &C::kind, "What it is an account of."),
                body("name", &C::name, "As the team calls it.", {.max = 80}),
                body("phone_number_id", &C::phone_number_id, "From the provider's page; digits.",
                     {.min = 1, .max = 40}),
                body("waba_id", &C::waba_id, "From the provider's page; digits.",
                     {.min = 1, .max = 40}),
            },
            access_fields<C>());
    }
};

struct EditChannel {
    static constexpr auto about = "Change name, credentials or addresses; pause and resume.";

    ChannelId channel;
    std::optional<std::string> name = {};
    std::optional<std::string> access_token = {};
    std::optional<std::string> app_secret = {};
    std::optional<State> state = {};
    std::optional<std::string> graph_url = {};
    std::optional<std::string> graph_version = {};

    static constexpr auto fields()
    {
        using base::body;
        using E = EditChannel;
        return std::tuple_cat(
            std::tuple{
                base::path("channel_id", &E::channel, "The channel."),
                body("name", &E::name, "As the team calls it.", {.min = 1, .max = 80}),
                body("state", &E::state, "active or paused."),
            },
            access_fields<E>());
    }
};

struct CheckChannel {
    static constexpr auto about = "Look at the account live, and send again when all is well.";
    ChannelId channel;
    bool confirm = false;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &CheckChannel::channel, "The channel."),
            base::body("confirm", &CheckChannel::confirm,
                       "Take over the webhook of somebody else; see the problem "
                       "`webhook_elsewhere`."),
        };
    }
};

struct DisconnectChannel {
    static constexpr auto about =
        "Forget the credentials for good. The history stays, or is taken away: conversations, "
        "messages, files, and people known only from this channel.";
    ChannelId channel;
    bool keep_history = true;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &DisconnectChannel::channel, "The channel."),
            base::body("keep_history", &DisconnectChannel::keep_history,
                       "false takes the history away, also later and for good; see `removal`."),
        };
    }
};

base::Result<base::Page<Channel>> list(workspace::Desk& desk, Surroundings const& around,
                                       ListChannels const& in);
base::Result<Channel> get(workspace::Desk& desk, Surroundings const& around, GetChannel const& in);

// Keeps the account first and looks at it live after. What the look found is in `checks` and
// `problem`; a revoked token and the like leave the channel in state attention, to be checked again.
// Blocks on the network. Refuses invalid_input, conflict `account_taken`.
base::Result<Channel> connect(workspace::Desk& desk, Surroundings const& around,
                              ConnectChannel const& in);
// Checks live again when credentials or addresses changed, or when it is made active.
base::Result<Channel> edit(workspace::Desk& desk, Surroundings const& around,
                           EditChannel const& in);
base::Result<Channel> check(workspace::Desk& desk, Surroundings const& around,
                            CheckChannel const& in);
// The provider is told as well as it can be; a provider that does not answer is no obstacle, and what
// came of it is the check `unsubscribed`. Without its history a job takes that away afterwards
// (accounts/leaving/removal.hpp); asked again for a disconnected channel it does only that.
base::Result<Channel> disconnect(workspace::Desk& desk, Surroundings const& around,
                                 DisconnectChannel const& in);

// When a workspace is opened: every channel has its route, whatever a crash left.
void restore_routes(workspace::Workspace& workspace, Routes& routes);

}  // namespace accounts

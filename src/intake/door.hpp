#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"
#include "channels/channel.hpp"
#include "workspace/workspace.hpp"

namespace intake {

// Where a webhook address, or a provider's account, belongs.
struct Target {
    std::shared_ptr<workspace::Workspace> workspace;
    base::ChannelId channel;
};

// Over all workspaces of this installation; implemented by app over control. Any thread.
class Directory {
public:
    virtual ~Directory() = default;
    virtual std::optional<Target> by_key(std::string_view kind, std::string_view key) = 0;
    virtual std::optional<Target> by_account(std::string_view kind, std::string_view account) = 0;
    // Every open workspace.
    virtual std::vector<std::shared_ptr<workspace::Workspace>> all() { return {}; }
};

struct DoorCounts {
    std::atomic<std::uint64_t> kept{0};
    std::atomic<std::uint64_t> repeated{0};  // the same bytes again
    std::atomic<std::uint64_t> bad_signature{0};
    std::atomic<std::uint64_t> foreign{0};  // signed, but for no account of ours
    std::atomic<std::uint64_t> failed{0};   // could not be committed; answered 503
};

// Where providers call. A delivery is answered 200 only after its raw bytes are committed; nothing of
// it is understood yet. Any thread.
class Door {
public:
    // An answer to the provider: an HTTP status and, for the address check, a text.
    using Answer = std::function<void(int status, std::string text)>;

    Door(Directory& directory, base::World world) : m_directory(directory), m_world(world) {}

    // The provider's check of our address.
    void verify(std::string_view kind, std::string_view key, channels::Webhook const& call,
                Answer const& answer);
    // `answer` comes on the thread that commits, or at once when nothing is kept.
    // `body`: what call.body looks at, when it may be kept instead of a copy.
    void deliver(std::string_view kind, std::string_view key, channels::Webhook const& call,
                 Answer answer, std::shared_ptr<std::string const> body = nullptr);

    // Lets go of a workspace that is closing.
    void forget(workspace::Workspace const& workspace);

    DoorCounts const& counts() const { return m_counts; }

private:
    struct Known {
        Target target;
        accounts::LoadedAccount account;
        std::chrono::milliseconds at;
    };

    std::shared_ptr<Known const> known(std::string_view kind, std::string_view key);
    std::shared_ptr<Known const> load(Target target);

    Directory& m_directory;
    base::World m_world;
    DoorCounts m_counts;
    // Accounts with open credentials, for a second at a time: a busy number is asked for thousands of
    // times in it, and a disconnected one is forgotten soon enough.
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Known const>, std::less<>> m_recent;
};

}  // namespace intake

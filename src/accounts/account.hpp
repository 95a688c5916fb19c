#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "accounts/notices/restriction.hpp"
#include "channels/channel.hpp"
#include "db/reader.hpp"
#include "workspace/workspace.hpp"

namespace accounts {

// A channel with its credentials open, for as long as this object lives; then they are wiped. Load
// it for a request or a batch, never keep it.
class LoadedAccount {
public:
    ChannelId id() const;
    State state() const;
    channels::Channel const& channel() const;
    channels::Traits const& traits() const { return channel().traits(); }
    // Views into this object.
    channels::Account const& account() const;
    // The channel's pace with what is known of this account, e.g. a higher throughput.
    channels::Pace const& pace() const;
    // What the provider forbids for a while, as it stood when this was loaded.
    Restrictions const& restrictions() const;

private:
    friend base::Result<LoadedAccount> load(workspace::Workspace const&, db::Reader const&,
                                            ChannelId);
    struct Opened;
    explicit LoadedAccount(std::shared_ptr<Opened const> opened) : m_opened(std::move(opened)) {}

    // Shared so that a batch of sends opens the seals once; the last one wipes.
    std::shared_ptr<Opened const> m_opened;
};

// A channel whose token was taken back has an empty one: it takes in what comes, and is not active.
// Refuses `not_found`; conflict `channel_disconnected`; unavailable `sealed_damaged` and
// `sealed_unknown_key`.
base::Result<LoadedAccount> load(workspace::Workspace const& workspace, db::Reader const& db,
                                 ChannelId channel);

// What others show of a channel beside their own rows.
struct ChannelBrief {
    ChannelId id;
    channels::Kind kind = channels::Kind::whatsapp;
    std::string name;
    State state = State::active;
};
std::optional<ChannelBrief> brief(db::Reader const& db, ChannelId channel);
std::vector<ChannelBrief> briefs(db::Reader const& db);

// Disconnected ones are not found.
std::optional<ChannelId> find_by_key(db::Reader const& db, std::string_view kind,
                                     std::string_view webhook_key);
std::optional<ChannelId> find_by_account(db::Reader const& db, std::string_view kind,
                                         std::string_view account);
// All numbers of one business account, for notices about the account as a whole.
std::vector<ChannelId> find_by_parent(db::Reader const& db, std::string_view kind,
                                      std::string_view parent);

// The provider has called; kept to the minute, so that a busy channel does not write it each time.
void heard(db::Writer const& tx, ChannelId channel, base::Instant at);

// A trouble of the whole account: an active channel goes to attention and its sends wait. Said once,
// with a notice unless one says it already: when it stands there nothing changes. True when it
// changed.
enum class Alert { yes, no };
bool stop(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
          channels::Problem const& why, Alert alert = Alert::yes);

}  // namespace accounts

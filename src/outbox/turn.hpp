#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "outbox/sending.hpp"
#include "outbox/store.hpp"

namespace outbox {

// One look at one workspace: picks what may go now, claims it in one commit and starts it.
class Turn {
public:
    Turn(Sending& sending, workspace::Workspace& workspace, std::shared_ptr<Lane> lane);

    // When to come back without being woken, monotonic.
    std::optional<std::chrono::milliseconds> run();

private:
    // What was picked from one channel.
    struct Picked {
        accounts::LoadedAccount account;
        std::vector<Flight> flights;
        std::vector<Flight> uploads;
        std::vector<std::pair<SendId, base::Instant>> deferred;
        std::vector<std::pair<Flight, base::Instant>> held;  // the provider forbids them for now
    };
    enum class Verdict { taken, passed_over, channel_is_slow };

    void come_back(std::chrono::milliseconds at);
    void come_back(base::Instant at);
    void settle_again();
    void follow_clock();
    void save_paces();
    void give_up_unknown();
    std::vector<store::Waiting> due(base::ChannelId channel, Priority priority) const;
    void pick(base::ChannelId channel);
    Flight flight_of(base::ChannelId channel, store::Waiting& waiting) const;
    Verdict weigh(Picked& picked, Flight flight);
    // When a message the provider forbids for a while is looked at again; nothing: it may go.
    std::optional<base::Instant> held_until(accounts::LoadedAccount const& account,
                                            channels::Outbound const& message) const;
    // Puts the provider's ids where files go; gives the first file that has none.
    std::optional<base::MediaId> place_files(channels::Outbound& outbound) const;
    bool start_upload(Picked& picked, Flight flight);
    void stop_channel(base::ChannelId channel, base::Error const& why);
    bool claim(std::set<SendId>& claimed);
    void claim_and_start();
    void look_ahead(base::ChannelId channel);
    void look_at_unknown();

    Sending& m_sending;
    workspace::Workspace& m_workspace;
    std::shared_ptr<Lane> m_lane;
    base::Instant m_now;
    std::chrono::milliseconds m_monotonic;
    int m_room = 0;
    std::vector<Picked> m_picked;
    std::set<base::ConversationId> m_conversations;  // of the picked flights
    std::optional<std::chrono::milliseconds> m_next;
};

}  // namespace outbox

#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "accounts/account.hpp"
#include "base/set_back.hpp"
#include "jobs/crew.hpp"
#include "net/http_client.hpp"
#include "outbox/outcome.hpp"
#include "outbox/pace.hpp"

namespace outbox {

// What is known of one workspace besides its file.
struct Lane {
    std::weak_ptr<workspace::Workspace> workspace;
    // Claimed, and its end not yet committed.
    std::atomic<int> flying{0};
    // The turn's own.
    bool loaded = false;
    base::SetBack clock;
    std::chrono::milliseconds saved_at{0};

    std::mutex mutex;  // guards the rest; never held over the file or the network
    Paces paces;
    std::set<base::MediaId> uploading;
    // Outcomes whose commit failed: this process knows them, the file does not.
    std::vector<std::function<void()>> unsettled;
};

// The part of the dispatcher that its threads share: calls the provider and keeps what it answered.
// Held by shared_ptr, because threads may outlive an impatient stop.
class Sending : public std::enable_shared_from_this<Sending> {
public:
    using Time = std::chrono::milliseconds;

    Sending(base::World world, net::HttpClient& http, Deliveries& deliveries, int senders);

    base::World world() const { return m_world; }
    Deliveries& deliveries() const { return m_deliveries; }
    jobs::Crew& crew() { return m_crew; }

    std::shared_ptr<Lane> lane_of(workspace::Workspace& workspace);
    // Null when it never had a turn.
    std::shared_ptr<Lane> forget(workspace::Workspace const& workspace);
    std::vector<std::shared_ptr<Lane>> lanes();

    // A flight that is committed as in flight.
    void send(workspace::Workspace& workspace, std::shared_ptr<Lane> const& lane,
              accounts::LoadedAccount const& account, Flight const& flight);
    // Whether one more file may be uploaded now; then upload() must follow.
    bool may_upload();
    void upload(workspace::Workspace& workspace, std::shared_ptr<Lane> const& lane,
                accounts::LoadedAccount const& account, Flight const& flight);

private:
    using Work = std::function<void(workspace::Workspace&, db::Writer const&)>;

    void fly(workspace::Workspace& workspace, std::shared_ptr<Lane> const& lane,
             accounts::LoadedAccount const& account, Flight const& flight);
    void carry(workspace::Workspace& workspace, std::shared_ptr<Lane> const& lane,
               accounts::LoadedAccount const& account, Flight const& flight);
    void hold(Lane& lane, Flight const& flight, Hold const& hold);
    // Commits soon; `if_broken` takes the place of a work that cannot be done at all.
    void settle(workspace::Workspace& workspace, std::shared_ptr<Lane> const& lane,
                Work const& work, Work const& if_broken);

    base::World m_world;
    net::HttpClient& m_http;
    Deliveries& m_deliveries;
    int m_most_uploads;
    std::atomic<int> m_uploads{0};
    std::mutex m_mutex;
    std::map<workspace::Workspace const*, std::shared_ptr<Lane>> m_lanes;
    jobs::Crew m_crew;  // last: its threads use all of the above
};

}  // namespace outbox

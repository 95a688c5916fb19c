#pragma once

#include <functional>
#include <memory>
#include <string>

#include "accounts/connect.hpp"
#include "changes/hub.hpp"
#include "control/control.hpp"
#include "intake/door.hpp"
#include "intake/farewell.hpp"
#include "net/http_client.hpp"
#include "outbox/outbox.hpp"
#include "watch/snapshot.hpp"
#include "workspace/desk.hpp"

namespace api {

// What the routes work with; made once by app, and outlives every request.
struct Parts {
    control::Control& control;
    workspace::People const& people;
    net::HttpClient& http;
    accounts::Surroundings const& accounts;
    outbox::Deliveries& deliveries;
    intake::Door& door;
    intake::Farewell& farewell;
    changes::Hub& hub;
    // The open workspace of that record; opens it when nobody has yet.
    std::function<base::Result<std::shared_ptr<workspace::Workspace>>(
        control::WorkspaceRecord const&)>
        open;
    // Lets the hub visit a workspace soon: somebody has begun to listen.
    std::function<void(std::shared_ptr<workspace::Workspace> const&)> wake_live;
    // One word why no request should come here (docs/operating.md, /readyz); empty: come.
    std::function<std::string()> unready;
    // Fills and empties a workspace with sample data (demo room); progress is seen on the stream.
    std::function<base::Result<void>(std::shared_ptr<workspace::Workspace> const&,
                                     std::string language)>
        add_samples;
    std::string version;
    // The running server as its operator sees it; at most a second old.
    std::function<watch::Snapshot()> snapshot = {};
    // How many event streams one token may have at once.
    std::size_t streams_per_token = 64;
};

}  // namespace api

#pragma once

#include <chrono>
#include <optional>

#include "outbox/outbox.hpp"
#include "workspace/workspace.hpp"

namespace intake {

// Turns kept deliveries into messages and states, in order of arrival. Safe to run twice over the
// same delivery. A part that cannot be taken is tried five times and then kept as dead, visible and
// replayable; it holds up nothing else.
class Understanding {
public:
    explicit Understanding(outbox::Deliveries& deliveries) : m_deliveries(deliveries) {}

    // For workspace::Rounds with Follower::understanding.
    std::optional<std::chrono::milliseconds> turn(workspace::Workspace& workspace);

private:
    outbox::Deliveries& m_deliveries;
};

}  // namespace intake

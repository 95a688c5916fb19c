#pragma once

#include <string_view>

#include "jobs/runner.hpp"

namespace conversations {

// The key is the message.
inline constexpr std::string_view CallJob = "call.end";

// Five minutes after a call began to ring: when nothing was told of it since, it was missed. What comes
// later still, an answer even, counts for more.
jobs::Outcome end_call(workspace::Workspace& workspace, jobs::Job const& job);

}  // namespace conversations

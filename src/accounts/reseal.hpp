#pragma once

#include "workspace/workspace.hpp"

namespace accounts {

// After the workspace got a new data key: seals the channels' credentials with it. Gives how many
// were sealed with an older one. Refuses what Sealer::open refuses.
base::Result<int> reseal(workspace::Workspace& workspace);

}  // namespace accounts

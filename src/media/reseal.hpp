#pragma once

#include "workspace/workspace.hpp"

namespace media {

// After the workspace got a new data key: seals the keys of media files with it, some hundred at a
// time. Gives how many were sealed with an older one. Refuses what Sealer::open refuses.
base::Result<int> reseal(workspace::Workspace& workspace);

}  // namespace media

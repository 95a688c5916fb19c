#pragma once

#include "base/world.hpp"
#include "control/rotation.hpp"

namespace cli {

// Every sealed value a workspace has, over the rooms that keep them. Also for the start of the
// server (control::finish_rotations).
control::Reseal reseal(base::World world);

}  // namespace cli

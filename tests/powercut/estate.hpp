#pragma once

#include <cstdint>

#include "powercut/disk.hpp"

namespace powercut {

// What happens seldom to a whole data folder: it is set up, workspaces are made and deleted, keys
// change, backups are written. Cut in that many places; gives how many remains were wrong.
int cut_estate(int cuts, std::uint64_t seed, Lie lie);

}  // namespace powercut

#pragma once

#include <vector>

#include "cli/commands.hpp"

namespace app {

// What is inside the executable, for `sapa version --verbose`.
std::vector<cli::Part> embedded_parts();
// More for `sapa doctor`: certificate authorities, processor, embedded pages.
std::vector<cli::Finding> findings();

}  // namespace app

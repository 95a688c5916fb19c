#pragma once

#include "cli/tree.hpp"

namespace cli {

// `sapa metrics` and `sapa server`.
void add_watching_commands(Tree& tree);

}  // namespace cli

#pragma once

#include "cli/tree.hpp"

namespace cli {

// `sapa meta-app`: the app of the whole installation, for connecting in the provider's own dialog.
// Only for parse.cpp.
void add_meta_app_commands(Tree& tree);

}  // namespace cli

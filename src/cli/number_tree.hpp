#pragma once

#include "cli/tree.hpp"

namespace cli {

// `sapa channel number`, `profile`, `register`, ... Only for parse.cpp.
void add_number_commands(Tree& tree, Tree::Group& group);

}  // namespace cli

#pragma once

#include "cli/context.hpp"

namespace cli {

// Exit code 0 when nothing is wrong, 1 when something is.
base::Result<int> look_around(Context const& context);

}  // namespace cli

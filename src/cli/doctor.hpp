#pragma once

#include "cli/context.hpp"

namespace cli {

// Exit code 0 when nothing is wrong, 1 when something is.
// `live` asks the providers about every channel now.
base::Result<int> look_around(Context const& context, bool live);

}  // namespace cli

#pragma once

#include "cli/context.hpp"

namespace cli {

base::Result<int> print_version(Context const& context, bool verbose);

}  // namespace cli

#pragma once

#include "cli/context.hpp"

namespace cli {

base::Result<int> show_keys(Context const& context);
base::Result<int> rotate_root(Context const& context);
base::Result<int> rotate_workspace(Context const& context, std::string const& slug);

}  // namespace cli

#pragma once

#include "cli/context.hpp"

namespace cli {

struct CostsToRead {
    std::string workspace;
    std::string id;
    std::string from;
    std::string to;
    bool reported = false;
};
base::Result<int> read_costs(Context const& context, CostsToRead const& in);

struct RatesToImport {
    std::string workspace;
    std::string file;
};
base::Result<int> import_rates(Context const& context, RatesToImport const& in);
base::Result<int> list_rates(Context const& context, std::string const& workspace);

}  // namespace cli

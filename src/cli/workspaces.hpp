#pragma once

#include "cli/context.hpp"
#include "control/setup.hpp"

namespace cli {

struct WorkspaceToCreate {
    control::NewWorkspace workspace;
    std::string owner_email;
    std::string owner_name;
};
base::Result<int> create_workspace(Context const& context, WorkspaceToCreate const& in);
base::Result<int> list_workspaces(Context const& context);
// `yes`: without asking for the slug again.
base::Result<int> delete_workspace(Context const& context, std::string const& slug, bool yes);

}  // namespace cli

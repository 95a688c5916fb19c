#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace cli {

struct UserToAdd {
    std::string workspace;
    std::string email;
    std::string role;
};
// Prints an invitation link.
base::Result<int> add_user(Context const& context, UserToAdd const& in);
base::Result<int> list_users(Context const& context);
base::Result<int> make_reset_link(Context const& context, std::string const& email);
base::Result<int> set_user_enabled(Context const& context, std::string const& email, bool enabled);
struct RoleToSet {
    std::string workspace;
    std::string email;
    std::string role;
};
base::Result<int> set_role(Context const& context, RoleToSet const& in);

struct TokenToCreate {
    std::string workspace;
    std::string name;
    std::string scopes;                  // separated by commas
    int days = 0;                        // 0: for good
    std::vector<std::string> addresses;  // empty: from anywhere
};
base::Result<int> create_token(Context const& context, TokenToCreate const& in);
base::Result<int> list_tokens(Context const& context, std::string const& workspace);
base::Result<int> revoke_token(Context const& context, std::string const& workspace,
                               std::string const& id);

}  // namespace cli

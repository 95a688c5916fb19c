#include "control/role.hpp"

#include <algorithm>

namespace control {

bool is_scope(std::string_view scope) { return std::ranges::find(Scopes, scope) != Scopes.end(); }

}  // namespace control

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control/control.hpp"

// Addresses of providers outside the public internet that an operator allowed to be called, such as
// a simulator's: `http://127.0.0.1:9400`. Kept in control.db, so that a running server sees what a
// command noted.
namespace control {

std::vector<std::string> allowed_origins(Control& control);
// Once more is fine. The caller has checked that it is the origin of a server.
base::Result<void> allow_origin(Control& control, std::string_view origin);

}  // namespace control

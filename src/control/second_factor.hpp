#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control/control.hpp"
#include "control/user.hpp"

// Codes of the authenticator app and the recovery codes, inside the caller's transaction.
namespace control {

// Whether the code is right, and was not used before. Refuses when the seed cannot be opened.
base::Result<bool> use_code(Control& control, ControlWriter const& tx, User const& user,
                            std::string_view code);
// The first code after start_totp(): when right, the second factor is on from here.
base::Result<bool> confirm_code(Control& control, ControlWriter const& tx, User const& user,
                                std::string_view code);
bool use_recovery_code(Control& control, ControlWriter const& tx, User const& user,
                       std::string_view code);
// Ten new ones, shown to the person once; earlier ones are worth nothing any more.
std::vector<std::string> replace_recovery_codes(Control& control, ControlWriter const& tx,
                                                base::UserId user);

}  // namespace control

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace control {

// The one spelling of an e-mail address that is stored and compared: trimmed, ASCII lower case.
// Refuses what cannot be one (`bad_format` for the field).
base::Result<std::string> read_email(std::string_view text, std::string_view field = "email");

// A workspace's name in addresses: 2 to 40 of a-z, 0-9 and inner hyphens, not only digits, not a
// word the product keeps for itself.
base::Result<std::string> read_slug(std::string_view text, std::string_view field = "slug");

// Refuses passwords that guessing finds first, with `weak_password` or, for its length, with the
// field's own code (see crypto::password_problem). `personal`: names it must not lean on.
base::Result<void> check_password(std::string_view password,
                                  std::vector<std::string> const& personal,
                                  std::string_view field = "password");

// Error for one wrong field.
base::Error wrong_field(std::string_view field, std::string_view code);

}  // namespace control

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

// The first value of that name in an application/x-www-form-urlencoded body, decoded once. Nothing
// when it is not there, when its escapes are broken, or when the body has more than 100 pairs.
std::optional<std::string> form_value(std::string_view body, std::string_view name);

}  // namespace http

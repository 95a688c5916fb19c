#pragma once

#include <string_view>

#include "base/json.hpp"

namespace api {

// The OpenAPI 3.1 document of the whole API, from the route table. Made once; lives for ever.
base::Json openapi();
std::string_view openapi_text();

}  // namespace api

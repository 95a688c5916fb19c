#pragma once

#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace api {

// /docs, the API for readers, and its style sheet; nothing for other paths.
std::optional<http::Response> docs_page(std::string_view path);

}  // namespace api

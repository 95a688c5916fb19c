#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace http {

// One event of an event stream, ready to be shared by all its readers. `id` and `name` may be
// empty and hold no line ends; `data` may have several lines.
std::shared_ptr<std::string const> event_text(std::string_view id, std::string_view name,
                                              std::string_view data);

}  // namespace http

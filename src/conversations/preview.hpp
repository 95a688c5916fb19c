#pragma once

#include <string>
#include <string_view>

namespace conversations {

// The first words of a message on one line, as a list row shows them.
std::string preview_of(std::string_view text);

}  // namespace conversations

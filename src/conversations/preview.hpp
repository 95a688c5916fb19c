#pragma once

#include <string>
#include <string_view>

#include "channels/content.hpp"

namespace conversations {

// The first words of a message on one line, as a list row shows them.
std::string preview_of(std::string_view text);

// The line that stands for a place or for cards: what people look for when they search. Empty for a
// place without a name.
std::string line_of(channels::Content const& content);

}  // namespace conversations

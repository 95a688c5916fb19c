#pragma once

#include <span>
#include <string_view>

#include "channels/channel.hpp"

namespace channels {

// The channel of that kind, or null. Lives as long as the process.
Channel const* find(std::string_view kind);
Channel const* find(Kind kind);
std::span<Channel const* const> all();

}  // namespace channels

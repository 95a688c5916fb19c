#pragma once

#include "app/house.hpp"
#include "cli/commands.hpp"

namespace app {

// `systemctl stop` must be done in five seconds.
inline constexpr std::chrono::milliseconds StopPatience{4500};

// What every command that opens the house shares.
HouseOptions house_options(cli::Common const& common, std::string const& version);

}  // namespace app

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "cli/commands.hpp"

// What `sapa doctor` makes of what it saw. Nothing here looks at the machine by itself, apart from
// the folders and files it is given.
namespace cli {

// `built` is the day the executable was made (2026-11-22): no clock is right that is before it.
// `provider` is what the provider's clock said at `now`, when it could be asked.
Finding judge_clock(base::Instant now, std::string_view built,
                    std::optional<base::Instant> provider);

// Bytes that are free, and that the data takes.
Finding judge_space(std::uint64_t free, std::uint64_t used);
// Of the file that holds room back for a full disk; `held` is its size, 0 when it is not there.
Finding judge_reserve(std::uint64_t free, std::uint64_t held);

// Whether anybody but its owner may read or change the folder, or one of the files in it.
Finding judge_folder(std::string const& folder);
// The same for the root key's file.
Finding judge_key_file(std::string const& file);

// `text` is the unit file of an installed service.
std::vector<Finding> judge_unit(std::string const& file, std::string_view text);
// The unit in the first of these folders that has one; one finding when none has.
std::vector<Finding> judge_service(std::vector<std::string> const& folders);

}  // namespace cli

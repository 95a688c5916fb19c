#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "watch/snapshot.hpp"

namespace watch {

// What a process takes, as the kernel tells it (proc(5)), and the space where `folder` lies. `pid` 0
// is this process. What cannot be read stays 0.
Machine machine(std::string const& folder, std::int64_t pid = 0);

// The number behind "NAME:" of a file such as /proc/self/status; 0 when it is not there.
std::int64_t number_of(std::string_view text, std::string_view name);
// Seconds of processor time in the text of /proc/PID/stat.
double cpu_of(std::string_view stat, long ticks);

}  // namespace watch

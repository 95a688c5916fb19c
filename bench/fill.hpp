#pragma once

#include <cstdint>
#include <string>

namespace bench {

// Fills an existing, closed workspace that has one channel: conversations in every state, with and
// without assignee, label, unread messages and open windows; messages of 4 to 17 words over the days
// before now. The same numbers give the same rows, but for the times. 0, or 1 with a word on stderr.
int fill(std::string const& folder, std::string const& slug, std::int64_t conversations,
         std::int64_t messages);

}  // namespace bench

#pragma once

#include <cstdint>
#include <string>

namespace bench {

// The same messages into one table and its text index in a file of plain SQLite, without encryption
// and without anything else: what the machine could do. Prints rows a second. `path` must not exist.
int plain(std::string const& path, std::int64_t conversations, std::int64_t messages);

}  // namespace bench

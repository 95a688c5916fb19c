#pragma once

#include <string_view>

namespace bench {

// Holds event streams open on loopback and reads what comes, as cheaply as it can be read. Standard
// input has lines `TOKEN COUNT`, then an empty one; `ready` is printed when all have said hello. On
// the last of them every `MARK<digits>-` is printed as `heard DIGITS MICROSECONDS` (monotonic), once
// each. Ends with its input, and prints `ended N`: how many streams the server had closed.
int listen_to(int port, std::string_view mark);

}  // namespace bench

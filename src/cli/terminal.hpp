#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace cli {

// Exit codes of every command.
inline constexpr int Done = 0;
inline constexpr int Refused = 1;      // the input or the state of things says no
inline constexpr int WrongUsage = 2;   // an option is missing or unknown
inline constexpr int BrokenWorld = 3;  // disk, key, damaged file, or a fault of ours

// Where a command reads and writes. With `json`, exactly one JSON document goes to `out`.
struct Terminal {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool interactive = false;  // a person is at the keyboard: secrets are not echoed
    bool json = false;

    // The answer in one line; the preset when it is empty; nothing at the end of input.
    std::optional<std::string> ask(std::string_view question, std::string_view preset = {});
    std::optional<std::string> ask_secret(std::string_view question);
    // Prints a line for people; nothing in JSON mode.
    void say(std::string_view line);
    // The command's result: JSON in JSON mode, nothing otherwise.
    void give(base::Json const& result);
    // Rows for people: the named members of each object under their headings.
    void table(base::Json const& rows,
               std::initializer_list<std::pair<char const*, char const*>> columns);
    // Says what was refused, and gives the exit code for it.
    int refuse(base::Error const& error);
};

}  // namespace cli

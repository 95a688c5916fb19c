#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace workspace {

// Which conversations somebody sees, from least to most. What cannot be seen does not exist for
// them.
enum class Sight {
    own,   // assigned to them, or followed by them
    team,  // those, and the conversations of their teams
    all,
};
constexpr auto words_of(Sight)
{
    using namespace std::literals;
    return std::array{std::pair{Sight::own, "own"sv}, std::pair{Sight::team, "team"sv},
                      std::pair{Sight::all, "all"sv}};
}
constexpr auto schema_name(Sight) { return "Sight"; }

}  // namespace workspace

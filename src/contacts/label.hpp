#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/fields.hpp"

// A label as whatever carries it shows it: people and conversations share one set.
namespace contacts {

enum class Colour { grey, green, blue, purple, pink, red, orange, yellow };
constexpr auto words_of(Colour)
{
    using namespace std::literals;
    return std::array{std::pair{Colour::grey, "grey"sv},     std::pair{Colour::green, "green"sv},
                      std::pair{Colour::blue, "blue"sv},     std::pair{Colour::purple, "purple"sv},
                      std::pair{Colour::pink, "pink"sv},     std::pair{Colour::red, "red"sv},
                      std::pair{Colour::orange, "orange"sv}, std::pair{Colour::yellow, "yellow"sv}};
}
constexpr auto schema_name(Colour) { return "LabelColour"; }

struct LabelRef {
    static constexpr auto schema = "LabelRef";

    base::LabelId id;
    std::string name;
    Colour colour = Colour::grey;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("id", &LabelRef::id, ""), body("name", &LabelRef::name, ""),
                          body("colour", &LabelRef::colour, "")};
    }
};

}  // namespace contacts

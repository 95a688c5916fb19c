#include "conversations/preview.hpp"

#include "base/text.hpp"

namespace conversations {

namespace {
constexpr std::size_t PreviewPoints = 140;
}

std::string preview_of(std::string_view text)
{
    auto line = std::string(base::first_points(base::trim(text), PreviewPoints));
    for (auto& c : line)
        if (c == '\n' || c == '\t')
            c = ' ';
    return line;
}

}  // namespace conversations

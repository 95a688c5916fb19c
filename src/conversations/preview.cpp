#include "conversations/preview.hpp"

#include "base/text.hpp"

namespace conversations {

namespace {
constexpr std::size_t PreviewPoints = 140;
constexpr std::size_t LinePoints = 4096;

void join(std::string& line, std::string_view part)
{
    if (part.empty())
        return;
    if (!line.empty())
        line += ", ";
    line += part;
}

}  // namespace

std::string preview_of(std::string_view text)
{
    auto line = std::string(base::first_points(base::trim(text), PreviewPoints));
    for (auto& c : line)
        if (c == '\n' || c == '\t')
            c = ' ';
    return line;
}

std::string line_of(channels::Content const& content)
{
    std::string line;
    if (auto const& place = content.location) {
        join(line, place->name.value_or(""));
        join(line, place->address.value_or(""));
    }
    for (auto const& card : content.contacts)
        join(line,
             !card.name.empty() || card.phones.empty() ? card.name : card.phones.front().value);
    return std::string(base::first_points(line, LinePoints));
}

}  // namespace conversations

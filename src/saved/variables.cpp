#include "saved/variables.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace saved {

namespace {

constexpr std::array<std::pair<std::string_view, std::string Values::*>, 4> Known = {{
    {"contact.name", &Values::contact_name},
    {"agent.name", &Values::agent_name},
    {"workspace.name", &Values::workspace_name},
    {"conversation.id", &Values::conversation_id},
}};

struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view name;
    std::string_view instead;
};

// The next {{...}} on one line.
std::optional<Place> next_place(std::string_view text, std::size_t from)
{
    for (auto open = text.find("{{", from); open != text.npos; open = text.find("{{", open + 1)) {
        auto const close = text.find("}}", open);
        if (close == text.npos)
            return std::nullopt;
        auto const inside = text.substr(open + 2, close - open - 2);
        // One that never closed before another began.
        if (inside.starts_with('{') || inside.find("{{") != inside.npos ||
            inside.find('\n') != inside.npos)
            continue;
        auto const bar = inside.find('|');
        return Place{open, close + 2, base::trim(inside.substr(0, bar)),
                     bar == inside.npos ? std::string_view() : base::trim(inside.substr(bar + 1))};
    }
    return std::nullopt;
}

std::string Values::* member_of(std::string_view name)
{
    auto const found = std::ranges::find(Known, name, [](auto const& one) { return one.first; });
    return found == Known.end() ? nullptr : found->second;
}

}  // namespace

bool is_name(std::string_view text)
{
    // Letters of any script begin at U+00C0; what U+2000 to U+206F holds are spaces and signs such as
    // the dots of a hidden number.
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC3 && c != 0xE2))
            return true;
        if (c == 0xE2 && i + 1 < text.size()) {
            auto const second = static_cast<unsigned char>(text[i + 1]);
            if (second != 0x80 && second != 0x81)
                return true;
        }
    }
    return false;
}

std::string fill(std::string_view text, Values const& values)
{
    std::string out;
    std::size_t done = 0;
    for (auto place = next_place(text, 0); place; place = next_place(text, place->end)) {
        auto const member = member_of(place->name);
        if (!member)
            continue;
        out += text.substr(done, place->begin - done);
        auto const& value = values.*member;
        auto const known = member == &Values::contact_name ? is_name(value) : !value.empty();
        out += known ? std::string_view(value) : place->instead;
        done = place->end;
    }
    out += text.substr(done);
    return out;
}

std::optional<std::string> unknown_variable(std::string_view text)
{
    for (auto place = next_place(text, 0); place; place = next_place(text, place->end))
        if (!member_of(place->name))
            return std::string(place->name);
    return std::nullopt;
}

}  // namespace saved

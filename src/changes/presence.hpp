#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "base/words.hpp"

namespace changes {

enum class Doing { looking, typing };
constexpr auto words_of(Doing)
{
    using namespace std::literals;
    return std::array{std::pair{Doing::looking, "looking"sv}, std::pair{Doing::typing, "typing"sv}};
}
constexpr auto schema_name(Doing) { return "Doing"; }

// Who has which conversation before them and who writes in it, as every open page says once in a
// while. In memory only: after a restart the pages say it again. One thread at a time.
class Presence {
public:
    using Ms = std::chrono::milliseconds;  // monotonic
    // A page that is silent for longer is gone, or no longer typing.
    static constexpr Ms LookingFor = std::chrono::seconds(50);
    static constexpr Ms TypingFor = std::chrono::seconds(8);
    // Pages of one member; the one silent for longest makes way.
    static constexpr std::size_t MostPages = 16;

    struct Here {
        base::UserId user;
        Doing doing = Doing::looking;
        bool operator==(Here const&) const = default;
    };
    struct Spot {
        base::ConversationId conversation;
        Doing doing = Doing::looking;
    };
    // Each member once, by number; whoever types in one of their pages types.
    using People = std::vector<Here>;
    using Everywhere = std::map<base::ConversationId, People>;

    // What a page shows from now on instead of what it showed before; nothing: it is left.
    void put(base::UserId user, std::string const& page, std::optional<Spot> spot, Ms now);
    Everywhere everywhere(Ms now) const;
    // Conversations where something is different from the last time this was asked, with who is there
    // now; nobody when all have left.
    Everywhere news(Ms now);

private:
    struct Page {
        base::ConversationId conversation;
        Ms heard{0};
        Ms types_until{0};
    };

    std::map<std::pair<base::UserId, std::string>, Page> m_pages;
    Everywhere m_told;
};

}  // namespace changes

#include "changes/presence.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using changes::Doing;
using changes::Presence;
using Everywhere = Presence::Everywhere;

namespace {

constexpr base::UserId Ana{1}, Budi{2};
constexpr base::ConversationId First{10}, Second{11};

}  // namespace

TEST_CASE("presence: who looks and who types is told when it changes, and only then")
{
    Presence presence;
    presence.put(Ana, "a", Presence::Spot{First, Doing::looking}, 0s);
    presence.put(Budi, "b", Presence::Spot{First, Doing::typing}, 1s);
    CHECK(presence.news(1s) == Everywhere{{First, {{Ana, Doing::looking}, {Budi, Doing::typing}}}});
    presence.put(Ana, "a", Presence::Spot{First, Doing::looking}, 2s);
    CHECK(presence.news(2s).empty());
    presence.put(Budi, "b", Presence::Spot{First, Doing::looking}, 3s);
    CHECK(presence.news(3s) ==
          Everywhere{{First, {{Ana, Doing::looking}, {Budi, Doing::looking}}}});
}

TEST_CASE("presence: a page shows one conversation; going to another leaves the first")
{
    Presence presence;
    presence.put(Ana, "a", Presence::Spot{First, Doing::typing}, 0s);
    presence.news(0s);
    presence.put(Ana, "a", Presence::Spot{Second, Doing::looking}, 1s);
    CHECK(presence.news(1s) == Everywhere{{First, {}}, {Second, {{Ana, Doing::looking}}}});
    presence.put(Ana, "a", std::nullopt, 2s);
    CHECK(presence.news(2s) == Everywhere{{Second, {}}});
    CHECK(presence.everywhere(2s).empty());
}

TEST_CASE("presence: two pages of one member count once, and leaving with one leaves the other")
{
    Presence presence;
    presence.put(Ana, "a", Presence::Spot{First, Doing::looking}, 0s);
    presence.put(Ana, "b", Presence::Spot{First, Doing::typing}, 0s);
    CHECK(presence.everywhere(0s) == Everywhere{{First, {{Ana, Doing::typing}}}});
    presence.put(Ana, "b", std::nullopt, 1s);
    CHECK(presence.everywhere(1s) == Everywhere{{First, {{Ana, Doing::looking}}}});
}

TEST_CASE("presence: who falls silent stops typing, then is gone")
{
    Presence presence;
    presence.put(Ana, "a", Presence::Spot{First, Doing::typing}, 0s);
    presence.news(0s);
    CHECK(presence.news(7s).empty());
    CHECK(presence.news(8s) == Everywhere{{First, {{Ana, Doing::looking}}}});
    CHECK(presence.news(50s).empty());
    CHECK(presence.news(51s) == Everywhere{{First, {}}});
    CHECK(presence.news(52s).empty());
}

TEST_CASE("presence: the pages of one member are bounded, the quietest makes way")
{
    Presence presence;
    for (int i = 0; i < 40; ++i)
        presence.put(Ana, "page" + std::to_string(i),
                     Presence::Spot{base::ConversationId{i + 1}, Doing::looking}, 1s * i);
    presence.put(Budi, "b", Presence::Spot{First, Doing::looking}, 39s);
    auto const all = presence.everywhere(39s);
    CHECK(all.size() == Presence::MostPages + 1);
    CHECK(all.contains(base::ConversationId{40}));
    CHECK_FALSE(all.contains(base::ConversationId{24}));
}

#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/words.hpp"

// Words about channels that the database, the API and the dashboard share.
namespace channels {

// One for each entry of channels/list.cpp.
enum class Kind { whatsapp };
constexpr auto words_of(Kind)
{
    using namespace std::literals;
    return std::array{std::pair{Kind::whatsapp, "whatsapp"sv}};
}
constexpr auto schema_name(Kind) { return "ChannelKind"; }

// How a connected account of ours is doing.
enum class AccountState {
    active,
    attention,     // something is in the way; sends wait until a check finds it gone
    paused,        // by a member; sends wait
    disconnected,  // for good; history stays
};
constexpr auto words_of(AccountState)
{
    using namespace std::literals;
    return std::array{
        std::pair{AccountState::active, "active"sv},
        std::pair{AccountState::attention, "attention"sv},
        std::pair{AccountState::paused, "paused"sv},
        std::pair{AccountState::disconnected, "disconnected"sv},
    };
}
constexpr auto schema_name(AccountState) { return "ChannelState"; }

enum class MediaKind { image, video, audio, document, sticker };
constexpr auto words_of(MediaKind)
{
    using namespace std::literals;
    return std::array{
        std::pair{MediaKind::image, "image"sv},     std::pair{MediaKind::video, "video"sv},
        std::pair{MediaKind::audio, "audio"sv},     std::pair{MediaKind::document, "document"sv},
        std::pair{MediaKind::sticker, "sticker"sv},
    };
}
constexpr auto schema_name(MediaKind) { return "MediaKind"; }

// Which rule says how long we may answer freely.
enum class WindowName { always, customer_service_24h };
constexpr auto words_of(WindowName)
{
    using namespace std::literals;
    return std::array{std::pair{WindowName::always, "always"sv},
                      std::pair{WindowName::customer_service_24h, "customer_service_24h"sv}};
}
constexpr auto schema_name(WindowName) { return "WindowRule"; }

}  // namespace channels

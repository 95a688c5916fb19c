#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "media/media.hpp"

namespace media {

struct Upload {
    static constexpr auto about = "Keep a file for a message; its bytes are the request's body.";

    std::string name;
    std::optional<channels::MediaKind> kind;
    base::ChannelId channel;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            query("name", &Upload::name, "The file's name.", {.max = 255}),
            query("kind", &Upload::kind, "As what it will be sent; left out: by what it is."),
            query("channel_id", &Upload::channel, "The channel it will be sent on.", {.min = 1}),
        };
    }
};

// Up to `max` bytes of the body that come next; empty at its end.
using Source = std::function<std::string(std::size_t max)>;

// The largest file any channel takes: 100 MB. The route's body limit.
inline constexpr std::uint64_t UploadLimit = 100ULL << 20;

// What the bytes are is read from the bytes. Refuses invalid_input with `kind` or `channel_id`;
// `media_empty`; `media_type_not_allowed` (not what the channel takes as that kind);
// too_large `media_too_large`; unavailable `disk_full`.
base::Result<Media> upload(workspace::Desk& desk, Upload const& in, Source const& source);

}  // namespace media

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "channels/words.hpp"

namespace channels {

// What may be sent as one kind of media.
struct MediaRule {
    MediaKind kind;
    std::span<std::string_view const> mimes;  // lower case, without parameters
    std::uint64_t bytes;                      // at most
    std::uint64_t animated_bytes = 0;         // at most when it moves; 0: same as `bytes`
    bool caption = false;
    bool other_mimes = false;  // types beyond the list usually work too
};

// How long after a customer's message we may answer freely. `length` 0: always.
struct WindowRule {
    WindowName name = WindowName::always;
    std::chrono::seconds length{0};
};

// How fast the provider lets us send. Token buckets of the outbox.
struct Pace {
    double per_second = 0;  // for one account of ours, in and out together; 0: no limit known
    double burst = 0;
    std::chrono::milliseconds pair_interval{0};  // to one person, sustained
    int pair_burst = 0;
};

// What a channel can do, as data: the composer shows it, the use-cases enforce it, the outbox paces
// by it. The values and their sources (page and date) are on top of <channel>/traits.cpp.
struct Traits {
    Kind kind = Kind::whatsapp;      // its word: in the database, the API and the webhook path
    std::string_view name;           // as people call it
    std::size_t text_points = 0;     // Unicode code points of a text
    std::size_t caption_points = 0;  // of a caption
    std::span<MediaRule const> media;
    std::uint64_t inbound_media_bytes = 0;  // the largest file a customer can send
    WindowRule window;
    Pace pace;
    bool quotes = false;
    bool templates = false;
    bool read_receipts = false;
    bool typing = false;
    std::string_view default_base_url;
    std::string_view default_version;

    MediaRule const* media_rule(MediaKind kind) const;
};

std::string_view name_of(MediaKind kind);
std::optional<MediaKind> media_kind(std::string_view name);
// Lower case, without parameters: "Audio/OGG; codecs=opus" is audio/ogg.
std::string plain_mime(std::string_view mime);
// Whether the rule lets a file of that type through.
bool takes(MediaRule const& rule, std::string_view mime);

}  // namespace channels

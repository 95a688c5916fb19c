#include "channels/whatsapp/traits.hpp"

#include <array>

namespace channels::whatsapp {

// Sources, all below developers.facebook.com/documentation/business-messaging/whatsapp/:
//   texts and captions   messages/send-messages (2026-04-23)
//   media                business-phone-numbers/media (2026-04-17)
//   window               messages/send-messages (2026-04-23)
//   80 messages a second throughput (2025-11-21); numbers shared with the phone app have 20, and
//                        upgraded ones 1,000
//   one pair             10 a minute, bursts of 45: third-party summaries of the same page, 2026-09
//   version              docs/graph-api/changelog, v26.0 of 2026-07-29
namespace {

using namespace std::string_view_literals;
using namespace std::chrono_literals;

constexpr std::uint64_t KB = 1024;
constexpr std::uint64_t MB = 1024 * KB;

constexpr std::array Images{"image/jpeg"sv, "image/png"sv};
constexpr std::array Videos{"video/mp4"sv, "video/3gpp"sv};
constexpr std::array Audios{"audio/aac"sv, "audio/amr"sv, "audio/mpeg"sv, "audio/mp4"sv,
                            "audio/ogg"sv};
constexpr std::array Documents{
    "text/plain"sv,
    "application/pdf"sv,
    "application/msword"sv,
    "application/vnd.ms-excel"sv,
    "application/vnd.ms-powerpoint"sv,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"sv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"sv,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation"sv,
};
constexpr std::array Stickers{"image/webp"sv};

constexpr std::array Media{
    MediaRule{.kind = MediaKind::image, .mimes = Images, .bytes = 5 * MB, .caption = true},
    MediaRule{.kind = MediaKind::video, .mimes = Videos, .bytes = 16 * MB, .caption = true},
    MediaRule{.kind = MediaKind::audio, .mimes = Audios, .bytes = 16 * MB},
    MediaRule{.kind = MediaKind::document,
              .mimes = Documents,
              .bytes = 100 * MB,
              .caption = true,
              .other_mimes = true},
    MediaRule{.kind = MediaKind::sticker,
              .mimes = Stickers,
              .bytes = 100 * KB,
              .animated_bytes = 500 * KB},
};

constexpr Traits Facts{
    .kind = Kind::whatsapp,
    .name = "WhatsApp",
    .text_points = 4096,
    .caption_points = 1024,
    .media = Media,
    .inbound_media_bytes = 100 * MB,
    .window = {.name = WindowName::customer_service_24h, .length = 24h},
    .pace = {.per_second = 80, .burst = 80, .pair_interval = 6s, .pair_burst = 45},
    .quotes = true,
    .templates = true,
    .read_receipts = true,
    .typing = true,
    .default_base_url = "https://graph.facebook.com",
    .default_version = "v26.0",
};

}  // namespace

Traits const& traits() { return Facts; }

}  // namespace channels::whatsapp

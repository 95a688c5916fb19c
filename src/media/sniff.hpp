#pragma once

#include <string>
#include <string_view>

namespace media {

// What the first bytes of a file say it is: a type in lower case, or empty when they say nothing.
// A few hundred bytes are enough; only office files want some KB.
std::string_view detect(std::string_view head);
inline constexpr std::size_t HeadBytes = 4096;

// Whether browsers show that type without running anything inside (docs/architecture.md, "Browser").
bool is_harmless(std::string_view mime);
// One channel of Opus in OGG, as voice notes are (RFC 7845, section 5.1).
bool is_opus_mono(std::string_view head);
// A moving sticker may be larger.
bool is_animated_webp(std::string_view head);

// What to call a file of which the bytes say `detected` and its sender said `claimed` (may be empty),
// e.g. audio/mp4 for a voice recording in an MP4 file, or a Word file by its name.
std::string settled_mime(std::string_view detected, std::string_view claimed,
                         std::string_view name);

// Whether bytes of that type contradict what a message of that kind may hold. Types that nothing is
// known of do not.
bool contradicts(std::string_view kind, std::string_view detected);

}  // namespace media

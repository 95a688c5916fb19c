#pragma once

#include <optional>
#include <string_view>

namespace simulator {

// A small file of our own that a customer can send without having one at hand.
struct SampleFile {
    std::string_view name;  // as the customer's phone calls it
    std::string_view mime;
    std::string_view bytes;
};

// By its short name: photo, receipt, voice, video, document, sticker.
std::optional<SampleFile> sample_file(std::string_view name);

}  // namespace simulator

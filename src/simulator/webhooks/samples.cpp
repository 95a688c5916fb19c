#include "simulator/webhooks/samples.hpp"

#include "base/embedded.hpp"

namespace simulator {

namespace {

struct Sample {
    std::string_view name;
    std::string_view file;
    std::string_view shown;
    std::string_view mime;
};

constexpr Sample Samples[] = {
    {"photo", "simulator/data/photo.jpg", "IMG_2041.jpg", "image/jpeg"},
    {"receipt", "simulator/data/receipt.png", "receipt.png", "image/png"},
    {"voice", "simulator/data/voice.ogg", "voice.ogg", "audio/ogg"},
    {"video", "simulator/data/video.mp4", "VID_2042.mp4", "video/mp4"},
    {"document", "simulator/data/invoice.pdf", "invoice-77.pdf", "application/pdf"},
    {"sticker", "simulator/data/sticker.webp", "sticker.webp", "image/webp"},
};

}  // namespace

std::optional<SampleFile> sample_file(std::string_view name)
{
    for (auto const& sample : Samples)
        if (sample.name == name)
            if (auto const bytes = base::embedded_file(sample.file); !bytes.empty())
                return SampleFile{sample.shown, sample.mime, bytes};
    return std::nullopt;
}

}  // namespace simulator

#include "media/sniff.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

// Signatures: the WHATWG "MIME Sniffing" standard, sections 6 and 7 (read 2026-11), and for office
// files, AMR and ADTS the formats' own specifications.
namespace media {

namespace {

using namespace std::literals;

struct Signature {
    std::size_t at;
    std::string_view bytes;
    std::string_view mime;
};

constexpr std::array Signatures{
    Signature{0, "\xFF\xD8\xFF"sv, "image/jpeg"sv},
    Signature{0, "\x89PNG\r\n\x1A\n"sv, "image/png"sv},
    Signature{0, "GIF87a"sv, "image/gif"sv},
    Signature{0, "GIF89a"sv, "image/gif"sv},
    Signature{8, "WEBPVP"sv, "image/webp"sv},
    Signature{8, "WAVE"sv, "audio/wav"sv},
    Signature{0, "OggS\0"sv, "audio/ogg"sv},
    Signature{0, "ID3"sv, "audio/mpeg"sv},
    Signature{0, "#!AMR"sv, "audio/amr"sv},
    Signature{0, "%PDF-"sv, "application/pdf"sv},
    Signature{0, "\x1A\x45\xDF\xA3"sv, "video/webm"sv},
    Signature{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"sv},
    Signature{0, "PK\x03\x04"sv, "application/zip"sv},
    Signature{0, "Rar!\x1A\x07"sv, "application/vnd.rar"sv},
    Signature{0, "\x1F\x8B"sv, "application/gzip"sv},
    Signature{0, "MZ"sv, "application/x-msdownload"sv},
    Signature{0,
              "\x7F"
              "ELF"sv,
              "application/x-executable"sv},
};

using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array OfficeParts{
    Pair{"word/"sv, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"sv},
    Pair{"xl/"sv, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"sv},
    Pair{"ppt/"sv, "application/vnd.openxmlformats-officedocument.presentationml.presentation"sv},
};
constexpr std::array NamesOfTypes{
    Pair{".doc"sv, "application/msword"sv},
    Pair{".xls"sv, "application/vnd.ms-excel"sv},
    Pair{".ppt"sv, "application/vnd.ms-powerpoint"sv},
    Pair{".docx"sv, OfficeParts[0].second},
    Pair{".xlsx"sv, OfficeParts[1].second},
    Pair{".pptx"sv, OfficeParts[2].second},
};

std::string_view detect_iso_media(std::string_view head)
{
    auto const brand = head.substr(8, 4);
    if (brand.starts_with("M4A") || brand.starts_with("M4B"))
        return "audio/mp4";
    if (brand.starts_with("3g"))
        return "video/3gpp";
    if (brand == "qt  ")
        return "video/quicktime";
    if (brand.starts_with("hei") || brand.starts_with("mif1"))
        return "image/heic";
    if (brand.starts_with("avif"))
        return "image/avif";
    return "video/mp4";
}

// MPEG audio without a tag: eleven set bits; layer 0 is AAC in ADTS frames.
std::string_view detect_audio_frames(std::string_view head)
{
    if (head.size() < 3 || head[0] != '\xFF' || (head[1] & '\xE0') != '\xE0')
        return {};
    auto const second = std::uint8_t(head[1]);
    auto const third = std::uint8_t(head[2]);
    auto const layer = (second >> 1) & 3;
    if (layer == 0)
        return (second & 0xF0) == 0xF0 ? "audio/aac"sv : ""sv;
    auto const known_version = ((second >> 3) & 3) != 1;
    auto const known_rate = (third >> 4) != 15 && ((third >> 2) & 3) != 3;
    return known_version && known_rate ? "audio/mpeg"sv : ""sv;
}

bool is_control(char c)
{
    auto const byte = std::uint8_t(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1B';
}

std::string_view detect_text(std::string_view head)
{
    if (head.empty())
        return {};
    for (char const c : head)
        if (is_control(c))
            return {};
    auto text = head;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    text = base::trim(text);
    if (text.starts_with('<')) {
        auto const start = base::lower_ascii(text.substr(0, 1024));
        if (start.find("<svg") != std::string::npos)
            return "image/svg+xml";
        if (start.find("<html") != std::string::npos || start.starts_with("<!doctype html") ||
            start.find("<script") != std::string::npos || start.find("<body") != std::string::npos)
            return "text/html";
        if (start.starts_with("<?xml"))
            return "text/xml";
    }
    // The head may end in the middle of a character.
    for (std::size_t cut = 0; cut < 4 && cut < head.size(); ++cut)
        if (base::is_utf8(head.substr(0, head.size() - cut)))
            return "text/plain";
    return {};
}

}  // namespace

std::string_view detect(std::string_view head)
{
    if (head.size() >= 12 && head.substr(4, 4) == "ftyp")
        return detect_iso_media(head);
    for (auto const& known : Signatures) {
        if (head.size() < known.at || !head.substr(known.at).starts_with(known.bytes))
            continue;
        if (known.at == 8 && !head.starts_with("RIFF"))
            continue;
        if (known.mime == "application/zip")
            for (auto const& [part, mime] : OfficeParts)
                if (head.find(part) != std::string_view::npos)
                    return mime;
        return known.mime;
    }
    if (auto const audio = detect_audio_frames(head); !audio.empty())
        return audio;
    return detect_text(head);
}

bool is_harmless(std::string_view mime)
{
    for (auto const known :
         {"image/jpeg"sv, "image/png"sv, "image/webp"sv, "image/gif"sv, "video/mp4"sv,
          "audio/ogg"sv, "audio/mpeg"sv, "audio/mp4"sv, "application/pdf"sv})
        if (mime == known)
            return true;
    return false;
}

bool is_opus_mono(std::string_view head)
{
    // A page head of 27 bytes and a table as long as its last byte says; then the first packet.
    if (!head.starts_with("OggS") || head.size() < 27)
        return false;
    auto const packet = head.substr(
        std::min(head.size(), 27 + std::size_t(static_cast<unsigned char>(head[26]))));
    return packet.size() > 9 && packet.starts_with("OpusHead") && packet[9] == 1;
}

bool is_animated_webp(std::string_view head)
{
    // The extended header's flags: bit 1 is animation.
    return head.size() > 20 && detect(head) == "image/webp" && head.substr(12, 4) == "VP8X" &&
           (head[20] & 2) != 0;
}

std::string settled_mime(std::string_view detected, std::string_view claimed, std::string_view name)
{
    if (detected == "video/mp4" && claimed.starts_with("audio/"))
        return "audio/mp4";
    if (detected == "video/3gpp" && claimed.starts_with("audio/"))
        return "audio/amr";
    auto const container = detected == "application/zip" || detected == "application/x-ole-storage";
    if (container) {
        auto const lower = base::lower_ascii(name);
        for (auto const& [ending, mime] : NamesOfTypes)
            if (lower.ends_with(ending))
                return std::string(mime);
        if (claimed.starts_with("application/"))
            return std::string(claimed);
    }
    if (!detected.empty() && detected != "text/plain")
        return std::string(detected);
    // Text of a more special kind, as its sender says: text/csv, text/calendar.
    if (detected == "text/plain")
        return claimed.starts_with("text/") && claimed != "text/html" && claimed != "text/xml"
                 ? std::string(claimed)
                 : "text/plain";
    return claimed.empty() ? "application/octet-stream" : std::string(claimed);
}

bool contradicts(std::string_view kind, std::string_view detected)
{
    if (detected.empty() || kind == "document")
        return false;
    if (kind == "image" || kind == "sticker")
        return !detected.starts_with("image/") || detected == "image/svg+xml";
    if (kind == "audio")
        return !detected.starts_with("audio/") && detected != "video/mp4" &&
               detected != "video/3gpp" && detected != "video/webm";
    if (kind == "video")
        return !detected.starts_with("video/");
    return false;
}

}  // namespace media

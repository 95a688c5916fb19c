#include "media/sniff.hpp"

#include <doctest/doctest.h>

using namespace std::literals;
using media::contradicts;
using media::detect;
using media::settled_mime;

TEST_CASE("media: a voice note is one channel of Opus in OGG")
{
    std::string page = "OggS\0\2"s;
    page.append(20, '\0').append("\1\x13");
    CHECK(media::is_opus_mono(page + "OpusHead\1\1" + "more"));
    CHECK_FALSE(media::is_opus_mono(page + "OpusHead\1\2" + "more"));
    CHECK_FALSE(media::is_opus_mono(page + "\1vorbis" + "more"));
    CHECK_FALSE(media::is_opus_mono(page));
    CHECK_FALSE(media::is_opus_mono(page.substr(0, 20)));
    CHECK_FALSE(media::is_opus_mono("\xFF\xFB audio"));
}

TEST_CASE("media: the first bytes say what a file is")
{
    CHECK(detect("\xFF\xD8\xFF\xE0\x00\x10JFIF"sv) == "image/jpeg");
    CHECK(detect("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv) == "image/png");
    CHECK(detect("GIF89a\x01\0"sv) == "image/gif");
    CHECK(detect("RIFF\x24\0\0\0WEBPVP8 "sv) == "image/webp");
    CHECK(detect("\0\0\0\x18"
                 "ftypisom\0\0\0\1"sv) == "video/mp4");
    CHECK(detect("\0\0\0\x18"
                 "ftypM4A \0\0\0\1"sv) == "audio/mp4");
    CHECK(detect("\0\0\0\x18"
                 "ftyp3gp4\0\0\0\1"sv) == "video/3gpp");
    CHECK(detect("OggS\0\2\0\0"sv) == "audio/ogg");
    CHECK(detect("ID3\4\0\0"sv) == "audio/mpeg");
    CHECK(detect("\xFF\xFB\x90\x64"sv) == "audio/mpeg");
    CHECK(detect("\xFF\xF1\x50\x80"sv) == "audio/aac");
    CHECK(detect("#!AMR\n"sv) == "audio/amr");
    CHECK(detect("%PDF-1.7\n"sv) == "application/pdf");
    CHECK(detect("PK\3\4\x14\0\0\0\0\0....[Content_Types].xml....word/document.xml"sv) ==
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    CHECK(detect("PK\3\4\x14\0other"sv) == "application/zip");
    CHECK(detect("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"sv) == "application/x-ole-storage");
    CHECK(detect("MZ\x90\0\3"sv) == "application/x-msdownload");
    CHECK(detect("\x7F"
                 "ELF\2\1"sv) == "application/x-executable");
    CHECK(detect("Halo, apa kabar?\n"sv) == "text/plain");
    CHECK(detect("\xD8\xB3\xD9\x84\xD8"sv) == "text/plain");
    CHECK(detect("  <!DOCTYPE html><html>"sv) == "text/html");
    CHECK(detect("<?xml version=\"1.0\"?><svg onload=\"x\">"sv) == "image/svg+xml");
    CHECK(detect("\x00\x01\x02\x03"sv) == "");
    CHECK(detect(""sv) == "");
    CHECK(detect("\xFF"sv) == "");
}

TEST_CASE("media: only types that run nothing are shown in place")
{
    for (auto const mime : {"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4",
                            "audio/ogg", "audio/mpeg", "audio/mp4", "application/pdf"})
        CHECK(media::is_harmless(mime));
    for (auto const mime : {"image/svg+xml", "text/html", "text/xml", "text/plain", "",
                            "application/octet-stream", "application/x-msdownload"})
        CHECK_FALSE(media::is_harmless(mime));
}

TEST_CASE("media: a file that contradicts its kind is told apart from one nobody knows")
{
    CHECK(contradicts("image", "text/html"));
    CHECK(contradicts("image", "image/svg+xml"));
    CHECK(contradicts("image", "application/x-msdownload"));
    CHECK(contradicts("video", "image/png"));
    CHECK(contradicts("audio", "application/pdf"));
    CHECK_FALSE(contradicts("image", ""));
    CHECK_FALSE(contradicts("image", "image/webp"));
    CHECK_FALSE(contradicts("audio", "video/mp4"));
    CHECK_FALSE(contradicts("document", "text/html"));
}

TEST_CASE("media: the settled type is the bytes', with the sender's word where bytes are alike")
{
    CHECK(settled_mime("image/png", "image/jpeg", "a.jpg") == "image/png");
    CHECK(settled_mime("video/mp4", "audio/mp4", "") == "audio/mp4");
    CHECK(settled_mime("application/x-ole-storage", "", "Harga.XLS") == "application/vnd.ms-excel");
    CHECK(settled_mime("application/zip", "", "arsip.zip") == "application/zip");
    CHECK(settled_mime("text/plain", "text/csv", "a.csv") == "text/csv");
    CHECK(settled_mime("text/plain", "text/html", "a.html") == "text/plain");
    CHECK(settled_mime("", "image/heic", "") == "image/heic");
    CHECK(settled_mime("", "", "") == "application/octet-stream");
}

TEST_CASE("media: a moving sticker is recognised")
{
    CHECK(media::is_animated_webp("RIFF\x24\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0"sv));
    CHECK_FALSE(media::is_animated_webp("RIFF\x24\0\0\0WEBPVP8X\x0A\0\0\0\x10\0\0\0"sv));
    CHECK_FALSE(media::is_animated_webp("RIFF\x24\0\0\0WEBPVP8 \x0A\0\0\0\x02\0\0\0"sv));
}

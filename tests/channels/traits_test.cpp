#include <doctest/doctest.h>

#include "channels/list.hpp"
#include "channels/window.hpp"

using namespace channels;
using namespace std::chrono_literals;

TEST_CASE("channels: a channel is found by its kind")
{
    REQUIRE(find("whatsapp") != nullptr);
    CHECK(find("whatsapp")->traits().name == "WhatsApp");
    CHECK(find("pigeon") == nullptr);
    CHECK(find("") == nullptr);
    CHECK(all().size() == 1);
}

TEST_CASE("channels: every reply window that ends has the length the inbox filters by")
{
    for (auto const* const channel : all()) {
        auto const length = channel->traits().window.length;
        CHECK((length == 0h || length == 24h));
    }
}

TEST_CASE("channels: the reply window is open for 24 hours after the customer's own time")
{
    auto const& rule = find("whatsapp")->traits().window;
    CHECK(base::word_of(rule.name) == "customer_service_24h");
    base::Instant const last{1'795'000'000'000};
    auto const at = [&](std::chrono::milliseconds later) {
        return reply_window(rule, last, last + later);
    };
    CHECK(at(0ms).open);
    CHECK(at(24h - 1ms).open);
    CHECK_FALSE(at(24h).open);
    CHECK(at(24h).ends_at == base::Instant{1'795'086'400'000});
    CHECK_FALSE(reply_window(rule, std::nullopt, last).open);
    CHECK(reply_window(rule, std::nullopt, last).ends_at == std::nullopt);
    CHECK(reply_window(WindowRule{.name = WindowName::always}, std::nullopt, last).open);
}

TEST_CASE("channels: what may be sent as which kind is data")
{
    auto const& traits = find("whatsapp")->traits();
    auto const* const audio = traits.media_rule(MediaKind::audio);
    REQUIRE(audio != nullptr);
    CHECK(takes(*audio, "audio/ogg; codecs=opus"));
    CHECK(takes(*audio, "AUDIO/MPEG"));
    CHECK_FALSE(takes(*audio, "audio/webm"));
    CHECK_FALSE(audio->caption);
    CHECK(audio->bytes == 16777216);
    auto const* const document = traits.media_rule(MediaKind::document);
    REQUIRE(document != nullptr);
    CHECK(takes(*document, "application/zip"));
    CHECK_FALSE(takes(*document, "zip"));
    CHECK(document->bytes == 104857600);
    CHECK(traits.media_rule(MediaKind::sticker)->animated_bytes == 512000);
}

TEST_CASE("channels: names of media kinds lead back to them")
{
    for (auto const* name : {"image", "video", "audio", "document", "sticker"})
        CHECK(name_of(media_kind(name).value()) == name);
    CHECK(media_kind("hologram") == std::nullopt);
}

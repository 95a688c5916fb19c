#include "outbox/payload.hpp"

#include <doctest/doctest.h>

using namespace channels;

namespace {

Outbound again(OutboundContent content)
{
    Outbound message;
    message.to = {.phone = "628123450001", .user_id = "ID.1", .group_id = {}};
    message.quoted_id = "wamid.IN1";
    message.content = std::move(content);
    auto const read = outbox::read_payload(outbox::to_text(message));
    REQUIRE(read.ok());
    CHECK(read->to.phone == "628123450001");
    CHECK(read->to.user_id == "ID.1");
    CHECK(read->quoted_id == "wamid.IN1");
    CHECK(read->attempt_id.empty());
    return *read;
}

template <class C>
C same(C content)
{
    return std::get<C>(again(std::move(content)).content);
}

}  // namespace

TEST_CASE("outbox: what waits is read back as it was, whatever its kind")
{
    CHECK(same(TextContent{"  dua\nbaris ", false}).text == "  dua\nbaris ");
    CHECK_FALSE(same(TextContent{"x", false}).preview_link);
    auto const media = same(MediaContent{.kind = MediaKind::audio,
                                         .provider_id = "7700",
                                         .caption = "c",
                                         .file_name = "a.ogg",
                                         .voice = true,
                                         .file = base::MediaId{4}});
    CHECK(media.provider_id.empty());  // runs out; looked up again
    CHECK(media.voice);
    CHECK(media.file == base::MediaId{4});
    Location const place{-6.2, 106.8, "Toko", {}, {}};
    CHECK(same(place) == place);
    ContactCard card{"Rina"};
    card.phones = {{"+62812", "CELL"}};
    CHECK(same(CardsContent{{card}}).cards.at(0) == card);
    InteractiveContent controls;
    controls.text = std::string(4096, 'a');
    controls.controls.buttons = {{"a", "Ya"}};
    controls.header = MediaContent{.kind = MediaKind::image, .file = base::MediaId{5}};
    CHECK(same(controls).controls == controls.controls);
    CHECK(same(controls).header->file == base::MediaId{5});
    CHECK(same(ReactionContent{"wamid.IN1", ""}).about_id == "wamid.IN1");
    TemplateContent made{.name = "a", .language = "id", .components = "[]"};
    made.offer_ends_at = base::Instant{1795600000123};
    made.header_product = ProductRef{"8", "9"};
    made.cards = {{MediaContent{.kind = MediaKind::video, .file = base::MediaId{6}},
                   {},
                   {{"n", "v"}},
                   {{0, "url", "x", {}}}}};
    auto const read = same(made);
    CHECK(read.offer_ends_at == base::Instant{1795600000123});
    CHECK(read.header_product == made.header_product);
    CHECK(read.cards.at(0).media->file == base::MediaId{6});
    CHECK(read.cards.at(0).buttons.at(0).sub_type == "url");
}

TEST_CASE("outbox: what another version wrote is not guessed at")
{
    for (auto const* text :
         {"", "[]", R"({"to":{},"type":"fax","content":{}})",
          R"({"to":{},"type":"location","content":{"latitude":"x"}})",
          R"({"to":5,"type":"text","content":{"text":"a","preview_link":true,"more":1}})"})
        CHECK(outbox::read_payload(text).error().code == "payload_unreadable");
}

TEST_CASE("outbox: every file of a message is found, each once")
{
    TemplateContent made{.name = "a", .language = "id"};
    made.header_media = MediaContent{.file = base::MediaId{1}};
    for (int const id : {2, 1, 3})
        made.cards.push_back({MediaContent{.file = base::MediaId{id}}, {}, {}, {}});
    Outbound message;
    message.content = made;
    CHECK(media_in(message).size() == 4);
    CHECK(files_in(message) ==
          std::vector<base::MediaId>{base::MediaId{1}, base::MediaId{2}, base::MediaId{3}});
}

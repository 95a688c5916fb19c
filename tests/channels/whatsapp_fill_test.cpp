#include <doctest/doctest.h>

#include "channels/list.hpp"

using namespace channels;

namespace {

base::Result<ShownTemplate> fill(TemplateContent content, char const* components)
{
    content.name = "t";
    content.language = "id";
    return find("whatsapp")->show_template(content, components);
}

std::string wrong(TemplateContent content, char const* components)
{
    auto const filled = fill(std::move(content), components);
    if (filled)
        return "fits";
    std::string out;
    for (auto const& field : filled.error().fields)
        out += (out.empty() ? "" : " ") + field.field + ":" + field.code;
    return out;
}

constexpr auto Shipping = R"([
    {"type":"HEADER","format":"TEXT","text":"Pesanan {{1}}"},
    {"type":"BODY","text":"Halo {{nama}}, resi {{resi}}."},
    {"type":"FOOTER","text":"Toko Rina"},
    {"type":"BUTTONS","buttons":[
        {"type":"URL","text":"Lacak","url":"https://x.test/{{1}}"},
        {"type":"PHONE_NUMBER","text":"Telepon","phone_number":"+6281200007700"},
        {"type":"QUICK_REPLY","text":"Stop"},
        {"type":"COPY_CODE","text":"Salin"}]}])";

TemplateContent shipping()
{
    TemplateContent content;
    content.header_text = TemplateValue{"", "#77"};
    content.body = {{"resi", "JX77"}, {"nama", "Rina"}};
    content.buttons = {{0, "url", "a b", {}}, {3, "copy_code", "HEMAT20", {}}};
    return content;
}

}  // namespace

TEST_CASE("whatsapp: a template is shown with its values in every part")
{
    auto const shown = fill(shipping(), Shipping);
    REQUIRE(shown.ok());
    CHECK(shown->header == "Pesanan #77");
    CHECK(shown->text == "Halo Rina, resi JX77.");
    CHECK(shown->footer == "Toko Rina");
    REQUIRE(shown->buttons.size() == 4);
    CHECK(shown->buttons[0].url == "https://x.test/a%20b");
    CHECK(shown->buttons[1].phone_number == "+6281200007700");
    CHECK(shown->buttons[2].text == "Stop");
    CHECK(shown->buttons[3].code == "HEMAT20");
}

TEST_CASE("whatsapp: what a template needs and does not get is named before it is queued")
{
    CHECK(wrong({}, Shipping) ==
          "template.header:required template.body:required template.buttons:too_few");
    auto content = shipping();
    content.body[0].name = "kode";
    content.buttons = {{0, "quick_reply", "x", {}},
                       {0, "url", "x", {}},
                       {4, "url", "x", {}},
                       {1, "url", "x", {}},
                       {3, "copy_code", "x", {}}};
    CHECK(wrong(content, Shipping) ==
          "template.body:not_found template.buttons[0].sub_type:not_allowed "
          "template.buttons[1].index:duplicate template.buttons[2].index:too_large "
          "template.buttons[3].sub_type:not_allowed");
    content = shipping();
    content.body.push_back({"lagi", "x"});
    content.offer_ends_at = base::Instant{5};
    content.cards.resize(2);
    CHECK(wrong(content, Shipping) == "template.body:too_many template.offer_ends_at:not_allowed "
                                      "template.cards:too_many");
    content = shipping();
    content.body[0].text = std::string(1024, 'x');
    CHECK(wrong(content, Shipping) == "template.body:too_long");
}

TEST_CASE("whatsapp: a header is of the kind its template has")
{
    constexpr auto Picture = R"([{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hai"}])";
    CHECK(wrong({}, Picture) == "template.header_media_id:required");
    TemplateContent content;
    content.header_media = MediaContent{.kind = MediaKind::video, .provider_id = "1"};
    CHECK(wrong(content, Picture) == "template.header_media_id:not_allowed");
    content.header_media->kind = MediaKind::image;
    CHECK(wrong(content, Picture) == "fits");
    CHECK(wrong(content, R"([{"type":"BODY","text":"Hai"}])") ==
          "template.header_media_id:not_allowed");
    constexpr auto Place =
        R"([{"type":"HEADER","format":"LOCATION"},{"type":"BODY","text":"Hai"}])";
    CHECK(wrong({}, Place) == "template.header_location:required");
    TemplateContent placed;
    placed.header_location = Location{-6.2, 106.8, "Toko", {}, {}};
    CHECK(fill(placed, Place)->location == placed.header_location);
}

TEST_CASE("whatsapp: numbered values fill their own number, wherever it stands")
{
    TemplateContent content;
    content.body = {{"2", "B"}, {"1", "A"}};
    CHECK(fill(content, R"([{"type":"BODY","text":"Hi {{2}} and {{1}}"}])")->text == "Hi B and A");
    content.body = {{"", "A"}, {"", "B"}};
    CHECK(fill(content, R"([{"type":"BODY","text":"Hi {{2}} and {{1}}"}])")->text == "Hi B and A");
}

TEST_CASE("whatsapp: an offer ends, and each card of a carousel has what its template says")
{
    constexpr auto Offer = R"([{"type":"BODY","text":"Hai"},
        {"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"Promo","has_expiration":true}},
        {"type":"CAROUSEL","cards":[
            {"components":[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Kue {{1}}"},
                {"type":"BUTTONS","buttons":[{"type":"URL","text":"Beli","url":"https://x.test/{{1}}"}]}]},
            {"components":[{"type":"HEADER","format":"PRODUCT"},{"type":"BODY","text":"Roti"}]}]}])";
    TemplateContent content;
    content.offer_ends_at = base::Instant{1795600000000};
    TemplateCard cake;
    cake.media = MediaContent{.kind = MediaKind::image, .provider_id = "1"};
    cake.body = {{"", "lapis"}};
    cake.buttons = {{0, "url", "9", {}}};
    TemplateCard bread;
    bread.product = ProductRef{"8800", "SKU-9"};
    content.cards = {cake, bread};
    auto const shown = fill(content, Offer);
    REQUIRE(shown.ok());
    CHECK(shown->offer == "Promo");
    CHECK(shown->offer_ends_at == base::Instant{1795600000000});
    REQUIRE(shown->cards.size() == 2);
    CHECK(shown->cards[0].text == "Kue lapis");
    CHECK(shown->cards[0].buttons.at(0).url == "https://x.test/9");
    CHECK(shown->cards[1].product == bread.product);
    content.offer_ends_at = {};
    content.cards = {bread, cake};
    CHECK(wrong(content, Offer) ==
          "template.offer_ends_at:required template.cards[0].media_id:not_allowed "
          "template.cards[0].body:required template.cards[0].buttons:too_few "
          "template.cards[1].product:not_allowed template.cards[1].body:too_many "
          "template.cards[1].buttons[0].index:too_large");
    content.cards.pop_back();
    CHECK(wrong(content, Offer) == "template.offer_ends_at:required template.cards:too_few");
}

TEST_CASE("whatsapp: components written by hand are held to the same, prices and days among them")
{
    TemplateContent content;
    content.components = R"([{"type":"body","parameters":[
        {"type":"currency","currency":{"fallback_value":"Rp75.000","code":"IDR","amount_1000":75000000}},
        {"type":"date_time","date_time":{"fallback_value":"3 Des"}}]}])";
    CHECK(fill(content, R"([{"type":"BODY","text":"Bayar {{1}} sebelum {{2}}."}])")->text ==
          "Bayar Rp75.000 sebelum 3 Des.");
    CHECK(wrong(content, R"([{"type":"BODY","text":"Bayar {{1}}."}])") ==
          "template.components:too_many");
    // Meta's own words of a code have no text to count places in.
    CHECK(wrong(content, R"([{"type":"BODY","add_security_recommendation":true}])") == "fits");
    CHECK(fill(content, "not json")->text.empty());
}

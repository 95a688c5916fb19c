#include <doctest/doctest.h>

#include "channels/list.hpp"
#include "channels/whatsapp/send.hpp"

using namespace channels;
using base::Json;

namespace {

Outbound holding(OutboundContent content)
{
    Outbound message;
    message.attempt_id = "ob:1";
    message.to.phone = "628123450001";
    message.content = std::move(content);
    return message;
}

Json said(OutboundContent content, char const* part)
{
    return whatsapp::message_body(holding(std::move(content))).at(part);
}

std::string misfit(OutboundContent content)
{
    auto const fit = find("whatsapp")->fits(holding(std::move(content)));
    if (fit)
        return "fits";
    std::string out;
    for (auto const& field : fit.error().fields)
        out += (out.empty() ? "" : " ") + field.field + ":" + field.code;
    return out;
}

InteractiveContent controls(InteractiveKind kind, std::string text = "Jadi pesan?")
{
    InteractiveContent content;
    content.text = std::move(text);
    content.controls.kind = kind;
    return content;
}

InteractiveContent buttons(std::vector<ReplyButton> all)
{
    auto content = controls(InteractiveKind::button);
    content.controls.buttons = std::move(all);
    return content;
}

}  // namespace

TEST_CASE("whatsapp: a place goes with its name and address, and has to be on the globe")
{
    CHECK(said(Location{-6.2, 106.8, "Toko", "Jl. Contoh 5", {}}, "location") ==
          Json::parse(
              R"({"latitude":-6.2,"longitude":106.8,"name":"Toko","address":"Jl. Contoh 5"})"));
    CHECK(said(Location{0, 0, {}, {}, {}}, "location") ==
          Json::parse(R"({"latitude":0.0,"longitude":0.0})"));
    CHECK(misfit(Location{90.01, -180.01, {}, {}, {}}) ==
          "location.latitude:too_large location.longitude:too_small");
    CHECK(misfit(Location{1, 1, {}, {}, "https://x.test"}) == "location.url:not_allowed");
}

TEST_CASE("whatsapp: a card has the name in two parts, and numbers with a country open a chat")
{
    ContactCard card;
    card.name = "Rina Sari Dewi";
    card.company = "Toko Rina";
    card.phones = {{"+62 812-3450-002", "WORK"}, {"0812", {}}};
    card.emails = {{"rina@x.test", {}}};
    card.addresses = {{"Jl. Contoh 5, Jakarta", "HOME"}};
    card.urls = {{"https://x.test", {}}};
    card.birthday = "1990-02-03";
    CHECK(said(CardsContent{{card}}, "contacts") == Json::parse(R"([{
        "name": {"formatted_name": "Rina Sari Dewi", "first_name": "Rina", "last_name": "Sari Dewi"},
        "org": {"company": "Toko Rina"},
        "phones": [{"phone": "+62 812-3450-002", "type": "WORK", "wa_id": "628123450002"},
                   {"phone": "0812"}],
        "emails": [{"email": "rina@x.test"}],
        "addresses": [{"street": "Jl. Contoh 5, Jakarta", "type": "HOME"}],
        "urls": [{"url": "https://x.test"}], "birthday": "1990-02-03"}])"));
    card.name = "";
    card.birthday = "3 Feb";
    CHECK(misfit(CardsContent{{card}}) ==
          "contacts[0].name:required contacts[0].birthday:bad_format");
    CHECK(misfit(CardsContent{}) == "contacts:required");
    CHECK(misfit(CardsContent{std::vector<ContactCard>(258, ContactCard{"A"})}) ==
          "contacts:too_many");
}

TEST_CASE("whatsapp: a sign names its message, and an empty one takes it away")
{
    CHECK(said(ReactionContent{"wamid.SIMIN0001", "👍"}, "reaction") ==
          Json::parse(R"({"message_id":"wamid.SIMIN0001","emoji":"👍"})"));
    CHECK(said(ReactionContent{"wamid.SIMIN0001", ""}, "reaction")["emoji"] == "");
    CHECK(misfit(ReactionContent{"", "👍"}) == "message_id:required");
}

TEST_CASE("whatsapp: buttons stand below the text, a picture above it")
{
    auto content = buttons({{"yes", "Ya"}, {"no", "Tidak"}});
    content.controls.footer = "Toko";
    content.header = MediaContent{
        .kind = MediaKind::image, .provider_id = "7700", .caption = "not here"};
    CHECK(said(content, "interactive") == Json::parse(R"({
        "type": "button", "header": {"type": "image", "image": {"id": "7700"}},
        "body": {"text": "Jadi pesan?"}, "footer": {"text": "Toko"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "yes", "title": "Ya"}},
                               {"type": "reply", "reply": {"id": "no", "title": "Tidak"}}]}})"));
    CHECK(misfit(content) == "fits");
}

TEST_CASE("whatsapp: each wrong button is named")
{
    CHECK(misfit(buttons({})) == "interactive.buttons:required");
    CHECK(misfit(buttons({{"a", "Ya"}, {"a", "Ya"}})) ==
          "interactive.buttons[1].id:duplicate interactive.buttons[1].title:duplicate");
    CHECK(misfit(buttons({{"", "Ini judul yang panjang"}, {"b", " "}})) ==
          "interactive.buttons[0].id:required interactive.buttons[0].title:too_long "
          "interactive.buttons[1].title:required");
    CHECK(misfit(buttons({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}})) ==
          "interactive.buttons:too_many");
    auto content = buttons({{"a", "Ya"}});
    content.text = "";
    content.controls.header = std::string(61, 'a');
    content.controls.footer = std::string(61, 'a');
    content.controls.label = "Pilih";
    CHECK(misfit(content) == "text:required interactive.header:too_long "
                             "interactive.footer:too_long interactive.label:not_allowed");
    content = buttons({{"a", "Ya"}});
    content.controls.header = "Judul";
    content.header = MediaContent{.kind = MediaKind::audio};
    CHECK(misfit(content) == "media_id:not_allowed interactive.header:not_allowed");
}

TEST_CASE("whatsapp: a list has ten rows in all, and titles when it has parts")
{
    auto content = controls(InteractiveKind::list);
    content.controls.label = "Pilih";
    content.controls.sections = {{"Kirim", {{"r1", "Kilat", "1 hari"}, {"r2", "Biasa", {}}}, {}}};
    CHECK(said(content, "interactive") == Json::parse(R"({
        "type": "list", "body": {"text": "Jadi pesan?"},
        "action": {"button": "Pilih", "sections": [{"title": "Kirim", "rows": [
            {"id": "r1", "title": "Kilat", "description": "1 hari"},
            {"id": "r2", "title": "Biasa"}]}]}})"));
    content.controls.sections.push_back({{}, {{"r1", "Sama", {}}}, {}});
    CHECK(misfit(content) == "interactive.sections[1].title:required "
                             "interactive.sections[1].rows[0].id:duplicate");
    content.controls.label = {};
    content.controls.sections = {{{}, {}, {}}};
    CHECK(misfit(content) == "interactive.label:required interactive.sections[0].rows:required");
    content.controls.label = "Pilih";
    content.controls.sections[0].rows.clear();
    for (int i = 0; i < 11; ++i)
        content.controls.sections[0].rows.push_back({std::to_string(i), "x", {}});
    CHECK(misfit(content) == "interactive.sections:too_many");
    content.controls.sections[0].rows.resize(10);
    content.text = std::string(4096, 'a');
    CHECK(misfit(content) == "fits");
    content.header = MediaContent{.kind = MediaKind::image};
    CHECK(misfit(content) == "media_id:not_allowed");
}

TEST_CASE("whatsapp: a button that opens a page wants an address of the web")
{
    auto content = controls(InteractiveKind::cta_url);
    content.controls.label = "Bayar";
    content.controls.url = "https://x.test/p/9";
    CHECK(said(content, "interactive")["action"] == Json::parse(R"({"name": "cta_url",
        "parameters": {"display_text": "Bayar", "url": "https://x.test/p/9"}})"));
    content.controls.url = "javascript:alert(1)";
    CHECK(misfit(content) == "interactive.url:bad_format");
    content.controls.url = {};
    CHECK(misfit(content) == "interactive.url:required");
}

TEST_CASE("whatsapp: what only asks has a text and nothing else")
{
    using K = InteractiveKind;
    auto const action = [](K kind) { return said(controls(kind), "interactive")["action"]; };
    CHECK(action(K::location_request) == Json::parse(R"({"name":"send_location"})"));
    CHECK(action(K::contact_request) == Json::parse(R"({"name":"request_contact_info"})"));
    CHECK(action(K::call_permission) == Json::parse(R"({"name":"call_permission_request"})"));
    CHECK(said(controls(K::location_request), "interactive")["type"] == "location_request_message");
    auto content = controls(K::location_request);
    content.controls.header = "Judul";
    content.controls.buttons = {{"a", "b"}};
    content.controls.country = "IN";
    CHECK(misfit(content) == "interactive.header:not_allowed interactive.buttons:not_allowed "
                             "interactive.country:not_allowed");
}

TEST_CASE("whatsapp: a form starts on a screen with data, or asks for both")
{
    auto content = controls(InteractiveKind::flow);
    content.controls.label = "Isi";
    content.controls.flow = FlowCall{"111222333", "ft-9", "S1", R"({"x":1})", true};
    CHECK(said(content, "interactive")["action"]["parameters"] == Json::parse(R"({
        "flow_message_version": "3", "flow_id": "111222333", "flow_token": "ft-9",
        "flow_cta": "Isi", "mode": "draft", "flow_action": "navigate",
        "flow_action_payload": {"screen": "S1", "data": {"x": 1}}})"));
    content.controls.flow = FlowCall{"111222333", {}, {}, {}, false};
    CHECK(said(content, "interactive")["action"]["parameters"]["flow_action"] == "data_exchange");
    CHECK(misfit(content) == "fits");
    content.controls.flow->data = "{}";
    content.controls.label = "Isi 📝";
    CHECK(misfit(content) == "interactive.label:bad_format interactive.flow.data:not_allowed");
    content.controls.flow = {};
    CHECK(misfit(content) == "interactive.flow:required");
}

TEST_CASE("whatsapp: products go one, some, or all")
{
    using K = InteractiveKind;
    auto one = controls(K::product, "");
    one.controls.catalogue = "880066770099112";
    one.controls.product = "SKU-9";
    CHECK(said(one, "interactive") == Json::parse(R"({"type": "product",
        "action": {"catalog_id": "880066770099112", "product_retailer_id": "SKU-9"}})"));
    auto some = controls(K::product_list);
    some.controls.catalogue = "880066770099112";
    some.controls.sections = {{"Baru", {}, {"SKU-9"}}};
    CHECK(misfit(some) == "interactive.header:required");
    some.controls.header = "Pilihan";
    CHECK(said(some, "interactive")["action"] == Json::parse(R"({"catalog_id": "880066770099112",
        "sections": [{"title": "Baru", "product_items": [{"product_retailer_id": "SKU-9"}]}]})"));
    CHECK(misfit(some) == "fits");
    some.controls.sections = {{{}, {{"a", "b", {}}}, {}}};
    CHECK(misfit(some) == "interactive.sections[0].products:required "
                          "interactive.sections[0].rows:not_allowed");
    auto all = controls(K::catalogue);
    all.controls.product = "SKU-9";
    CHECK(said(all, "interactive")["action"] == Json::parse(R"({"name": "catalog_message",
        "parameters": {"thumbnail_product_retailer_id": "SKU-9"}})"));
}

TEST_CASE("whatsapp: an address is asked for where Meta knows how, and a call has its own words")
{
    auto content = controls(InteractiveKind::address);
    content.controls.country = "IN";
    CHECK(said(content, "interactive")["action"] ==
          Json::parse(R"({"name": "address_message", "parameters": {"country": "IN"}})"));
    content.controls.country = "ID";
    CHECK(misfit(content) == "interactive.country:not_allowed");
    auto call = controls(InteractiveKind::call);
    CHECK(said(call, "interactive")["action"] == Json::parse(R"({"name": "voice_call"})"));
    call.controls.label = "Telepon";
    CHECK(said(call, "interactive")["action"]["parameters"]["display_text"] == "Telepon");
}

TEST_CASE("whatsapp: a whole template has header, offer, buttons of every type and cards")
{
    TemplateContent content{.name = "promo", .language = "id"};
    content.header_location = Location{-6.2, 106.8, "Toko", "Jl. Contoh 5", {}};
    content.body = {{"", "Rina"}};
    content.offer_ends_at = base::Instant{1795600000000};
    content.buttons = {{0, "flow", "ft-9", {}},
                       {1, "catalog", "SKU-9", {}},
                       {2, "mpm", "SKU-9", {{"Baru", {}, {"SKU-9"}}}}};
    TemplateCard card;
    card.media = MediaContent{.kind = MediaKind::video, .provider_id = "7701"};
    card.body = {{"", "satu"}};
    card.buttons = {{0, "quick_reply", "more-0", {}}};
    TemplateCard product;
    product.product = ProductRef{"8800", "SKU-9"};
    content.cards = {card, product};
    CHECK(said(content, "template")["components"] == Json::parse(R"([
      {"type": "header", "parameters": [{"type": "location", "location":
        {"latitude": -6.2, "longitude": 106.8, "name": "Toko", "address": "Jl. Contoh 5"}}]},
      {"type": "body", "parameters": [{"type": "text", "text": "Rina"}]},
      {"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer",
        "limited_time_offer": {"expiration_time_ms": 1795600000000}}]},
      {"type": "button", "sub_type": "flow", "index": "0",
       "parameters": [{"type": "action", "action": {"flow_token": "ft-9"}}]},
      {"type": "button", "sub_type": "catalog", "index": "1", "parameters": [
        {"type": "action", "action": {"thumbnail_product_retailer_id": "SKU-9"}}]},
      {"type": "button", "sub_type": "mpm", "index": "2", "parameters": [
        {"type": "action", "action": {"thumbnail_product_retailer_id": "SKU-9", "sections":
          [{"title": "Baru", "product_items": [{"product_retailer_id": "SKU-9"}]}]}}]},
      {"type": "carousel", "cards": [
        {"card_index": 0, "components": [
          {"type": "header", "parameters": [{"type": "video", "video": {"id": "7701"}}]},
          {"type": "body", "parameters": [{"type": "text", "text": "satu"}]},
          {"type": "button", "sub_type": "quick_reply", "index": "0",
           "parameters": [{"type": "payload", "payload": "more-0"}]}]},
        {"card_index": 1, "components": [
          {"type": "header", "parameters": [{"type": "product", "product":
            {"product_retailer_id": "SKU-9", "catalog_id": "8800"}}]}]}]}])"));
    CHECK(misfit(content) == "fits");
    content.header_product = ProductRef{"", "SKU-9"};
    content.cards[1].media = MediaContent{.kind = MediaKind::document};
    content.buttons[1].sub_type = "voice";
    CHECK(misfit(content) ==
          "template.header:not_allowed template.header_product.catalogue:required "
          "template.buttons[1].sub_type:not_allowed template.cards[1].product:not_allowed "
          "template.cards[1].media_id:not_allowed");
}

TEST_CASE("whatsapp: every kind goes to a person without a phone, and to a group")
{
    for (OutboundContent const& content :
         {OutboundContent(TextContent{"hai"}), OutboundContent(Location{}),
          OutboundContent(CardsContent{{ContactCard{"A"}}}),
          OutboundContent(buttons({{"a", "Ya"}})),
          OutboundContent(TemplateContent{.name = "a", .language = "id"}),
          OutboundContent(MediaContent{.kind = MediaKind::sticker, .provider_id = "1"}),
          OutboundContent(ReactionContent{"wamid.1", "👍"})}) {
        auto message = holding(content);
        message.to = {.phone = {}, .user_id = "ID.48210077351964420011", .group_id = {}};
        CHECK(find("whatsapp")->fits(message).ok());
        CHECK(whatsapp::message_body(message)["recipient"] == "ID.48210077351964420011");
        CHECK_FALSE(whatsapp::message_body(message).contains("to"));
    }
    auto message = holding(TextContent{"hai"});
    message.to = {.phone = {}, .user_id = {}, .group_id = "G.1"};
    CHECK(whatsapp::message_body(message)["recipient_type"] == "group");
    CHECK(whatsapp::message_body(message)["to"] == "G.1");
}

#include <doctest/doctest.h>

#include "lab.hpp"

using namespace std::chrono_literals;
using base::Json;

namespace {

Json refused(simulator::Answer const& answer)
{
    auto const body = body_of(answer);
    return body.contains("error") ? Json(body["error"]) : Json{{"code", 0}};
}

int code_of(simulator::Answer const& answer) { return refused(answer)["code"]; }

std::string details_of(simulator::Answer const& answer)
{
    auto const error = refused(answer);
    return error.contains("error_data") ? error["error_data"]["details"] : "";
}

Json to_rina(std::string type, Json content)
{
    Json body{{"to", "+628123450001"}, {"type", type}};
    body[type] = std::move(content);
    return body;
}

Json menu(Json sections)
{
    return to_rina("interactive",
                   {{"type", "list"},
                    {"body", {{"text", "Pilih kirim"}}},
                    {"action", {{"button", "Pilih"}, {"sections", std::move(sections)}}}});
}

Json button(std::string id, std::string title)
{
    return {{"type", "reply"}, {"reply", {{"id", std::move(id)}, {"title", std::move(title)}}}};
}

Json buttons(Json list)
{
    return to_rina("interactive", {{"type", "button"},
                                   {"body", {{"text", "Jadi pesan?"}}},
                                   {"action", {{"buttons", std::move(list)}}}});
}

Json rows(int count)
{
    auto out = Json::array();
    for (int i = 0; i < count; ++i)
        out.push_back({{"id", "r" + std::to_string(i)}, {"title", "Baris"}});
    return out;
}

Json interactive(std::string type, Json action)
{
    return to_rina("interactive", {{"type", std::move(type)},
                                   {"body", {{"text", "Silakan"}}},
                                   {"action", std::move(action)}});
}

Json card(int index, std::string link)
{
    return {{"card_index", index},
            {"type", "cta_url"},
            {"header", {{"type", "image"}, {"image", {{"link", "https://x.test/a.jpg"}}}}},
            {"body", {{"text", "Kaos"}}},
            {"action",
             {{"name", "cta_url"},
              {"parameters", {{"display_text", "Beli"}, {"url", std::move(link)}}}}}};
}

Json chat(Lab& lab)
{
    return body_of(lab.control("GET", "/sim/customers/628123450001/messages"))["messages"];
}

Json tpl(std::string name, Json components)
{
    return to_rina("template", {{"name", std::move(name)},
                                {"language", {{"code", "en"}}},
                                {"components", std::move(components)}});
}

Json word(std::string text) { return {{"type", "text"}, {"text", std::move(text)}}; }

Json part(std::string type, Json parameters)
{
    return {{"type", std::move(type)}, {"parameters", std::move(parameters)}};
}

Json tap(int index, std::string sub_type, Json parameter)
{
    return {{"type", "button"},
            {"sub_type", std::move(sub_type)},
            {"index", index},
            {"parameters", Json::array({std::move(parameter)})}};
}

Json const Picture = {{"type", "image"}, {"image", {{"link", "https://x.test/a.jpg"}}}};

}  // namespace

TEST_CASE("kinds: a place needs both coordinates within the globe")
{
    Lab lab;
    CHECK(code_of(lab.send(to_rina("location", {{"latitude", -6.2}, {"longitude", "106.8"}}))) ==
          0);
    CHECK(code_of(lab.send(to_rina("location", {{"latitude", -6.2}}))) == 131008);
    auto const far = lab.send(to_rina("location", {{"latitude", 91}, {"longitude", 0}}));
    CHECK(code_of(far) == 131009);
    CHECK(details_of(far) == "location.latitude: not a coordinate");
    CHECK(chat(lab)[0]["content"] == Json{{"latitude", -6.2}, {"longitude", "106.8"}});
}

TEST_CASE("kinds: a card needs its formatted name and one part of it")
{
    Lab lab;
    auto const cards = [](Json name) { return to_rina("contacts", {{{"name", name}}}); };
    CHECK(code_of(lab.send(cards({{"formatted_name", "CS Toko"}, {"first_name", "CS"}}))) == 0);
    CHECK(details_of(lab.send(cards({{"formatted_name", "CS Toko"}}))) ==
          "Required parameter is missing: contacts[0].name.first_name");
    CHECK(code_of(lab.send(cards({{"first_name", "CS"}}))) == 131008);
    Json many = Json::array();
    for (int i = 0; i < 258; ++i)
        many.push_back({{"name", {{"formatted_name", "A"}, {"first_name", "A"}}}});
    CHECK(code_of(lab.send(to_rina("contacts", many))) == 131009);
    CHECK(chat(lab)[0]["content"][0]["name"]["first_name"] == "CS");
}

TEST_CASE("kinds: a reaction stands on the message it is about and gets only sent")
{
    Lab lab;
    auto const said = body_of(lab.say("628123450001", {{"text", "Halo"}}));
    std::string const id = said["message"]["id"];
    auto const react = [&](std::string emoji) {
        return lab.send(to_rina("reaction", {{"message_id", id}, {"emoji", std::move(emoji)}}));
    };
    CHECK(react("👍").status == 200);
    CHECK(story(lab.pass(1min)) == "in:text sent");
    CHECK(chat(lab)[0]["reactions"] == Json::array({{{"from", "business"}, {"emoji", "👍"}}}));
    CHECK(react("").status == 200);
    lab.pass(1min);
    CHECK_FALSE(chat(lab)[0].contains("reactions"));
    lab.say("628123450001",
            {{"type", "reaction"}, {"reaction", {{"message_id", id}, {"emoji", "❤️"}}}});
    CHECK(chat(lab)[0]["reactions"][0]["from"] == "customer");
}

TEST_CASE("kinds: what is unknown, itself a reaction or a month old takes no reaction")
{
    Lab lab;
    std::string const id = body_of(lab.say("628123450001", {{"text", "Halo"}}))["message"]["id"];
    auto const react = [&](std::string to) {
        return lab.send(to_rina("reaction", {{"message_id", std::move(to)}, {"emoji", "👍"}}));
    };
    CHECK(code_of(react("wamid.NOBODY")) == 131009);
    std::string const own = body_of(react(id))["messages"][0]["id"];
    CHECK(details_of(react(own)) == "reaction.message_id: is itself a reaction");
    lab.control("POST", "/sim/clock", {{"advance_s", 31 * 86'400}});
    CHECK(details_of(react(id)) == "reaction.message_id: older than 30 days");
}

TEST_CASE("kinds: buttons are one to three, with different ids and short titles")
{
    Lab lab;
    CHECK(code_of(lab.send(buttons({button("a", "Ya"), button("b", "Tidak")}))) == 0);
    CHECK(code_of(lab.send(buttons(Json::array()))) == 131008);
    CHECK(code_of(lab.send(buttons({button("a", "1"), button("b", "2"), button("c", "3"),
                                    button("d", "4")}))) == 131009);
    CHECK(details_of(lab.send(buttons({button("a", std::string(21, 'x'))}))) ==
          "interactive.action.buttons[0].reply.title: longer than 20 characters");
    CHECK(details_of(lab.send(buttons({button("a", "Ya"), button("a", "Tidak")}))) ==
          "interactive.action.buttons[1].reply.id: used twice");
    auto no_body = buttons({button("a", "Ya")});
    no_body["interactive"].erase("body");
    CHECK(details_of(lab.send(no_body)) == "Required parameter is missing: interactive.body.text");
    auto const shown = chat(lab)[0];
    CHECK(shown["content"]["action"]["buttons"][1]["reply"]["title"] == "Tidak");
    CHECK(shown["text"] == "Jadi pesan?");
}

TEST_CASE("kinds: a list has ten rows in all and a title for each of several sections")
{
    Lab lab;
    CHECK(code_of(lab.send(menu({{{"rows", rows(10)}}}))) == 0);
    CHECK(details_of(lab.send(menu({{{"rows", rows(11)}}}))) ==
          "interactive.action.sections: more than 10 rows in all");
    CHECK(details_of(lab.send(menu({{{"rows", rows(1)}}, {{"rows", rows(1)}}}))) ==
          "Required parameter is missing: interactive.action.sections[0].title");
    auto long_body = menu({{{"rows", rows(1)}}});
    long_body["interactive"]["body"]["text"] = std::string(4'096, 'a');
    CHECK(code_of(lab.send(long_body)) == 0);
    long_body["interactive"]["header"] = {{"type", "image"},
                                          {"image", {{"link", "https://x.test/a.jpg"}}}};
    CHECK(details_of(lab.send(long_body)) == "interactive.header.type: must be text");
}

TEST_CASE("kinds: links, requests, calls and addresses are checked by their own rules")
{
    Lab lab;
    auto const link = [](std::string url) {
        return interactive("cta_url",
                           {{"name", "cta_url"},
                            {"parameters", {{"display_text", "Bayar"}, {"url", std::move(url)}}}});
    };
    CHECK(code_of(lab.send(link("https://x.test/p/9"))) == 0);
    CHECK(code_of(lab.send(link("x.test"))) == 131009);
    CHECK(code_of(lab.send(interactive("location_request_message", {{"name", "send_location"}}))) ==
          0);
    auto footed = interactive("contact_request", {{"name", "request_contact_info"}});
    CHECK(code_of(lab.send(footed)) == 0);
    footed["interactive"]["footer"] = {{"text", "Toko"}};
    CHECK(details_of(lab.send(footed)) == "interactive.footer: not allowed for this type");
    auto const call = [](int minutes) {
        return interactive(
            "voice_call",
            {{"name", "voice_call"},
             {"parameters", {{"display_text", "Telepon"}, {"ttl_minutes", minutes}}}});
    };
    CHECK(code_of(lab.send(call(43'200))) == 0);
    CHECK(code_of(lab.send(call(43'201))) == 131009);
    CHECK(code_of(lab.send(
              interactive("call_permission_request", {{"name", "call_permission_request"}}))) == 0);
    auto const address = [](std::string country) {
        return interactive("address_message", {{"name", "address_message"},
                                               {"parameters", {{"country", std::move(country)}}}});
    };
    CHECK(code_of(lab.send(address("SG"))) == 0);
    CHECK(code_of(lab.send(address("ID"))) == 131009);
    CHECK(code_of(lab.send(interactive("riddle", {{"name", "riddle"}}))) == 131009);
}

TEST_CASE("kinds: a form has one name and a call to action without emoji")
{
    Lab lab;
    auto const form = [](Json parameters) {
        Json all{{"flow_message_version", "3"}, {"flow_id", "111222333"}, {"flow_cta", "Isi"}};
        all.update(parameters);
        return interactive("flow", {{"name", "flow"}, {"parameters", all}});
    };
    CHECK(code_of(lab.send(form({{"flow_action_payload", {{"screen", "S1"}}}}))) == 0);
    CHECK(details_of(lab.send(form({{"flow_name", "retur"}}))) ==
          "interactive.action.parameters: exactly one of flow_id and flow_name");
    CHECK(code_of(lab.send(form({{"flow_cta", "Isi 📝"}}))) == 131009);
    CHECK(code_of(lab.send(form({{"mode", "sketch"}}))) == 131009);
}

TEST_CASE("kinds: products must be in the account's catalogue")
{
    Lab lab;
    std::string const catalog = "880066770099112";
    auto const one = [&](std::string sku) {
        return lab.send(interactive(
            "product", {{"catalog_id", catalog}, {"product_retailer_id", std::move(sku)}}));
    };
    CHECK(code_of(one("SKU-9")) == 0);
    CHECK(details_of(one("SKU-99")) ==
          "interactive.action.product_retailer_id: no such product in the catalogue");
    auto list = interactive(
        "product_list",
        {{"catalog_id", catalog},
         {"sections",
          {{{"title", "Baru"}, {"product_items", {{{"product_retailer_id", "SKU-1"}}}}}}}});
    CHECK(details_of(lab.send(list)) == "Required parameter is missing: interactive.header");
    list["interactive"]["header"] = {{"type", "text"}, {"text", "Koleksi"}};
    CHECK(code_of(lab.send(list)) == 0);
    CHECK(code_of(lab.send(interactive("catalog_message", {{"name", "catalog_message"}}))) == 0);
}

TEST_CASE("kinds: a carousel has two to ten cards alike")
{
    Lab lab;
    auto const cards = [](Json all) {
        return interactive("carousel", {{"cards", std::move(all)}});
    };
    CHECK(code_of(lab.send(cards({card(0, "https://x.test/1"), card(1, "https://x.test/2")}))) ==
          0);
    CHECK(code_of(lab.send(cards({card(0, "https://x.test/1")}))) == 131009);
    CHECK(details_of(lab.send(cards({card(0, "https://x.test/1"), card(2, "https://x.test/2")}))) ==
          "interactive.action.cards[1].card_index: must be 1");
    auto wordy = card(1, "https://x.test/2");
    wordy["body"]["text"] = "a\nb\nc\nd";
    CHECK(details_of(lab.send(cards({card(0, "https://x.test/1"), wordy}))) ==
          "interactive.action.cards[1].body.text: more than 2 line breaks");
    auto tappable = card(1, "");
    tappable["action"] = {
        {"buttons", {{{"type", "quick_reply"}, {"quick_reply", {{"id", "a"}, {"title", "Mau"}}}}}}};
    CHECK(details_of(lab.send(cards({card(0, "https://x.test/1"), tappable}))) ==
          "interactive.action.cards[1]: must have the same parts as the first card");
}

TEST_CASE("kinds: a template's carousel is filled card by card")
{
    Lab lab;
    auto const one = [](int index, std::string price) -> Json {
        return {{"card_index", index},
                {"components",
                 {part("header", {Picture}), part("body", {word(std::move(price))}),
                  tap(0, "quick_reply", {{"type", "payload"}, {"payload", "more"}}),
                  tap(1, "url", word("SKU-2"))}}};
    };
    auto const cards = [](Json all) {
        return tpl("new_collection", {part("body", {word("Rina")}),
                                      {{"type", "carousel"}, {"cards", std::move(all)}}});
    };
    CHECK(code_of(lab.send(cards({one(0, "185.000"), one(1, "120.000")}))) == 0);
    CHECK(code_of(lab.send(cards({one(0, "185.000")}))) == 132000);
    auto no_link = one(1, "120.000");
    no_link["components"].erase(3);
    CHECK(code_of(lab.send(cards({one(0, "185.000"), no_link}))) == 132000);
    auto const shown = chat(lab)[0]["extra"]["cards"][0];
    CHECK(shown["body"] == "Batik shirts from 185.000 on.");
    CHECK(shown["buttons"][1]["url"] == "https://shop.example/p/SKU-2");
    CHECK(shown["header"]["link"] == "https://x.test/a.jpg");
}

TEST_CASE("kinds: an offer that ends, a code to copy and a link with a variable")
{
    Lab lab;
    auto const offer = [](std::int64_t ends, std::string code) {
        return tpl(
            "weekend_sale",
            {part("header", {Picture}), part("body", {word("Rina")}),
             part("limited_time_offer", {{{"type", "limited_time_offer"},
                                          {"limited_time_offer", {{"expiration_time_ms", ends}}}}}),
             tap(0, "copy_code", {{"type", "coupon_code"}, {"coupon_code", code}}),
             tap(1, "url", word("HEMAT20"))});
    };
    CHECK(code_of(lab.send(offer(1795600000000, "HEMAT20"))) == 0);
    CHECK(code_of(lab.send(offer(1794600000000, "HEMAT20"))) == 131009);
    CHECK(code_of(lab.send(offer(1795600000000, std::string(21, 'x')))) == 131009);
    auto const shown = chat(lab)[0]["extra"];
    CHECK(shown["buttons"][0]["code"] == "HEMAT20");
    CHECK(shown["offer"]["ends_at"] == "2026-11-25T09:46:40.000Z");
    auto no_code = offer(1795600000000, "HEMAT20");
    no_code["template"]["components"].erase(3);
    CHECK(code_of(lab.send(no_code)) == 132000);
}

TEST_CASE("kinds: headers of a place and a product, forms, catalogues and calls in templates")
{
    Lab lab;
    Json const place{{"type", "location"},
                     {"location", {{"latitude", -6.2}, {"longitude", 106.8}, {"name", "Toko"}}}};
    CHECK(code_of(lab.send(
              tpl("pickup_point", {part("header", {place}), part("body", {word("JX77")})}))) == 0);
    CHECK(code_of(lab.send(tpl("pickup_point", {part("header", {Picture}),
                                                part("body", {word("JX77")})}))) == 132012);
    // A telephone button takes no component.
    CHECK(
        code_of(lab.send(tpl("pickup_point", {part("header", {place}), part("body", {word("JX77")}),
                                              tap(0, "url", word("x"))}))) == 132000);
    Json const product{
        {"type", "product"},
        {"product", {{"catalog_id", "880066770099112"}, {"product_retailer_id", "SKU-3"}}}};
    CHECK(code_of(lab.send(tpl("back_in_stock",
                               {part("header", {product}), part("body", {word("Rina")})}))) == 0);
    CHECK(code_of(lab.send(tpl(
              "return_form",
              {part("body", {word("JX77")}),
               tap(0, "flow", {{"type", "action"}, {"action", {{"flow_token", "ft-9"}}}})}))) == 0);
    CHECK(code_of(lab.send(tpl("our_catalogue", Json::array()))) == 0);
    Json const items{
        {"type", "action"},
        {"action",
         {{"sections",
           {{{"title", "A"}, {"product_items", {{{"product_retailer_id", "SKU-1"}}}}}}}}}};
    CHECK(code_of(lab.send(
              tpl("picked_for_you", {part("header", {word("Rina")}), tap(0, "mpm", items)}))) == 0);
    CHECK(code_of(lab.send(tpl("picked_for_you", {part("header", {word("Rina")})}))) == 132000);
    CHECK(code_of(lab.send(
              tpl("shall_we_talk",
                  {tap(0, "voice_call", {{"type", "ttl_minutes"}, {"ttl_minutes", 100}})}))) == 0);
    CHECK(code_of(lab.send(tpl("share_your_number", Json::array()))) == 0);
}

TEST_CASE("kinds: money and dates stand in a body by their fallback")
{
    Lab lab;
    auto const answer = lab.send(to_rina(
        "template",
        {{"name", "order_shipped"},
         {"language", {{"code", "id"}, {"policy", "deterministic"}}},
         {"components",
          {part("body",
                {{{"type", "currency"},
                  {"currency",
                   {{"fallback_value", "Rp75.000"}, {"code", "IDR"}, {"amount_1000", 75'000'000}}}},
                 {{"type", "date_time"}, {"date_time", {{"fallback_value", "3 Des"}}}}}),
           tap(0, "url", word("JX77"))}}}));
    CHECK(code_of(answer) == 0);
    CHECK(chat(lab)[0]["extra"]["body"] == "Halo Rp75.000, pesanan 3 Des sudah dikirim.");
    CHECK(chat(lab)[0]["content"]["name"] == "order_shipped");
}

TEST_CASE("kinds: marketing_messages takes marketing templates only and prices them so")
{
    Lab lab;
    lab.control("POST", "/sim/config", {{"speed", 0}});
    auto const send = [&](Json body) {
        body["messaging_product"] = "whatsapp";
        return lab.call("POST", "/v26.0/440022330055662/marketing_messages", body);
    };
    auto const catalogue = tpl("our_catalogue", Json::array());
    CHECK(code_of(send(catalogue)) == 0);
    CHECK(value_of(lab.pass(0ms).at(0))["statuses"][0]["pricing"]["category"] == "marketing_lite");
    CHECK(code_of(send(tpl("shall_we_talk", Json::array()))) == 131009);
    CHECK(code_of(send(to_rina("text", {{"body", "Halo"}}))) == 131009);
    auto odd = catalogue;
    odd["product_policy"] = "LOOSE";
    CHECK(code_of(send(odd)) == 131009);
    lab.control("POST", "/sim/config", {{"marketing_here", false}});
    CHECK(code_of(lab.send(catalogue)) == 131063);
    CHECK(code_of(send(catalogue)) == 0);
}

TEST_CASE("kinds: a message for other keys than the person's fails")
{
    Lab lab;
    lab.say("628123450001", {{"text", "Halo"}});
    lab.pass(1s);
    std::string const own = body_of(lab.control("GET", "/sim/customers/628123450001"))["identity"];
    auto body = to_rina("text", {{"body", "Hai"}});
    body["recipient_identity_key_hash"] = "other";
    CHECK(lab.send(body).status == 200);
    auto const failed = lab.pass(1s);
    CHECK(value_of(failed.at(0))["statuses"][0]["errors"][0]["code"] == 137000);
    body["recipient_identity_key_hash"] = own;
    lab.send(body);
    CHECK(story(lab.pass(1s)).starts_with("sent"));
}

TEST_CASE("kinds: a group gets sent once, delivered and read from each member")
{
    Lab lab;
    auto const group = body_of(
        lab.control("POST", "/sim/groups",
                    {{"name", "Pelanggan"}, {"members", {"628123450001", "60123450002"}}}));
    std::string const id = group["id"];
    auto const send = [&](std::string type, Json content) {
        Json body{{"recipient_type", "group"}, {"to", id}, {"type", type}};
        body[type] = std::move(content);
        return lab.send(body);
    };
    CHECK(code_of(send("location", {{"latitude", 1}, {"longitude", 1}})) == 131009);
    auto const answer = send("template", tpl("our_catalogue", Json::array())["template"]);
    CHECK(body_of(answer)["messages"][0]["group_id"] == id);
    auto const all = lab.pass(1min);
    CHECK(story(all) == "sent delivered delivered read read");
    auto const first = value_of(all.at(0))["statuses"][0];
    CHECK(first["recipient_id"] == id);
    CHECK(first["recipient_type"] == "group");
    CHECK(value_of(all.at(1))["statuses"][0]["pricing"]["category"] == "group_marketing");
    CHECK(value_of(all.at(1))["statuses"][0].contains("recipient_participant_user_id"));
    auto const kept = body_of(lab.control("GET", "/sim/groups"))["data"][0];
    CHECK(kept["messages"][0]["state"] == "read");
    CHECK(code_of(lab.send(
              {{"recipient_type", "group"}, {"to", "x"}, {"text", {{"body", "a"}}}})) == 131041);
    // Nobody wrote in the last 24 hours.
    send("text", {{"body", "Halo semua"}});
    CHECK(story(lab.pass(1min)) == "failed");
}

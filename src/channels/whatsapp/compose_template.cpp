#include <algorithm>

#include "base/text.hpp"
#include "channels/whatsapp/compose.hpp"

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
// (2026-05-06) and messages/send-messages (2026-04-23); flow, catalogue, offer and carousel
// parameters from client libraries of August 2026.
namespace channels::whatsapp {

using base::Json;

namespace {

bool is_number(std::string_view name)
{
    return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

// Meta refuses these in a value (132012): line breaks, tabs, more than four spaces in a row.
bool is_plain_value(std::string_view text)
{
    return text.find_first_of("\r\n\t") == std::string_view::npos &&
           text.find("     ") == std::string_view::npos;
}

// The value is appended to the button's address as it is, so what cannot stand in one is escaped.
std::string url_suffix(std::string_view text)
{
    static constexpr char Digits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F &&
            std::string_view("\"<>\\^`{|}").find(c) == std::string::npos)
            out.push_back(c);
        else
            out.append({'%', Digits[byte >> 4], Digits[byte & 15]});
    }
    return out;
}

Json text_value(TemplateValue const& value)
{
    Json out{{"type", "text"}, {"text", value.text}};
    if (!value.name.empty() && !is_number(value.name))
        out["parameter_name"] = value.name;
    return out;
}

Json product_object(ProductRef const& product)
{
    return {{"product_retailer_id", product.product}, {"catalog_id", product.catalogue}};
}

Json action(Json value) { return {{"type", "action"}, {"action", std::move(value)}}; }

Json button_value(TemplateButton const& button)
{
    auto const& kind = button.sub_type;
    if (kind == "quick_reply")
        return {{"type", "payload"}, {"payload", button.text}};
    if (kind == "copy_code")
        return {{"type", "coupon_code"}, {"coupon_code", button.text}};
    if (kind == "flow")
        return action({{"flow_token", button.text.empty() ? "unused" : button.text}});
    if (kind == "catalog")
        return action({{"thumbnail_product_retailer_id", button.text}});
    if (kind == "mpm")
        return action({{"thumbnail_product_retailer_id", button.text},
                       {"sections", product_sections(button.sections)}});
    return {{"type", "text"}, {"text", url_suffix(button.text)}};
}

Json button_component(TemplateButton const& button)
{
    return {{"type", "button"},
            {"sub_type", button.sub_type.empty() ? "url" : button.sub_type},
            {"index", std::to_string(button.index)},
            {"parameters", Json::array({button_value(button)})}};
}

Json media_value(MediaContent media)
{
    media.caption.clear();
    media.voice = false;
    std::string const kind(name_of(media.kind));
    return {{"type", kind}, {kind, media_object(media)}};
}

Json product_value(ProductRef const& product)
{
    return {{"type", "product"}, {"product", product_object(product)}};
}

// Null when there is none.
Json header_value(TemplateContent const& content)
{
    if (content.header_text)
        return text_value(*content.header_text);
    if (content.header_media)
        return media_value(*content.header_media);
    if (content.header_location)
        return {{"type", "location"}, {"location", location_object(*content.header_location)}};
    if (content.header_product)
        return product_value(*content.header_product);
    return nullptr;
}

void add(Json& components, char const* type, Json parameters)
{
    if (!parameters.empty())
        components.push_back({{"type", type}, {"parameters", std::move(parameters)}});
}

// Numbered values go in the order of their numbers, whatever order they came in.
Json values_of(std::vector<TemplateValue> values)
{
    if (std::ranges::all_of(values, [](auto const& one) { return is_number(one.name); }))
        std::ranges::stable_sort(values, [](auto const& a, auto const& b) {
            return std::pair(a.name.size(), a.name) < std::pair(b.name.size(), b.name);
        });
    auto out = Json::array();
    for (auto const& value : values)
        out.push_back(text_value(value));
    return out;
}

Json cards_of(std::vector<TemplateCard> const& cards)
{
    auto out = Json::array();
    for (std::size_t i = 0; i < cards.size(); ++i) {
        auto components = Json::array();
        if (cards[i].media)
            add(components, "header", Json::array({media_value(*cards[i].media)}));
        else if (cards[i].product)
            add(components, "header", Json::array({product_value(*cards[i].product)}));
        add(components, "body", values_of(cards[i].body));
        for (auto const& button : cards[i].buttons)
            components.push_back(button_component(button));
        out.push_back({{"card_index", i}, {"components", std::move(components)}});
    }
    return out;
}

Json components_of(TemplateContent const& content)
{
    if (!content.components.empty()) {
        auto given = base::parse_json(content.components);
        return given ? *std::move(given) : Json::array();
    }
    auto out = Json::array();
    if (auto header = header_value(content); !header.is_null())
        add(out, "header", Json::array({std::move(header)}));
    add(out, "body", values_of(content.body));
    if (content.offer_ends_at)
        add(out, "limited_time_offer",
            Json::array(
                {{{"type", "limited_time_offer"},
                  {"limited_time_offer", {{"expiration_time_ms", content.offer_ends_at->ms}}}}}));
    for (auto const& button : content.buttons)
        out.push_back(button_component(button));
    if (!content.cards.empty())
        out.push_back({{"type", "carousel"}, {"cards", cards_of(content.cards)}});
    return out;
}

void look_at_value(std::string const& text, std::string field, Fields& wrong)
{
    if (base::trim(text).empty())
        wrong.push_back({std::move(field), "required"});
    else if (!is_plain_value(text))
        wrong.push_back({std::move(field), "bad_format"});
}

void look_at_values(std::vector<TemplateValue> const& values, std::string const& field,
                    Fields& wrong)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        look_at_value(values[i].text, at(field, i, "text"), wrong);
}

void look_at_product(ProductRef const& product, std::string const& field, Fields& wrong)
{
    look_at_text(product.catalogue, 200, field + ".catalogue", wrong);
    look_at_text(product.product, 200, field + ".product", wrong);
}

void look_at_buttons(std::vector<TemplateButton> const& buttons, std::string const& field,
                     Fields& wrong)
{
    static constexpr std::string_view Known[] = {"",     "url",     "quick_reply", "copy_code",
                                                 "flow", "catalog", "mpm"};
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        auto const& button = buttons[i];
        if (button.index < 0 || button.index > 9)
            wrong.push_back({at(field, i, "index"), "not_allowed"});
        if (std::ranges::find(Known, button.sub_type) == std::end(Known))
            wrong.push_back({at(field, i, "sub_type"), "not_allowed"});
        if (button.text.empty() && button.sub_type != "flow")
            wrong.push_back({at(field, i, "text"), "required"});
        if (button.sub_type == "copy_code" && button.text.size() > 20)
            wrong.push_back({at(field, i, "text"), "too_long"});
        if (button.sub_type == "mpm")
            look_at_products(button.sections, at(field, i, "sections"), wrong);
        else if (!button.sections.empty())
            wrong.push_back({at(field, i, "sections"), "not_allowed"});
    }
}

void look_at_header(TemplateContent const& content, Fields& wrong)
{
    auto const several = content.header_text.has_value() + content.header_media.has_value() +
                             content.header_location.has_value() +
                             content.header_product.has_value() >
                         1;
    if (several)
        wrong.push_back({"template.header", "not_allowed"});
    if (content.header_text)
        look_at_value(content.header_text->text, "template.header.text", wrong);
    if (auto const& media = content.header_media;
        media && (media->kind == MediaKind::audio || media->kind == MediaKind::sticker))
        wrong.push_back({"template.header_media_id", "not_allowed"});
    if (content.header_location)
        look_at_place(*content.header_location, "template.header_location", wrong);
    if (content.header_product)
        look_at_product(*content.header_product, "template.header_product", wrong);
}

void look_at_cards(std::vector<TemplateCard> const& cards, Fields& wrong)
{
    if (cards.size() > 10)
        wrong.push_back({"template.cards", "too_many"});
    for (std::size_t i = 0; i < cards.size(); ++i) {
        auto const& card = cards[i];
        auto const here = at("template.cards", i);
        if (card.media && card.product)
            wrong.push_back({here + ".product", "not_allowed"});
        else if (!card.media && !card.product)
            wrong.push_back({here + ".media_id", "required"});
        if (card.media && card.media->kind != MediaKind::image &&
            card.media->kind != MediaKind::video)
            wrong.push_back({here + ".media_id", "not_allowed"});
        if (card.product)
            look_at_product(*card.product, here + ".product", wrong);
        look_at_values(card.body, here + ".body", wrong);
        look_at_buttons(card.buttons, here + ".buttons", wrong);
    }
}

}  // namespace

void look_at(TemplateContent const& content, Fields& wrong)
{
    if (content.name.empty() || content.language.empty()) {
        wrong.push_back({"template", "required"});
        return;
    }
    if (!content.components.empty()) {
        auto const given = base::parse_json(content.components);
        if (!given || !given->is_array())
            wrong.push_back({"template.components", "bad_format"});
        return;
    }
    look_at_header(content, wrong);
    look_at_values(content.body, "template.body", wrong);
    look_at_buttons(content.buttons, "template.buttons", wrong);
    look_at_cards(content.cards, wrong);
}

void put(TemplateContent const& content, Json& body)
{
    body["type"] = "template";
    auto& made = body["template"];
    made = {{"name", content.name}, {"language", {{"code", content.language}}}};
    if (auto components = components_of(content); !components.empty())
        made["components"] = std::move(components);
}

}  // namespace channels::whatsapp

#include "simulator/graph/interactive.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace simulator {

namespace {

using base::Json;

enum class Header { none, text, text_needed, any };

struct Kind {
    std::string_view type;
    Header header;
    Need body;
    std::size_t body_length;
    bool footer;
    Refusal (*action)(Json const& action, SendSurroundings const&);
};

std::string const Action = "interactive.action";
std::string const Parameters = "interactive.action.parameters";

Refusal check_name(Json const& action, std::string_view wanted)
{
    auto const name = base::text_at(action, "name");
    if (!name)
        return missing(Action + ".name");
    if (*name != wanted)
        return invalid(Action + ".name", "must be " + std::string(wanted));
    return std::nullopt;
}

Refusal check_buttons(Json const& action, SendSurroundings const&)
{
    if (auto const refusal = check_count(action, "buttons", Action, 1, 3))
        return refusal;
    std::set<std::string> ids;
    std::set<std::string> titles;
    auto const& buttons = base::array_at(action, "buttons");
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        auto const path = at_index(Action + ".buttons", i);
        if (base::text_at(buttons[i], "type").value_or("reply") != "reply")
            return invalid(path + ".type", "must be reply");
        auto const& reply = base::object_at(buttons[i], "reply");
        if (auto const refusal = check_text(reply, "id", path + ".reply", 256))
            return refusal;
        if (auto const refusal = check_text(reply, "title", path + ".reply", 20))
            return refusal;
        if (!ids.insert(reply.value("id", "")).second)
            return invalid(path + ".reply.id", "used twice");
        if (!titles.insert(reply.value("title", "")).second)
            return invalid(path + ".reply.title", "used twice");
    }
    return std::nullopt;
}

Refusal check_rows(Json const& section, std::string const& path, std::set<std::string>& ids)
{
    auto const& rows = base::array_at(section, "rows");
    if (rows.empty())
        return missing(path + ".rows");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const row = at_index(path + ".rows", i);
        if (auto const refusal = check_text(rows[i], "id", row, 200))
            return refusal;
        if (auto const refusal = check_text(rows[i], "title", row, 24))
            return refusal;
        if (auto const refusal = check_text(rows[i], "description", row, 72, Need::no))
            return refusal;
        if (!ids.insert(rows[i].value("id", "")).second)
            return invalid(row + ".id", "used twice");
    }
    return std::nullopt;
}

Refusal check_list(Json const& action, SendSurroundings const&)
{
    if (auto const refusal = check_text(action, "button", Action, 20))
        return refusal;
    if (auto const refusal = check_count(action, "sections", Action, 1, 10))
        return refusal;
    auto const& sections = base::array_at(action, "sections");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto const path = at_index(Action + ".sections", i);
        auto const need = sections.size() > 1 ? Need::yes : Need::no;
        if (auto const refusal = check_text(sections[i], "title", path, 24, need))
            return refusal;
        if (auto const refusal = check_rows(sections[i], path, ids))
            return refusal;
    }
    if (ids.size() > 10)
        return invalid(Action + ".sections", "more than 10 rows in all");
    return std::nullopt;
}

Refusal check_link(Json const& action, std::string const& path)
{
    auto const& parameters = base::object_at(action, "parameters");
    if (auto const refusal = check_text(parameters, "display_text", path + ".parameters", 20))
        return refusal;
    return check_url(parameters, "url", path + ".parameters");
}

Refusal check_cta_url(Json const& action, SendSurroundings const&)
{
    if (auto const refusal = check_name(action, "cta_url"))
        return refusal;
    return check_link(action, Action);
}

Refusal check_location_request(Json const& action, SendSurroundings const&)
{
    return check_name(action, "send_location");
}

Refusal check_contact_request(Json const& action, SendSurroundings const&)
{
    return check_name(action, "request_contact_info");
}

Refusal check_flow(Json const& action, SendSurroundings const&)
{
    if (auto const refusal = check_name(action, "flow"))
        return refusal;
    auto const& parameters = base::object_at(action, "parameters");
    auto const word = [&](char const* key) { return base::text_at(parameters, key).value_or(""); };
    if (word("flow_message_version") != "3")
        return invalid(Parameters + ".flow_message_version", "must be 3");
    if (word("flow_id").empty() == word("flow_name").empty())
        return invalid(Parameters, "exactly one of flow_id and flow_name");
    if (auto const refusal = check_text(parameters, "flow_cta", Parameters, 20))
        return refusal;
    if (has_emoji(word("flow_cta")))
        return invalid(Parameters + ".flow_cta", "must not hold emoji");
    if (auto const refusal = check_text(parameters, "flow_token", Parameters, 1'000, Need::no))
        return refusal;
    auto const flow_action = base::text_at(parameters, "flow_action").value_or("navigate");
    if (flow_action != "navigate" && flow_action != "data_exchange")
        return invalid(Parameters + ".flow_action", "must be navigate or data_exchange");
    auto const mode = base::text_at(parameters, "mode").value_or("published");
    if (mode != "published" && mode != "draft")
        return invalid(Parameters + ".mode", "must be published or draft");
    auto const& payload = base::object_at(parameters, "flow_action_payload");
    if (!payload.empty() && !base::text_at(payload, "screen"))
        return missing(Parameters + ".flow_action_payload.screen");
    if (payload.contains("data") && base::object_at(payload, "data").empty())
        return invalid(Parameters + ".flow_action_payload.data", "must be an object with members");
    return std::nullopt;
}

Refusal check_product(Json const& product, std::string const& catalog, std::string const& path,
                      SendSurroundings const& around)
{
    if (auto const refusal = check_text(product, "product_retailer_id", path, 100))
        return refusal;
    if (auto const why = around.product_problem(catalog, product.value("product_retailer_id", ""));
        !why.empty())
        return invalid(path + ".product_retailer_id", why);
    return std::nullopt;
}

Refusal check_one_product(Json const& action, SendSurroundings const& around)
{
    if (auto const refusal = check_text(action, "catalog_id", Action, 64))
        return refusal;
    return check_product(action, action.value("catalog_id", ""), Action, around);
}

Refusal check_product_list(Json const& action, SendSurroundings const& around)
{
    if (auto const refusal = check_text(action, "catalog_id", Action, 64))
        return refusal;
    if (auto const refusal = check_count(action, "sections", Action, 1, 10))
        return refusal;
    auto const& sections = base::array_at(action, "sections");
    std::size_t products = 0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto const path = at_index(Action + ".sections", i);
        auto const need = sections.size() > 1 ? Need::yes : Need::no;
        if (auto const refusal = check_text(sections[i], "title", path, 24, need))
            return refusal;
        auto const& items = base::array_at(sections[i], "product_items");
        if (items.empty())
            return missing(path + ".product_items");
        for (std::size_t k = 0; k < items.size(); ++k)
            if (auto const refusal = check_product(items[k], action.value("catalog_id", ""),
                                                   at_index(path + ".product_items", k), around))
                return refusal;
        products += items.size();
    }
    if (products > 30)
        return invalid(Action + ".sections", "more than 30 products in all");
    return std::nullopt;
}

Refusal check_catalog(Json const& action, SendSurroundings const& around)
{
    if (auto const refusal = check_name(action, "catalog_message"))
        return refusal;
    auto const& parameters = base::object_at(action, "parameters");
    if (!parameters.contains("thumbnail_product_retailer_id"))
        return std::nullopt;
    auto const product = base::text_at(parameters, "thumbnail_product_retailer_id").value_or("");
    if (auto const why = around.product_problem("", product); !why.empty())
        return invalid(Parameters + ".thumbnail_product_retailer_id", why);
    return std::nullopt;
}

Refusal check_voice_call(Json const& action, SendSurroundings const& around)
{
    if (auto const refusal = check_name(action, "voice_call"))
        return refusal;
    if (!around.calling)
        return GraphError{.code = 138000};
    auto const& parameters = base::object_at(action, "parameters");
    if (auto const refusal = check_text(parameters, "display_text", Parameters, 20, Need::no))
        return refusal;
    auto const minutes = base::number_at(parameters, "ttl_minutes").value_or(10'080);
    if (minutes < 1 || minutes > 43'200)
        return invalid(Parameters + ".ttl_minutes", "must be 1 to 43200");
    return check_text(parameters, "payload", Parameters, 512, Need::no);
}

Refusal check_call_permission(Json const& action, SendSurroundings const& around)
{
    if (!around.calling)
        return GraphError{.code = 138000};
    return check_name(action, "call_permission_request");
}

Refusal check_address(Json const& action, SendSurroundings const&)
{
    if (auto const refusal = check_name(action, "address_message"))
        return refusal;
    auto const& parameters = base::object_at(action, "parameters");
    if (auto const refusal = check_text(parameters, "country", Parameters, 2))
        return refusal;
    auto const country = parameters.value("country", "");
    if (country != "IN" && country != "SG")
        return invalid(Parameters + ".country", "must be IN or SG");
    for (auto const* const key : {"values", "validation_errors"})
        for (auto const& [name, value] : base::object_at(parameters, key).items())
            if (!value.is_string())
                return invalid(Parameters + "." + key + "." + name, "must be a text");
    return std::nullopt;
}

Refusal check_payment(Json const& action, SendSurroundings const&)
{
    auto const name = base::text_at(action, "name").value_or("");
    if (name != "review_and_pay" && name != "review_order")
        return invalid(Action + ".name", "must be review_and_pay or review_order");
    return check_text(base::object_at(action, "parameters"), "reference_id", Parameters, 35);
}

// What all cards must have in common with the first.
struct CardShape {
    std::string type = {};
    std::string header = {};
    std::size_t buttons = 0;
    bool operator==(CardShape const&) const = default;
};

Refusal check_card_buttons(Json const& action, std::string const& path)
{
    auto const& buttons = base::array_at(action, "buttons");
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        auto const button = at_index(path + ".action.buttons", i);
        auto const& reply = base::object_at(buttons[i], "quick_reply");
        if (auto const refusal = check_text(reply, "id", button + ".quick_reply", 256))
            return refusal;
        if (auto const refusal = check_text(reply, "title", button + ".quick_reply", 20))
            return refusal;
    }
    return std::nullopt;
}

Refusal check_card_body(Json const& card, std::string const& path)
{
    auto const& body = base::object_at(card, "body");
    if (body.empty())
        return std::nullopt;
    if (auto const refusal = check_text(body, "text", path + ".body", 160))
        return refusal;
    if (std::ranges::count(body.value("text", ""), '\n') > 2)
        return invalid(path + ".body.text", "more than 2 line breaks");
    return std::nullopt;
}

Refusal check_card(Json const& card, std::string const& path, SendSurroundings const& around,
                   CardShape& shape)
{
    auto const& action = base::object_at(card, "action");
    auto const& header = base::object_at(card, "header");
    shape = {base::text_at(card, "type").value_or(""), base::text_at(header, "type").value_or(""),
             base::array_at(action, "buttons").size()};
    if (shape.type == "product") {
        auto const catalog = base::text_at(action, "catalog_id").value_or("");
        return check_product(action, catalog, path + ".action", around);
    }
    if (shape.header != "image" && shape.header != "video")
        return invalid(path + ".header.type", "must be image or video");
    if (auto const refusal = check_media_object(base::object_at(header, shape.header), shape.header,
                                                path + ".header." + shape.header, around))
        return refusal;
    if (auto const refusal = check_card_body(card, path))
        return refusal;
    if (shape.buttons > 0)
        return check_card_buttons(action, path);
    if (base::text_at(action, "name") != "cta_url")
        return invalid(path + ".action.name", "must be cta_url");
    return check_link(action, path + ".action");
}

Refusal check_carousel(Json const& action, SendSurroundings const& around)
{
    if (auto const refusal = check_count(action, "cards", Action, 2, 10))
        return refusal;
    auto const& cards = base::array_at(action, "cards");
    CardShape first;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        auto const path = at_index(Action + ".cards", i);
        if (base::number_at(cards[i], "card_index") != std::int64_t(i))
            return invalid(path + ".card_index", "must be " + std::to_string(i));
        CardShape shape;
        if (auto const refusal = check_card(cards[i], path, around, shape))
            return refusal;
        if (i == 0)
            first = shape;
        else if (shape != first)
            return invalid(path, "must have the same parts as the first card");
    }
    return std::nullopt;
}

// clang-format off
constexpr Kind Kinds[] = {
    {"button",                   Header::any,         Need::yes, 1024, true,  check_buttons},
    {"list",                     Header::text,        Need::yes, 4096, true,  check_list},
    {"cta_url",                  Header::any,         Need::yes, 1024, true,  check_cta_url},
    {"location_request_message", Header::none,        Need::yes, 1024, false, check_location_request},
    {"contact_request",          Header::none,        Need::yes, 1024, false, check_contact_request},
    {"flow",                     Header::any,         Need::yes, 1024, true,  check_flow},
    {"product",                  Header::none,        Need::no,  1024, true,  check_one_product},
    {"product_list",             Header::text_needed, Need::yes, 1024, true,  check_product_list},
    {"catalog_message",          Header::none,        Need::yes, 1024, true,  check_catalog},
    {"carousel",                 Header::none,        Need::yes, 1024, false, check_carousel},
    {"voice_call",               Header::any,         Need::yes, 1024, true,  check_voice_call},
    {"call_permission_request",  Header::any,         Need::no,  1024, true,  check_call_permission},
    {"address_message",          Header::any,         Need::yes, 1024, true,  check_address},
    {"order_details",            Header::any,         Need::yes, 1024, true,  check_payment},
    {"order_status",             Header::any,         Need::yes, 1024, true,  check_payment},
};
// clang-format on

Refusal check_header(Json const& interactive, Header allowed, SendSurroundings const& around)
{
    auto const found = interactive.find("header");
    bool const there = found != interactive.end() && !found->is_null();
    if (!there)
        return allowed == Header::text_needed ? Refusal(missing("interactive.header"))
                                              : std::nullopt;
    if (allowed == Header::none)
        return invalid("interactive.header", "not allowed for this type");
    auto const type = base::text_at(*found, "type").value_or("");
    if (type == "text")
        return check_text(*found, "text", "interactive.header", 60);
    bool const media = type == "image" || type == "video" || type == "document";
    if (!media || allowed != Header::any)
        return invalid("interactive.header.type", allowed == Header::any
                                                      ? "must be text, image, video or document"
                                                      : "must be text");
    return check_media_object(base::object_at(*found, type), type, "interactive.header." + type,
                              around);
}

}  // namespace

Refusal check_interactive(Json const& interactive, SendSurroundings const& around)
{
    auto const type = base::text_at(interactive, "type").value_or("");
    if (type.empty())
        return missing("interactive.type");
    auto const* const kind = std::ranges::find(Kinds, type, &Kind::type);
    if (kind == std::end(Kinds))
        return invalid("interactive.type", "not an interactive type");
    if (auto const refusal = check_header(interactive, kind->header, around))
        return refusal;
    bool const has_body = interactive.contains("body") && !interactive["body"].is_null();
    if (has_body || kind->body == Need::yes)
        if (auto const refusal = check_text(base::object_at(interactive, "body"), "text",
                                            "interactive.body", kind->body_length))
            return refusal;
    if (interactive.contains("footer") && !interactive["footer"].is_null()) {
        if (!kind->footer)
            return invalid("interactive.footer", "not allowed for this type");
        if (auto const refusal = check_text(interactive["footer"], "text", "interactive.footer",
                                            60))
            return refusal;
    }
    auto const& action = base::object_at(interactive, "action");
    if (action.empty())
        return missing("interactive.action");
    return kind->action(action, around);
}

}  // namespace simulator

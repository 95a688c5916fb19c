#include "base/text.hpp"
#include "channels/whatsapp/compose.hpp"

// Shapes: developers.facebook.com/documentation/business-messaging/whatsapp/messages/
// interactive-reply-buttons-messages, interactive-list-messages (2026-05); those of flow, products,
// address and call from client libraries of August 2026.
namespace channels::whatsapp {

using base::Json;

namespace {

using Kind = InteractiveKind;

std::string_view type_of(Kind kind)
{
    switch (kind) {
    case Kind::location_request: return "location_request_message";
    case Kind::catalogue: return "catalog_message";
    case Kind::address: return "address_message";
    case Kind::call: return "voice_call";
    case Kind::call_permission: return "call_permission_request";
    case Kind::button:
    case Kind::list:
    case Kind::cta_url:
    case Kind::contact_request:
    case Kind::flow:
    case Kind::product:
    case Kind::product_list: break;
    }
    return base::word_of(kind);
}

Json reply_buttons(Interactive const& controls)
{
    auto out = Json::array();
    for (auto const& button : controls.buttons)
        out.push_back({{"type", "reply"}, {"reply", {{"id", button.id}, {"title", button.title}}}});
    return {{"buttons", std::move(out)}};
}

Json rows_of(ListSection const& section)
{
    auto out = Json::array();
    for (auto const& row : section.rows) {
        Json one{{"id", row.id}, {"title", row.title}};
        if (row.description && !row.description->empty())
            one["description"] = *row.description;
        out.push_back(std::move(one));
    }
    return out;
}

Json titled(ListSection const& section)
{
    auto out = Json::object();
    if (section.title && !section.title->empty())
        out["title"] = *section.title;
    return out;
}

Json list_sections(Interactive const& controls)
{
    auto out = Json::array();
    for (auto const& section : controls.sections) {
        auto one = titled(section);
        one["rows"] = rows_of(section);
        out.push_back(std::move(one));
    }
    return {{"button", controls.label.value_or("")}, {"sections", std::move(out)}};
}

Json flow_parameters(Interactive const& controls)
{
    auto const& flow = *controls.flow;
    // Meta wants a token even of those who do not look at it when the answer comes.
    Json out{{"flow_message_version", "3"},
             {"flow_id", flow.id},
             {"flow_token", flow.token.value_or("unused")},
             {"flow_cta", controls.label.value_or("")},
             {"mode", flow.draft ? "draft" : "published"},
             {"flow_action", flow.screen ? "navigate" : "data_exchange"}};
    if (!flow.screen)
        return out;
    auto& payload = out["flow_action_payload"] = {{"screen", *flow.screen}};
    if (flow.data)
        if (auto data = base::parse_json(*flow.data); data && !data->empty())
            payload["data"] = *std::move(data);
    return out;
}

Json action_of(Interactive const& controls)
{
    auto const named = [](char const* name, Json parameters) {
        Json out{{"name", name}};
        if (!parameters.empty())
            out["parameters"] = std::move(parameters);
        return out;
    };
    switch (controls.kind) {
    case Kind::button: return reply_buttons(controls);
    case Kind::list: return list_sections(controls);
    case Kind::cta_url:
        return named("cta_url", {{"display_text", controls.label.value_or("")},
                                 {"url", controls.url.value_or("")}});
    case Kind::location_request: return named("send_location", {});
    case Kind::contact_request: return named("request_contact_info", {});
    case Kind::flow: return named("flow", flow_parameters(controls));
    case Kind::product:
        return {{"catalog_id", controls.catalogue.value_or("")},
                {"product_retailer_id", controls.product.value_or("")}};
    case Kind::product_list:
        return {{"catalog_id", controls.catalogue.value_or("")},
                {"sections", product_sections(controls.sections)}};
    case Kind::catalogue: {
        auto parameters = Json::object();
        if (controls.product)
            parameters["thumbnail_product_retailer_id"] = *controls.product;
        return named("catalog_message", std::move(parameters));
    }
    case Kind::address:
        return named("address_message", {{"country", controls.country.value_or("")}});
    case Kind::call: {
        auto parameters = Json::object();
        if (controls.label)
            parameters["display_text"] = *controls.label;
        return named("voice_call", std::move(parameters));
    }
    case Kind::call_permission: return named("call_permission_request", {});
    }
    return Json::object();
}

}  // namespace

Json product_sections(std::vector<ListSection> const& sections)
{
    auto out = Json::array();
    for (auto const& section : sections) {
        auto items = Json::array();
        for (auto const& product : section.products)
            items.push_back({{"product_retailer_id", product}});
        auto one = titled(section);
        one["product_items"] = std::move(items);
        out.push_back(std::move(one));
    }
    return out;
}

void put(InteractiveContent const& content, Json& body)
{
    auto const& controls = content.controls;
    body["type"] = "interactive";
    auto& out = body["interactive"] = {{"type", type_of(controls.kind)},
                                       {"action", action_of(controls)}};
    if (!content.text.empty())
        out["body"] = {{"text", content.text}};
    if (controls.footer && !controls.footer->empty())
        out["footer"] = {{"text", *controls.footer}};
    if (controls.header && !controls.header->empty()) {
        out["header"] = {{"type", "text"}, {"text", *controls.header}};
    } else if (content.header) {
        auto media = *content.header;
        media.caption.clear();
        std::string const kind(name_of(media.kind));
        out["header"] = {{"type", kind}, {kind, media_object(media)}};
    }
}

}  // namespace channels::whatsapp

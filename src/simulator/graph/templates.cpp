#include "simulator/graph/templates.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "simulator/graph/checks.hpp"

namespace simulator {

namespace {

using base::Json;

Json const& part(Json const& components, std::string_view type)
{
    static Json const none = Json::object();
    for (auto const& component : components)
        if (base::lower_ascii(base::text_at(component, "type").value_or("")) == type)
            return component;
    return none;
}

GraphError count_mismatch(std::string_view where, std::size_t given, std::size_t wanted)
{
    return {.code = 132000,
            .details = std::string(where) + ": number of localizable_params (" +
                       std::to_string(given) + ") does not match the expected number of params (" +
                       std::to_string(wanted) + ")"};
}

GraphError wrong_kind(std::string_view where, std::string_view given, std::string_view wanted)
{
    return {.code = 132012,
            .details = std::string(where) + ": Format mismatch, expected " + std::string(wanted) +
                       ", received " + std::string(given)};
}

// The visible text of a body or header parameter.
std::variant<std::string, GraphError> text_of(Json const& parameter, std::string_view where)
{
    auto const type = base::text_at(parameter, "type").value_or("");
    std::string text;
    if (type == "text")
        text = base::text_at(parameter, "text").value_or("");
    else if (type == "currency" || type == "date_time")
        text = base::text_at(base::object_at(parameter, type), "fallback_value").value_or("");
    else
        return wrong_kind(where, type.empty() ? "UNKNOWN" : type, "TEXT");
    if (text.empty())
        return GraphError{.code = 131008,
                          .details = std::string(where) + ": a text parameter is empty"};
    if (text.find_first_of("\n\t") != std::string::npos || text.find("     ") != std::string::npos)
        return GraphError{.code = 132012,
                          .details = std::string(where) +
                                     ": Param text cannot have new-line/tab characters or more "
                                     "than 4 consecutive spaces"};
    return text;
}

std::variant<std::string, GraphError> fill_text(std::string_view text, Json const& parameters,
                                                bool named, std::string_view where)
{
    auto const names = variables(text);
    if (parameters.size() != names.size())
        return count_mismatch(where, parameters.size(), names.size());
    std::string out(text);
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const* parameter = &parameters[i];
        if (named) {
            auto const found = std::ranges::find_if(parameters, [&](Json const& one) {
                return base::text_at(one, "parameter_name") == names[i];
            });
            if (found == parameters.end())
                return GraphError{.code = 100,
                                  .details = "Parameter name is missing or empty: " + names[i]};
            parameter = &*found;
        }
        auto value = text_of(*parameter, where);
        if (auto* const error = std::get_if<GraphError>(&value))
            return *error;
        auto const mark = "{{" + names[i] + "}}";
        auto const& put = std::get<std::string>(value);
        for (auto at = out.find(mark); at != std::string::npos;
             at = out.find(mark, at + put.size()))
            out.replace(at, mark.size(), put);
    }
    return out;
}

using Filled = std::variant<Json, GraphError>;

Filled fill_media_header(Json const& content, std::string const& type,
                         SendSurroundings const& around)
{
    if (auto const refusal = check_media_object(content, type, "header." + type, around))
        return *refusal;
    Json shown{{"format", type}};
    if (auto const id = base::text_at(content, "id").value_or(""); !id.empty()) {
        shown["media_id"] = id;
        shown["mime"] = around.media(id)->mime;
    } else {
        shown["link"] = content.at("link");
    }
    if (auto const name = base::text_at(content, "filename"))
        shown["name"] = *name;
    return shown;
}

Filled fill_header(Json const& header, Json const& parameters, bool named,
                   SendSurroundings const& around)
{
    auto const format = base::lower_ascii(base::text_at(header, "format").value_or("text"));
    if (format == "text") {
        auto text = fill_text(base::text_at(header, "text").value_or(""), parameters, named,
                              "header");
        if (auto* const error = std::get_if<GraphError>(&text))
            return *error;
        return Json{{"format", "text"}, {"text", std::get<std::string>(text)}};
    }
    if (parameters.size() != 1)
        return count_mismatch("header", parameters.size(), 1);
    auto const type = base::text_at(parameters[0], "type").value_or("");
    if (type != format)
        return wrong_kind("header", type, format);
    auto const& content = base::object_at(parameters[0], type);
    Json shown{{"format", format}};
    if (type == "location") {
        if (auto const refusal = check_place(content, "header.location"))
            return *refusal;
        shown["location"] = content;
        return shown;
    }
    if (type == "product") {
        auto const product = base::text_at(content, "product_retailer_id").value_or("");
        if (product.empty())
            return missing("header.product.product_retailer_id");
        if (auto const why = around.product_problem(
                base::text_at(content, "catalog_id").value_or(""), product);
            !why.empty())
            return invalid("header.product.product_retailer_id", why);
        shown["product"] = content;
        return shown;
    }
    return fill_media_header(content, type, around);
}

// What a button of a template takes when it is sent. `needed`: a send without it is refused.
struct ButtonKind {
    std::string_view type;      // in the template
    std::string_view sub_type;  // of the component
    std::string_view parameter;
    bool needed;
};

constexpr ButtonKind ButtonKinds[] = {
    {"QUICK_REPLY", "quick_reply", "payload", false},
    {"URL", "url", "text", false},
    {"OTP", "url", "text", true},
    {"COPY_CODE", "copy_code", "coupon_code", true},
    {"FLOW", "flow", "action", false},
    {"CATALOG", "catalog", "action", false},
    {"MPM", "mpm", "action", true},
    {"VOICE_CALL", "voice_call", "ttl_minutes", false},
};

Refusal check_products(Json const& action, SendSurroundings const& around)
{
    std::size_t count = 0;
    auto const& sections = base::array_at(action, "sections");
    if (sections.empty() || sections.size() > 10)
        return invalid("button.action.sections", "must have 1 to 10 elements");
    for (auto const& section : sections) {
        for (auto const& item : base::array_at(section, "product_items")) {
            auto const id = base::text_at(item, "product_retailer_id").value_or("");
            if (auto const why = around.product_problem("", id); !why.empty())
                return invalid("button.action.sections.product_items.product_retailer_id", why);
            ++count;
        }
    }
    if (count == 0 || count > 30)
        return invalid("button.action.sections", "must have 1 to 30 products");
    return std::nullopt;
}

// One parameter put into the button a phone shows.
Refusal fill_button(Json& button, ButtonKind const& kind, Json const& parameter,
                    SendSurroundings const& around)
{
    auto const type = base::text_at(parameter, "type").value_or("");
    bool const payload = kind.sub_type == "voice_call" && type == "payload";
    if (type != kind.parameter && !payload)
        return wrong_kind("button", type, kind.parameter);
    if (kind.type == "QUICK_REPLY") {
        if (auto const refusal = check_text(parameter, "payload", "button", 256))
            return refusal;
        button["payload"] = parameter.at("payload");
    } else if (kind.sub_type == "url") {
        if (auto const refusal = check_text(parameter, "text", "button", 2'000))
            return refusal;
        auto const text = parameter.value("text", "");
        if (kind.type == "OTP") {
            if (text.size() > 15)
                return invalid("button.text", "longer than 15 characters");
            button["code"] = text;
            return std::nullopt;
        }
        auto const url = button.value("url", "");
        auto const at = url.find("{{");
        if (at == std::string::npos)
            return count_mismatch("button", 1, 0);
        button["url"] = url.substr(0, at) + text;
    } else if (kind.type == "COPY_CODE") {
        if (auto const refusal = check_text(parameter, "coupon_code", "button", 20))
            return refusal;
        button["code"] = parameter.at("coupon_code");
    } else if (kind.parameter == "action") {
        auto const& action = base::object_at(parameter, "action");
        if (kind.type == "MPM")
            if (auto const refusal = check_products(action, around))
                return refusal;
        button["action"] = action;
    } else if (!payload) {
        auto const minutes = base::number_at(parameter, "ttl_minutes").value_or(0);
        if (minutes < 1 || minutes > 43'200)
            return invalid("button.ttl_minutes", "must be 1 to 43200");
        button["ttl_minutes"] = minutes;
    }
    return std::nullopt;
}

Json shown_button(Json const& button)
{
    Json one{{"type", base::text_at(button, "type").value_or("")},
             {"text", base::text_at(button, "text").value_or("")}};
    for (auto const* const key : {"url", "phone_number", "flow_id", "otp_type"})
        if (auto const value = base::text_at(button, key))
            one[key] = *value;
    if (one["type"] == "QUICK_REPLY")
        one["payload"] = one["text"];
    return one;
}

Filled fill_buttons(Json const& buttons, Json const& components, SendSurroundings const& around)
{
    auto shown = Json::array();
    std::vector<bool> answered(buttons.size());
    for (auto const& button : buttons)
        shown.push_back(shown_button(button));
    for (auto const& component : components) {
        if (base::lower_ascii(base::text_at(component, "type").value_or("")) != "button")
            continue;
        auto const index = base::number_at(component, "index").value_or(-1);
        if (index < 0 || index >= std::int64_t(shown.size()))
            return GraphError{.code = 131009, .details = "Button index is out of range"};
        auto& button = shown[std::size_t(index)];
        auto const type = button.value("type", "");
        auto const sub_type = base::lower_ascii(base::text_at(component, "sub_type").value_or(""));
        auto const& parameters = base::array_at(component, "parameters");
        auto const* const kind = std::ranges::find(ButtonKinds, type, &ButtonKind::type);
        if (kind == std::end(ButtonKinds))
            return count_mismatch("button", parameters.size(), 0);
        bool const otp_code = type == "OTP" && sub_type == "copy_code";
        if (sub_type != kind->sub_type && !otp_code)
            return wrong_kind("button", sub_type, kind->sub_type);
        if (parameters.size() != 1)
            return count_mismatch("button", parameters.size(), 1);
        answered[std::size_t(index)] = true;
        if (auto const refusal = fill_button(button, *kind, parameters[0], around))
            return *refusal;
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        auto const* const kind = std::ranges::find(ButtonKinds, shown[i].value("type", ""),
                                                   &ButtonKind::type);
        bool const variable = shown[i].value("url", "").find("{{") != std::string::npos;
        bool const wants = variable || (kind != std::end(ButtonKinds) && kind->needed);
        if (wants && !answered[i])
            return count_mismatch("button " + std::to_string(i), 0, 1);
    }
    return shown;
}

Filled fill_offer(Json const& offer, Json const& component, SendSurroundings const& around)
{
    Json shown{{"text", base::text_at(offer, "text").value_or("")}};
    if (!base::bool_at(offer, "has_expiration").value_or(false))
        return shown;
    auto const& parameters = base::array_at(component, "parameters");
    if (parameters.size() != 1)
        return count_mismatch("limited_time_offer", parameters.size(), 1);
    auto const ends = base::number_at(base::object_at(parameters[0], "limited_time_offer"),
                                      "expiration_time_ms");
    if (!ends)
        return missing("limited_time_offer.expiration_time_ms");
    if (*ends <= around.now.ms)
        return invalid("limited_time_offer.expiration_time_ms", "must be in the future");
    shown["ends_at"] = base::to_rfc3339({*ends});
    return shown;
}

// What a template and each card of its carousel have alike.
Filled fill_parts(Json const& wanted, Json const& given, bool named, SendSurroundings const& around)
{
    Json shown{{"buttons", Json::array()}};
    auto const& header = part(wanted, "header");
    auto const& given_header = base::array_at(part(given, "header"), "parameters");
    if (!header.empty()) {
        auto filled = fill_header(header, given_header, named, around);
        if (auto* const error = std::get_if<GraphError>(&filled))
            return *error;
        shown["header"] = std::get<Json>(std::move(filled));
    } else if (!given_header.empty()) {
        return count_mismatch("header", given_header.size(), 0);
    }
    auto body = fill_text(base::text_at(part(wanted, "body"), "text").value_or(""),
                          base::array_at(part(given, "body"), "parameters"), named, "body");
    if (auto* const error = std::get_if<GraphError>(&body))
        return *error;
    if (base::count_points(std::get<std::string>(body)) > 1024)
        return GraphError{.code = 132005, .details = "body: longer than 1024 characters"};
    shown["body"] = std::get<std::string>(std::move(body));
    if (auto const footer = base::text_at(part(wanted, "footer"), "text"))
        shown["footer"] = *footer;
    auto buttons = fill_buttons(base::array_at(part(wanted, "buttons"), "buttons"), given, around);
    if (auto* const error = std::get_if<GraphError>(&buttons))
        return *error;
    shown["buttons"] = std::get<Json>(std::move(buttons));
    return shown;
}

Filled fill_cards(Json const& wanted, Json const& given, bool named, SendSurroundings const& around)
{
    if (wanted.size() != given.size())
        return count_mismatch("carousel", given.size(), wanted.size());
    auto shown = Json::array();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (base::number_at(given[i], "card_index") != std::int64_t(i))
            return invalid(at_index("carousel.cards", i) + ".card_index",
                           "must be " + std::to_string(i));
        auto card = fill_parts(base::array_at(wanted[i], "components"),
                               base::array_at(given[i], "components"), named, around);
        if (auto* const error = std::get_if<GraphError>(&card))
            return *error;
        shown.push_back(std::get<Json>(std::move(card)));
    }
    return shown;
}

Refusal check_component_types(Json const& components)
{
    constexpr std::string_view Types[] = {
        "header",   "body",          "button",      "limited_time_offer",
        "carousel", "order_details", "order_status"};
    for (std::size_t i = 0; i < components.size(); ++i) {
        auto const type = base::lower_ascii(base::text_at(components[i], "type").value_or(""));
        if (std::ranges::find(Types, type) == std::end(Types))
            return invalid(at_index("template.components", i) + ".type", "not a component type");
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> variables(std::string_view text)
{
    std::vector<std::string> names;
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        auto const end = text.find("}}", at);
        if (end == std::string_view::npos)
            break;
        std::string name(text.substr(at + 2, end - at - 2));
        if (std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

std::variant<Json, GraphError> fill(Template const& tpl, Json const& components,
                                    SendSurroundings const& around)
{
    bool const named = tpl.parameter_format == "NAMED";
    if (auto const refusal = check_component_types(components))
        return *refusal;
    auto parts = fill_parts(tpl.components, components, named, around);
    if (std::holds_alternative<GraphError>(parts))
        return parts;
    auto shown = std::get<Json>(std::move(parts));
    shown["name"] = tpl.name;
    shown["language"] = tpl.language;
    auto const& offer = base::object_at(part(tpl.components, "limited_time_offer"),
                                        "limited_time_offer");
    if (!offer.empty()) {
        auto filled = fill_offer(offer, part(components, "limited_time_offer"), around);
        if (auto* const error = std::get_if<GraphError>(&filled))
            return *error;
        shown["offer"] = std::get<Json>(std::move(filled));
    }
    auto const& cards = base::array_at(part(tpl.components, "carousel"), "cards");
    auto const& given = base::array_at(part(components, "carousel"), "cards");
    auto filled = fill_cards(cards, given, named, around);
    if (auto* const error = std::get_if<GraphError>(&filled))
        return *error;
    if (!cards.empty())
        shown["cards"] = std::get<Json>(std::move(filled));
    return shown;
}

Json to_json(Template const& tpl)
{
    Json json{{"id", tpl.id},
              {"name", tpl.name},
              {"language", tpl.language},
              {"status", tpl.status},
              {"category", tpl.category},
              {"parameter_format", tpl.parameter_format},
              {"components", tpl.components},
              {"quality_score", {{"score", tpl.quality}, {"date", 1795000000}}}};
    if (tpl.status == "REJECTED")
        json["rejected_reason"] = tpl.reason.empty() ? "INVALID_FORMAT" : tpl.reason;
    if (tpl.updated_at.ms > 0)
        json["last_updated_time"] = base::to_rfc3339(tpl.updated_at);
    return json;
}

}  // namespace simulator

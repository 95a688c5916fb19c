#include "simulator/templates.hpp"

#include <algorithm>

#include "base/text.hpp"

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

std::variant<Json, GraphError> fill_header(
    Json const& header, Json const& parameters, bool named,
    std::function<Media const*(std::string_view)> const& media)
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
        shown["location"] = content;
        return shown;
    }
    auto const id = base::text_at(content, "id").value_or("");
    auto const link = base::text_at(content, "link").value_or("");
    if (id.empty() == link.empty())
        return GraphError{.code = 131008, .details = "header: exactly one of id and link"};
    if (!id.empty()) {
        auto const* const found = media(id);
        if (!found)
            return GraphError{.code = 131053,
                              .details = "header: media id is unknown or has expired"};
        shown["media_id"] = id;
        shown["mime"] = found->mime;
    } else {
        shown["link"] = link;
    }
    if (auto const name = base::text_at(content, "filename"))
        shown["name"] = *name;
    return shown;
}

std::variant<Json, GraphError> fill_buttons(Json const& buttons, Json const& components)
{
    auto shown = Json::array();
    std::vector<bool> answered(buttons.size());
    for (auto const& button : buttons) {
        Json one{{"type", base::text_at(button, "type").value_or("")},
                 {"text", base::text_at(button, "text").value_or("")}};
        for (auto const* const key : {"url", "phone_number"})
            if (auto const value = base::text_at(button, key))
                one[key] = *value;
        if (one["type"] == "QUICK_REPLY")
            one["payload"] = one["text"];
        shown.push_back(std::move(one));
    }
    for (auto const& component : components) {
        if (base::lower_ascii(base::text_at(component, "type").value_or("")) != "button")
            continue;
        auto const index = base::number_at(component, "index").value_or(-1);
        if (index < 0 || index >= std::int64_t(shown.size()))
            return GraphError{.code = 131009, .details = "Button index is out of range"};
        auto& button = shown[std::size_t(index)];
        auto const kind = base::lower_ascii(base::text_at(component, "sub_type").value_or(""));
        auto const& parameters = base::array_at(component, "parameters");
        if (parameters.size() != 1)
            return count_mismatch("button", parameters.size(), 1);
        bool const otp = button["type"] == "OTP";
        if (kind != base::lower_ascii(button["type"].get<std::string>()) && !(otp && kind == "url"))
            return wrong_kind("button", kind, base::lower_ascii(button["type"].get<std::string>()));
        answered[std::size_t(index)] = true;
        if (kind == "quick_reply") {
            button["payload"] = base::text_at(parameters[0], "payload").value_or(button["payload"]);
        } else if (kind == "url" && !otp) {
            auto const url = button.value("url", "");
            auto const at = url.find("{{");
            if (at == std::string::npos)
                return count_mismatch("button", 1, 0);
            button["url"] = url.substr(0, at) + base::text_at(parameters[0], "text").value_or("");
        }
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        bool const wants = shown[i].value("url", "").find("{{") != std::string::npos ||
                           shown[i]["type"] == "OTP";
        if (wants && !answered[i])
            return count_mismatch("button " + std::to_string(i), 0, 1);
    }
    return shown;
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
                                    std::function<Media const*(std::string_view)> const& media)
{
    bool const named = tpl.parameter_format == "NAMED";
    Json shown{{"name", tpl.name}, {"language", tpl.language}, {"buttons", Json::array()}};
    auto const& header = part(tpl.components, "header");
    auto const& given_header = base::array_at(part(components, "header"), "parameters");
    if (!header.empty()) {
        auto filled = fill_header(header, given_header, named, media);
        if (auto* const error = std::get_if<GraphError>(&filled))
            return *error;
        shown["header"] = std::get<Json>(std::move(filled));
    } else if (!given_header.empty()) {
        return count_mismatch("header", given_header.size(), 0);
    }
    auto body = fill_text(base::text_at(part(tpl.components, "body"), "text").value_or(""),
                          base::array_at(part(components, "body"), "parameters"), named, "body");
    if (auto* const error = std::get_if<GraphError>(&body))
        return *error;
    if (base::count_points(std::get<std::string>(body)) > 1024)
        return GraphError{.code = 132005, .details = "body: longer than 1024 characters"};
    shown["body"] = std::get<std::string>(std::move(body));
    if (auto const footer = base::text_at(part(tpl.components, "footer"), "text"))
        shown["footer"] = *footer;
    auto buttons = fill_buttons(base::array_at(part(tpl.components, "buttons"), "buttons"),
                                components);
    if (auto* const error = std::get_if<GraphError>(&buttons))
        return *error;
    shown["buttons"] = std::get<Json>(std::move(buttons));
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
        json["rejected_reason"] = "INVALID_FORMAT";
    return json;
}

}  // namespace simulator

#include <charconv>

#include "base/text.hpp"
#include "channels/whatsapp/send.hpp"
#include "channels/whatsapp/traits.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

constexpr std::size_t LongestAttemptId = 512;
constexpr std::size_t LongestFileName = 240;

std::string digits_of(std::string_view phone)
{
    std::string out;
    for (char const c : phone)
        if (c >= '0' && c <= '9')
            out.push_back(c);
    return out;
}

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

Json media_object(MediaContent const& media)
{
    Json out{{"id", media.provider_id}};
    if (!media.caption.empty())
        out["caption"] = media.caption;
    if (media.kind == MediaKind::document && !media.file_name.empty())
        out["filename"] = media.file_name;
    if (media.kind == MediaKind::audio && media.voice)
        out["voice"] = true;
    return out;
}

Json button_component(TemplateButton const& button)
{
    Json value;
    if (button.sub_type == "quick_reply")
        value = {{"type", "payload"}, {"payload", button.text}};
    else if (button.sub_type == "copy_code")
        value = {{"type", "coupon_code"}, {"coupon_code", button.text}};
    else
        value = {{"type", "text"}, {"text", url_suffix(button.text)}};
    return {{"type", "button"},
            {"sub_type", button.sub_type.empty() ? "url" : button.sub_type},
            {"index", std::to_string(button.index)},
            {"parameters", Json::array({value})}};
}

Json components_of(TemplateContent const& content)
{
    if (!content.components.empty()) {
        auto given = base::parse_json(content.components);
        return given ? *std::move(given) : Json::array();
    }
    auto out = Json::array();
    if (content.header_text) {
        out.push_back(
            {{"type", "header"}, {"parameters", Json::array({text_value(*content.header_text)})}});
    } else if (content.header_media) {
        auto media = *content.header_media;
        media.caption.clear();
        media.voice = false;
        std::string const kind(name_of(media.kind));
        out.push_back(
            {{"type", "header"},
             {"parameters", Json::array({Json{{"type", kind}, {kind, media_object(media)}}})}});
    }
    if (!content.body.empty()) {
        auto values = Json::array();
        for (auto const& value : content.body)
            values.push_back(text_value(value));
        out.push_back({{"type", "body"}, {"parameters", std::move(values)}});
    }
    for (auto const& button : content.buttons)
        out.push_back(button_component(button));
    return out;
}

using Fields = std::vector<base::FieldError>;

void look_at(TextContent const& content, Fields& wrong)
{
    if (base::trim(content.text).empty())
        wrong.push_back({"text", "required"});
    else if (base::count_points(content.text) > traits().text_points)
        wrong.push_back({"text", "too_long"});
}

void look_at(MediaContent const& content, Fields& wrong)
{
    auto const* const rule = traits().media_rule(content.kind);
    if (!rule) {
        wrong.push_back({"media_id", "not_allowed"});
        return;
    }
    if (!rule->caption && !content.caption.empty())
        wrong.push_back({"text", "not_allowed"});
    else if (base::count_points(content.caption) > traits().caption_points)
        wrong.push_back({"text", "too_long"});
}

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
    auto const look_at_value = [&](std::string_view field, std::string const& text) {
        if (base::trim(text).empty())
            wrong.push_back({std::string(field), "required"});
        else if (!is_plain_value(text))
            wrong.push_back({std::string(field), "bad_format"});
    };
    if (content.header_text)
        look_at_value("template.header", content.header_text->text);
    for (auto const& value : content.body)
        look_at_value("template.body_params", value.text);
    for (auto const& button : content.buttons)
        if (button.index < 0 || button.index > 9 || button.text.empty())
            wrong.push_back({"template.button_params", "bad_format"});
}

void put(TextContent const& content, Json& body)
{
    body["type"] = "text";
    body["text"] = {{"body", content.text}, {"preview_url", content.preview_link}};
}

void put(MediaContent const& content, Json& body)
{
    auto media = content;
    media.file_name = std::string(
        base::first_points(base::clean_name(media.file_name), LongestFileName));
    std::string const kind(name_of(content.kind));
    body["type"] = kind;
    body[kind] = media_object(media);
}

void put(TemplateContent const& content, Json& body)
{
    body["type"] = "template";
    auto& made = body["template"];
    made = {{"name", content.name}, {"language", {{"code", content.language}}}};
    if (auto components = components_of(content); !components.empty())
        made["components"] = std::move(components);
}

}  // namespace

base::Result<void> fits(Outbound const& message)
{
    Fields wrong;
    bool const phone = message.to.phone && !digits_of(*message.to.phone).empty();
    bool const user = message.to.user_id && !message.to.user_id->empty();
    if (!phone && !user)
        wrong.push_back({"to", "required"});
    if (message.attempt_id.size() > LongestAttemptId)
        wrong.push_back({"attempt_id", "too_long"});
    std::visit([&](auto const& content) { look_at(content, wrong); }, message.content);
    if (wrong.empty())
        return {};
    return base::Error{base::Fault::invalid, "invalid_input", {}, std::move(wrong)};
}

base::Json message_body(Outbound const& message)
{
    Json body{{"messaging_product", "whatsapp"}, {"recipient_type", "individual"}};
    // Without the plus sign Meta puts the business number's own country in front.
    auto const phone = digits_of(message.to.phone.value_or(""));
    if (!phone.empty())
        body["to"] = "+" + phone;
    else
        body["recipient"] = message.to.user_id.value_or("");
    std::visit([&](auto const& content) { put(content, body); }, message.content);
    if (message.quoted_id && !message.quoted_id->empty())
        body["context"] = {{"message_id", *message.quoted_id}};
    if (!message.attempt_id.empty())
        body["biz_opaque_callback_data"] = message.attempt_id;
    return body;
}

base::Json receipt_body(std::string_view external_id, bool typing)
{
    Json body{{"messaging_product", "whatsapp"}, {"status", "read"}, {"message_id", external_id}};
    if (typing)
        body["typing_indicator"] = {{"type", "text"}};
    return body;
}

}  // namespace channels::whatsapp

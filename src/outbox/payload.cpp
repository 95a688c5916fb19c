#include "outbox/payload.hpp"

#include "base/json.hpp"

namespace outbox {

using base::Json;

namespace {

void set(Json& object, char const* key, std::optional<std::string> const& value)
{
    if (value)
        object[key] = *value;
}

std::string text(Json const& object, std::string_view key)
{
    return base::text_at(object, key).value_or("");
}

Json write(channels::TextContent const& content)
{
    return {{"type", "text"}, {"text", content.text}, {"preview_link", content.preview_link}};
}

Json write(channels::MediaContent const& content)
{
    return {{"type", "media"},
            {"kind", std::string(channels::name_of(content.kind))},
            {"caption", content.caption},
            {"file_name", content.file_name},
            {"voice", content.voice}};
}

Json write(channels::TemplateValue const& value)
{
    return {{"name", value.name}, {"text", value.text}};
}

Json write(channels::TemplateContent const& content)
{
    Json out{{"type", "template"},           {"name", content.name},
             {"language", content.language}, {"components", content.components},
             {"body", Json::array()},        {"buttons", Json::array()}};
    for (auto const& value : content.body)
        out["body"].push_back(write(value));
    for (auto const& button : content.buttons)
        out["buttons"].push_back(
            {{"index", button.index}, {"sub_type", button.sub_type}, {"text", button.text}});
    if (content.header_text)
        out["header_text"] = write(*content.header_text);
    if (content.header_media)
        out["header_media"] = write(*content.header_media);
    return out;
}

channels::MediaContent read_media(Json const& json)
{
    channels::MediaContent out;
    out.kind = channels::media_kind(text(json, "kind")).value_or(channels::MediaKind::document);
    out.caption = text(json, "caption");
    out.file_name = text(json, "file_name");
    out.voice = base::bool_at(json, "voice").value_or(false);
    return out;
}

channels::TemplateContent read_template(Json const& json)
{
    channels::TemplateContent out;
    out.name = text(json, "name");
    out.language = text(json, "language");
    out.components = text(json, "components");
    for (auto const& value : base::array_at(json, "body"))
        out.body.push_back({text(value, "name"), text(value, "text")});
    for (auto const& button : base::array_at(json, "buttons"))
        out.buttons.push_back({int(base::number_at(button, "index").value_or(0)),
                               text(button, "sub_type"), text(button, "text")});
    if (auto const& header = base::object_at(json, "header_text"); !header.empty())
        out.header_text = channels::TemplateValue{text(header, "name"), text(header, "text")};
    if (auto const& header = base::object_at(json, "header_media"); !header.empty())
        out.header_media = read_media(header);
    return out;
}

}  // namespace

std::string to_text(Payload const& payload)
{
    auto const& outbound = payload.outbound;
    Json to = Json::object();
    set(to, "phone", outbound.to.phone);
    set(to, "user_id", outbound.to.user_id);
    Json out{{"to", to},
             {"content", std::visit([](auto const& c) { return write(c); }, outbound.content)}};
    set(out, "quoted_id", outbound.quoted_id);
    if (payload.media)
        out["media_id"] = payload.media->text();
    return base::to_text(out);
}

base::Result<Payload> read_payload(std::string_view json_text)
{
    auto const unreadable = base::Error{base::Fault::unavailable, "payload_unreadable"};
    auto const json = base::parse_json(json_text);
    if (!json || !json->is_object())
        return unreadable;
    Payload out;
    auto const& to = base::object_at(*json, "to");
    out.outbound.to = {base::text_at(to, "phone"), base::text_at(to, "user_id")};
    out.outbound.quoted_id = base::text_at(*json, "quoted_id");
    if (auto const id = base::text_at(*json, "media_id"))
        out.media = TRY(base::MediaId::parse(*id));
    auto const& content = base::object_at(*json, "content");
    auto const type = text(content, "type");
    if (type == "text")
        out.outbound.content = channels::TextContent{
            text(content, "text"), base::bool_at(content, "preview_link").value_or(true)};
    else if (type == "media")
        out.outbound.content = read_media(content);
    else if (type == "template")
        out.outbound.content = read_template(content);
    else
        return unreadable;
    return out;
}

void place_media(channels::Outbound& outbound, std::string const& provider_id)
{
    if (auto* const media = std::get_if<channels::MediaContent>(&outbound.content))
        media->provider_id = provider_id;
    else if (auto* const made = std::get_if<channels::TemplateContent>(&outbound.content);
             made && made->header_media)
        made->header_media->provider_id = provider_id;
}

}  // namespace outbox

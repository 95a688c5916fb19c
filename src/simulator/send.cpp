#include "simulator/send.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "simulator/templates.hpp"

namespace simulator {

namespace {

using base::Json;
using Refusal = std::optional<GraphError>;

GraphError missing(std::string field)
{
    return {.code = 131008, .details = "Required parameter is missing: " + std::move(field)};
}

GraphError invalid(std::string field, std::string why)
{
    return {.code = 131009, .details = std::move(field) + ": " + std::move(why)};
}

GraphError bad_parameter(std::string message)
{
    return {.code = 100, .message = std::move(message)};
}

bool known_type(std::string_view type)
{
    constexpr std::array types{"text",     "image",   "video",   "audio",
                               "document", "sticker", "template"};
    return std::ranges::find(types, type) != types.end();
}

// Types Meta knows and this simulator does not carry yet.
bool later_type(std::string_view type)
{
    constexpr std::array types{"location", "contacts", "interactive", "reaction", "pin"};
    return std::ranges::find(types, type) != types.end();
}

Refusal read_recipient(Json const& body, SendSurroundings const& around, Send& send)
{
    if (auto const type = base::text_at(body, "recipient_type"); type && *type != "individual")
        return invalid("recipient_type", "only individual is supported");
    auto const to = base::text_at(body, "to");
    auto const recipient = base::text_at(body, "recipient");
    // When both are there the phone wins.
    if (to && !to->empty()) {
        send.input = *to;
        send.phone = normal_phone(*to, around.country_code);
        if (send.phone.size() < 7 || send.phone.size() > 17)
            return invalid("to", "not a phone number");
        return std::nullopt;
    }
    if (!recipient || recipient->empty())
        return missing("to");
    if (!is_user_id(*recipient))
        return invalid("recipient", "not a business-scoped user id");
    send.input = *recipient;
    send.user_id = *recipient;
    return std::nullopt;
}

Refusal read_text(Json const& content, Send& send)
{
    auto const text = base::text_at(content, "body");
    if (!text || base::trim(*text).empty())
        return missing("text.body");
    if (base::count_points(*text) > 4096)
        return invalid("text.body", "longer than 4096 characters");
    send.text = *text;
    return std::nullopt;
}

Refusal read_media(Json const& content, SendSurroundings const& around, Send& send)
{
    auto const id = base::text_at(content, "id").value_or("");
    auto const link = base::text_at(content, "link").value_or("");
    if (id.empty() == link.empty())
        return id.empty() ? missing(send.type + ".id or " + send.type + ".link")
                          : invalid(send.type, "exactly one of id and link");
    if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://"))
        return invalid(send.type + ".link", "not a web address");
    auto const caption = base::text_at(content, "caption").value_or("");
    if (!caption.empty() && (send.type == "audio" || send.type == "sticker"))
        return bad_parameter("Unexpected key \"caption\" on param \"" + send.type + "\".");
    if (base::count_points(caption) > 1024)
        return invalid(send.type + ".caption", "longer than 1024 characters");
    send.text = caption;
    send.link = link;
    send.media_id = id;
    send.file_name = base::text_at(content, "filename").value_or("");
    send.voice = base::bool_at(content, "voice").value_or(false);
    if (id.empty())
        return std::nullopt;
    auto const* const media = around.media(id);
    if (!media)
        return GraphError{.code = 131053,
                          .details = "Media id " + id + " is unknown or has expired."};
    if (auto const problem = media_problem(send.type, media->mime, media->bytes.size());
        !problem.empty())
        return GraphError{.code = 131053, .details = problem};
    if (send.voice && media->mime.find("ogg") == std::string::npos)
        return GraphError{.code = 131053,
                          .details = "A voice message must be audio/ogg with Opus."};
    return std::nullopt;
}

Refusal read_template(Json const& content, SendSurroundings const& around, Send& send)
{
    auto const name = base::text_at(content, "name").value_or("");
    auto const language = base::text_at(base::object_at(content, "language"), "code").value_or("");
    if (name.empty())
        return missing("template.name");
    if (language.empty())
        return missing("template.language.code");
    auto const* const found = around.find_template(name, language);
    if (!found ||
        (found->status != "APPROVED" && found->status != "PAUSED" && found->status != "DISABLED"))
        return GraphError{.code = 132001,
                          .details = "template name (" + name + ") does not exist in " + language};
    if (found->status == "PAUSED")
        return GraphError{.code = 132015};
    if (found->status == "DISABLED")
        return GraphError{.code = 132016};
    send.category = base::lower_ascii(found->category);
    if (send.category == "authentication" && send.phone.empty())
        return GraphError{.code = 131062};
    auto filled = fill(*found, base::array_at(content, "components"), around.media);
    if (auto* const error = std::get_if<GraphError>(&filled))
        return *error;
    send.rendered = std::get<Json>(std::move(filled));
    send.text = send.rendered.value("body", "");
    return std::nullopt;
}

Refusal read_receipt(Json const& body, Send& send)
{
    if (base::text_at(body, "status") != "read")
        return invalid("status", "only read can be set");
    auto const id = base::text_at(body, "message_id");
    if (!id || id->empty())
        return missing("message_id");
    send.message_id = *id;
    send.kind = Send::Kind::read;
    if (body.contains("typing_indicator")) {
        if (base::text_at(base::object_at(body, "typing_indicator"), "type") != "text")
            return invalid("typing_indicator.type", "must be text");
        send.kind = Send::Kind::typing;
    }
    return std::nullopt;
}

Refusal read_content(Json const& body, SendSurroundings const& around, Send& send)
{
    auto const type = body.find("type");
    send.type = type == body.end() ? "text" : base::text_at(body, "type").value_or("");
    if (later_type(send.type))
        return GraphError{.code = 131051,
                          .details = "Message type " + send.type + " is not supported here yet."};
    if (!known_type(send.type))
        return invalid("type", "not a message type");
    auto const& content = base::object_at(body, send.type);
    if (content.empty())
        return missing(send.type);
    send.category = "service";
    if (send.type == "text")
        return read_text(content, send);
    if (send.type == "template")
        return read_template(content, around, send);
    return read_media(content, around, send);
}

}  // namespace

std::string normal_phone(std::string_view to, std::string_view country_code)
{
    std::string digits;
    bool plus = false;
    for (std::size_t i = 0; i < to.size(); ++i) {
        char const c = to[i];
        if (c >= '0' && c <= '9')
            digits.push_back(c);
        else if (c == '+' && digits.empty() && !plus)
            plus = true;
        else if (c != ' ' && c != '-' && c != '(' && c != ')')
            return {};
    }
    return plus || digits.empty() ? digits : std::string(country_code) + digits;
}

bool is_user_id(std::string_view text)
{
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (text.size() < 4 || !upper(text[0]) || !upper(text[1]) || text[2] != '.')
        return false;
    text.remove_prefix(text.substr(3).starts_with("ENT.") ? 7 : 3);
    return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [&](char c) {
        return upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

std::string media_problem(std::string_view kind, std::string_view mime, std::size_t bytes)
{
    auto const plain = base::trim(mime.substr(0, mime.find(';')));
    auto const one_of = [&](std::initializer_list<std::string_view> kinds) {
        return std::ranges::find(kinds, plain) != kinds.end();
    };
    bool fits = false;
    std::size_t limit = 0;
    if (kind == "image") {
        fits = one_of({"image/jpeg", "image/png"});
        limit = 5'000'000;
    } else if (kind == "video") {
        fits = one_of({"video/mp4", "video/3gpp"});
        limit = 16'000'000;
    } else if (kind == "audio") {
        fits = one_of({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"});
        limit = 16'000'000;
    } else if (kind == "sticker") {
        fits = plain == "image/webp";
        limit = 500'000;
    } else {
        fits = !plain.empty();
        limit = 100'000'000;
    }
    if (!fits)
        return "Media of type " + std::string(plain) + " cannot be sent as " + std::string(kind) +
               ".";
    if (bytes > limit)
        return "The file is larger than the " + std::to_string(limit) + " bytes allowed for " +
               std::string(kind) + ".";
    return {};
}

std::variant<Send, GraphError> read_send(Json const& body, SendSurroundings const& around)
{
    Send send;
    if (!body.is_object())
        return bad_parameter("The request body must be a JSON object.");
    if (base::text_at(body, "messaging_product") != "whatsapp")
        return bad_parameter("The parameter messaging_product is required.");
    Refusal refusal;
    if (body.contains("status")) {
        refusal = read_receipt(body, send);
        return refusal ? std::variant<Send, GraphError>(*refusal) : send;
    }
    refusal = read_recipient(body, around, send);
    if (!refusal)
        refusal = read_content(body, around, send);
    if (refusal)
        return *refusal;
    if (body.contains("context")) {
        auto const quoted = base::text_at(base::object_at(body, "context"), "message_id");
        if (!quoted)
            return missing("context.message_id");
        send.quoted = *quoted;
    }
    send.opaque = base::text_at(body, "biz_opaque_callback_data").value_or("");
    if (base::count_points(send.opaque) > 512)
        return invalid("biz_opaque_callback_data", "longer than 512 characters");
    return send;
}

}  // namespace simulator

#include "simulator/graph/send.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "simulator/graph/interactive.hpp"
#include "simulator/graph/templates.hpp"

namespace simulator {

namespace {

using base::Json;

Refusal read_recipient(Json const& body, SendSurroundings const& around, Send& send)
{
    auto const to = base::text_at(body, "to");
    auto const type = base::text_at(body, "recipient_type").value_or("individual");
    if (type == "group") {
        send.input = to.value_or("");
        send.group_id = send.input;
        return send.group_id.empty() ? Refusal(missing("to")) : std::nullopt;
    }
    if (type != "individual")
        return invalid("recipient_type", "must be individual or group");
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

Refusal read_text(Json const& content, SendSurroundings const&, Send& send)
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
    if (auto const refusal = check_media_object(content, send.type, send.type, around))
        return refusal;
    send.text = base::text_at(content, "caption").value_or("");
    send.link = base::text_at(content, "link").value_or("");
    send.media_id = base::text_at(content, "id").value_or("");
    send.file_name = base::text_at(content, "filename").value_or("");
    send.voice = base::bool_at(content, "voice").value_or(false);
    auto const* const media = send.media_id.empty() ? nullptr : around.media(send.media_id);
    if (send.voice && media && media->mime.find("ogg") == std::string::npos)
        return GraphError{.code = 131053,
                          .details = "A voice message must be audio/ogg with Opus."};
    return std::nullopt;
}

Refusal read_location(Json const& content, SendSurroundings const&, Send&)
{
    return check_place(content, "location");
}

Refusal read_contacts(Json const& cards, SendSurroundings const&, Send&)
{
    if (cards.size() > 257)
        return invalid("contacts", "more than 257 cards");
    for (std::size_t i = 0; i < cards.size(); ++i) {
        auto const path = at_index("contacts", i);
        auto const& name = base::object_at(cards[i], "name");
        if (auto const refusal = check_text(name, "formatted_name", path + ".name", 1'000))
            return refusal;
        constexpr std::array Parts{"first_name", "last_name", "middle_name", "suffix", "prefix"};
        bool const any = std::ranges::any_of(
            Parts, [&](char const* key) { return !base::text_at(name, key).value_or("").empty(); });
        if (!any)
            return missing(path + ".name.first_name");
        for (auto const* const key : {"phones", "emails", "addresses", "urls"})
            if (cards[i].contains(key) && !cards[i][key].is_array())
                return invalid(path + "." + key, "must be an array");
        auto const birthday = base::text_at(cards[i], "birthday").value_or("");
        if (!birthday.empty() && !base::from_rfc3339(birthday + "T00:00:00Z"))
            return invalid(path + ".birthday", "must be YYYY-MM-DD");
    }
    return std::nullopt;
}

Refusal read_reaction(Json const& content, SendSurroundings const&, Send& send)
{
    if (auto const refusal = check_text(content, "message_id", "reaction", 512))
        return refusal;
    auto const emoji = base::text_at(content, "emoji");
    if (!emoji)
        return missing("reaction.emoji");
    if (base::count_points(*emoji) > 12)
        return invalid("reaction.emoji", "must be one emoji");
    send.message_id = content.value("message_id", "");
    send.emoji = *emoji;
    return std::nullopt;
}

Refusal read_interactive(Json const& content, SendSurroundings const& around, Send& send)
{
    send.text = base::text_at(base::object_at(content, "body"), "text").value_or("");
    return check_interactive(content, around);
}

Refusal read_template(Json const& content, SendSurroundings const& around, Send& send)
{
    auto const name = base::text_at(content, "name").value_or("");
    auto const& wanted = base::object_at(content, "language");
    auto const language = base::text_at(wanted, "code").value_or("");
    if (name.empty())
        return missing("template.name");
    if (language.empty())
        return missing("template.language.code");
    if (base::text_at(wanted, "policy").value_or("deterministic") != "deterministic")
        return invalid("template.language.policy", "must be deterministic");
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
    if (around.marketing_only && send.category != "marketing")
        return invalid("template.name", "only marketing templates can be sent here");
    if (!around.marketing_only && !around.marketing_here && send.category == "marketing")
        return GraphError{.code = 131063};
    if (around.marketing_only)
        send.category = "marketing_lite";
    auto filled = fill(*found, base::array_at(content, "components"), around);
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

struct Kind {
    std::string_view type;
    Refusal (*read)(Json const& content, SendSurroundings const&, Send&);
    bool in_groups;
};

constexpr Kind Kinds[] = {
    {"text", read_text, true},          {"image", read_media, true},
    {"video", read_media, true},        {"audio", read_media, true},
    {"document", read_media, true},     {"sticker", read_media, true},
    {"template", read_template, true},  {"location", read_location, false},
    {"contacts", read_contacts, false}, {"interactive", read_interactive, false},
    {"reaction", read_reaction, false},
};

Refusal read_content(Json const& body, SendSurroundings const& around, Send& send)
{
    auto const type = body.find("type");
    send.type = type == body.end() ? "text" : base::text_at(body, "type").value_or("");
    auto const* const kind = std::ranges::find(Kinds, send.type, &Kind::type);
    // Pinning in groups is known to Meta and not carried here.
    if (send.type == "pin")
        return GraphError{.code = 131051};
    if (kind == std::end(Kinds))
        return invalid("type", "not a message type");
    if (around.marketing_only && send.type != "template")
        return invalid("type", "must be template");
    if (!send.group_id.empty() && !kind->in_groups)
        return invalid("type", send.type + " cannot be sent to a group");
    auto const& content = send.type == "contacts" ? base::array_at(body, send.type)
                                                  : base::object_at(body, send.type);
    if (content.empty())
        return missing(send.type);
    send.category = "service";
    if (auto const refusal = kind->read(content, around, send))
        return refusal;
    if (send.type != "text" && kind->read != read_media)
        send.content = content;
    return std::nullopt;
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

Refusal check_media_object(Json const& content, std::string_view kind, std::string const& path,
                           SendSurroundings const& around)
{
    auto const id = base::text_at(content, "id").value_or("");
    auto const link = base::text_at(content, "link").value_or("");
    if (id.empty() == link.empty())
        return id.empty() ? missing(path + ".id or " + path + ".link")
                          : invalid(path, "exactly one of id and link");
    if (!link.empty())
        if (auto const refusal = check_url(content, "link", path))
            return refusal;
    if (content.contains("caption") && (kind == "audio" || kind == "sticker"))
        return bad_parameter("Unexpected key \"caption\" on param \"" + std::string(kind) + "\".");
    if (auto const refusal = check_text(content, "caption", path, 1'024, Need::no))
        return refusal;
    if (id.empty())
        return std::nullopt;
    auto const* const media = around.media(id);
    if (!media)
        return GraphError{.code = 131053,
                          .details = "Media id " + id + " is unknown or has expired."};
    if (auto const problem = media_problem(kind, media->mime, media->bytes.size());
        !problem.empty())
        return GraphError{.code = 131053, .details = problem};
    return std::nullopt;
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
    if (around.marketing_only) {
        if (body.contains("message_activity_sharing") &&
            !base::bool_at(body, "message_activity_sharing"))
            return invalid("message_activity_sharing", "must be true or false");
        auto const policy = base::text_at(body, "product_policy").value_or("STRICT");
        if (policy != "STRICT" && policy != "CLOUD_API_FALLBACK")
            return invalid("product_policy", "must be STRICT or CLOUD_API_FALLBACK");
    }
    if (body.contains("context") && send.type != "reaction") {
        auto const quoted = base::text_at(base::object_at(body, "context"), "message_id");
        if (!quoted)
            return missing("context.message_id");
        send.quoted = *quoted;
    }
    send.opaque = base::text_at(body, "biz_opaque_callback_data").value_or("");
    if (base::count_points(send.opaque) > 512)
        return invalid("biz_opaque_callback_data", "longer than 512 characters");
    send.identity = base::text_at(body, "recipient_identity_key_hash").value_or("");
    return send;
}

}  // namespace simulator

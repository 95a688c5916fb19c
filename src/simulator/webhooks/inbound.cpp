#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/webhooks/samples.hpp"

namespace simulator {

namespace {

using base::Json;

base::Error wrong(std::string field, std::string code)
{
    return {base::Fault::invalid, "invalid_input", {}, {{std::move(field), std::move(code)}}};
}

bool is_media(std::string_view type)
{
    constexpr std::array kinds{"image", "video", "audio", "document", "sticker"};
    return std::ranges::find(kinds, type) != kinds.end();
}

// Content that is passed through as the provider's JSON has it.
bool is_plain_object(std::string_view type)
{
    constexpr std::array kinds{"location",    "contacts", "reaction", "button",
                               "interactive", "order",    "edit",     "revoke"};
    return std::ranges::find(kinds, type) != kinds.end();
}

}  // namespace

base::Result<void> Core::compose_media(ChatMessage& message, Json const& what)
{
    Media const* media = nullptr;
    if (auto const sample = base::text_at(what, "sample")) {
        auto const found = sample_file(*sample);
        if (!found)
            return wrong("sample", "not_found");
        media = &keep_media(std::string(found->bytes), std::string(found->mime),
                            std::string(found->name), "", true);
    } else {
        media = find_media(base::text_at(what, "media_id").value_or(""), "");
    }
    if (!media)
        return wrong("media_id", "not_found");
    message.media_id = media->id;
    message.mime = media->mime;
    message.name = base::text_at(what, "name").value_or(media->name);
    message.bytes = media->bytes.size();
    message.voice = message.type == "audio" &&
                    base::bool_at(what, "voice").value_or(media->mime.starts_with("audio/ogg"));
    return {};
}

// {type, text, media_id | sample, name, voice, quoted, <type>: {…} | raw: {type, <type>: {…}}}, and
// with any of them: forwarded, frequently_forwarded, referral: {…}, referred_product: {…}
base::Result<ChatMessage> Core::compose(Customer const& customer, Number const&, Json const& what)
{
    ChatMessage message{.mine = true, .at = here(), .state = "waiting"};
    message.id = base::text_at(what, "id").value_or("");
    if (message.id.empty())
        message.id = new_wamid(customer.phone.empty() ? customer.user_id : customer.phone);
    message.text = base::text_at(what, "text").value_or("");
    message.quoted = base::text_at(what, "quoted").value_or("");
    if (base::count_points(message.text) > 65'536)
        return wrong("text", "too_long");
    for (auto const* const key : {"forwarded", "frequently_forwarded"})
        if (base::bool_at(what, key).value_or(false))
            message.with[key] = true;
    for (auto const* const key : {"referral", "referred_product"})
        if (auto const& given = base::object_at(what, key); !given.empty())
            message.with[key] = given;
    if (auto const& raw = base::object_at(what, "raw"); !raw.empty()) {
        message.type = base::text_at(raw, "type").value_or("");
        if (message.type.empty())
            return wrong("raw.type", "required");
        message.extra = {{"raw", raw}};
        return message;
    }
    message.type = base::text_at(what, "type").value_or("text");
    if (message.type == "text") {
        if (base::trim(message.text).empty())
            return wrong("text", "required");
        return message;
    }
    if (is_media(message.type)) {
        TRY(compose_media(message, what));
        return message;
    }
    if (message.type == "poll" || message.type == "unsupported") {
        // 131060 is a message that is not available now, 131052 a file that is too large.
        auto const code = base::number_at(what, "code").value_or(131051);
        if (code != 131051 && code != 131060 && code != 131052)
            return wrong("code", "not_allowed");
        message.extra = {
            {"unsupported", base::text_at(what, "unsupported").value_or("poll_creation")},
            {"code", code}};
        return message;
    }
    if (is_plain_object(message.type) && what.contains(message.type)) {
        message.extra = what.at(message.type);
        message.content = message.extra;
        return message;
    }
    return wrong("type", "not_allowed");
}

// One webhook `value`. Layouts: messages webhook reference, read 2026-09.
Json Core::inbound_value(Customer const& customer, Number const& number,
                         ChatMessage const& message) const
{
    Json one{{"id", message.id},
             {"timestamp", std::to_string(message.at.ms / 1000)},
             {"type", message.type}};
    if (!customer.legacy)
        one["from_user_id"] = customer.user_id;
    if (auto const phone = shared_phone(customer); !phone.empty())
        one["from"] = phone;
    if (!message.quoted.empty()) {
        one["context"] = {{"id", message.quoted}};
        bool const own = m_written_by.contains(message.quoted);
        if (!own)
            one["context"]["from"] = number.display_phone;
        else if (!customer.phone.empty())
            one["context"]["from"] = customer.phone;
    }
    for (auto const& [key, given] : message.with.items())
        (key == "referral" ? one : one["context"])[key] = given;
    if (message.with.contains("referred_product"))
        one["context"]["from"] = number.display_phone;
    auto const& type = message.type;
    if (message.extra.contains("raw")) {
        one.update(message.extra["raw"]);
    } else if (type == "text") {
        one["text"] = {{"body", message.text}};
    } else if (is_media(type)) {
        auto const media = m_media.find(message.media_id);
        auto const hash = media == m_media.end() ? ""
                                                 : base64(base::from_hex(media->second.sha256));
        Json content{{"id", message.media_id}, {"mime_type", message.mime}, {"sha256", hash}};
        if (type == "audio") {
            content["voice"] = message.voice;
            if (message.voice)
                content["mime_type"] = "audio/ogg; codecs=opus";
        } else if (type == "sticker") {
            content["animated"] = false;
        } else if (!message.text.empty()) {
            content["caption"] = message.text;
        }
        if (type == "document")
            content["filename"] = message.name;
        one[type] = std::move(content);
    } else if (type == "poll" || type == "unsupported") {
        one["type"] = "unsupported";
        if (auto const kind = message.extra.value("unsupported", ""); !kind.empty())
            one["unsupported"] = {{"type", kind}};
        one["errors"] = Json::array({webhook_error(message.extra.value("code", 131051))});
    } else {
        one[type] = message.extra;
    }
    return {{"contacts", Json::array({contact_of(customer)})},
            {"messages", Json::array({std::move(one)})}};
}

Answer Core::send_from(Customer& customer, Json const& body)
{
    auto const number_id = base::text_at(body, "number_id").value_or(m_current_number);
    auto const number = m_numbers.find(number_id);
    auto const refused = [](int status, char const* code) {
        return json_answer({{"error", {{"code", code}}}}, status);
    };
    if (number == m_numbers.end())
        return refused(404, "not_found");
    if (customer.offline)
        return refused(409, "offline");
    if (customer.blocks)
        return refused(409, "blocked");
    auto composed = compose(customer, number->second, body);
    if (!composed) {
        auto fields = Json::array();
        for (auto const& field : composed.error().fields)
            fields.push_back({{"field", field.field}, {"code", field.code}});
        return json_answer({{"error", {{"code", composed.error().code}, {"fields", fields}}}}, 422);
    }
    auto& message = *composed;
    // Whether a reaction renews the window is not documented; it does not here.
    if (message.type != "reaction")
        customer.chats[number->first].last_inbound = message.at;
    auto value = inbound_value(customer, number->second, message);
    auto answer = json_answer(
        {{"message", simulator::to_json(message)}, {"number_id", number->first}}, 201);
    if (message.type == "interactive")
        permit_calls(customer, message.content);
    std::vector<Delivery::Mark> marks{{customer.id, number->first, message.id}};
    auto const about = "messages " + message.type;
    if (!customer.quiet) {
        auto const content = message.content;
        bool const reaction = message.type == "reaction";
        if (message.type == "edit")
            change_text(customer, number->first, content);
        if (message.type == "revoke")
            take_back(customer, number->first,
                      base::text_at(content, "original_message_id").value_or(""));
        show(customer, number->first, std::move(message));
        if (reaction)
            react(customer, number->first, base::text_at(content, "message_id").value_or(""),
                  "customer", base::text_at(content, "emoji").value_or(""));
    }
    // The phone of a blocked person never learns that nobody hears it.
    if (!blocked_by(number->second, customer))
        update(number->second, customer.id, about, std::move(value), std::move(marks));
    return answer;
}

}  // namespace simulator

#include "channels/whatsapp/compose.hpp"

#include "base/text.hpp"
#include "channels/whatsapp/send.hpp"
#include "channels/whatsapp/traits.hpp"

namespace channels::whatsapp {

using base::Json;

namespace {

constexpr std::size_t LongestAttemptId = 512;
constexpr std::size_t LongestFileName = 240;

}  // namespace

std::string digits_of(std::string_view phone)
{
    std::string out;
    for (char const c : phone)
        if (c >= '0' && c <= '9')
            out.push_back(c);
    return out;
}

std::string at(std::string_view list, std::size_t index, std::string_view member)
{
    auto out = std::string(list) + "[" + std::to_string(index) + "]";
    return member.empty() ? out : out + "." + std::string(member);
}

bool look_at_text(std::string_view text, std::size_t most, std::string field, Fields& wrong)
{
    if (base::trim(text).empty())
        wrong.push_back({std::move(field), "required"});
    else if (base::count_points(text) > most)
        wrong.push_back({std::move(field), "too_long"});
    else
        return true;
    return false;
}

Json media_object(MediaContent const& media)
{
    Json out{{"id", media.provider_id}};
    if (!media.caption.empty())
        out["caption"] = media.caption;
    if (media.kind == MediaKind::document && !media.file_name.empty())
        out["filename"] = std::string(
            base::first_points(base::clean_name(media.file_name), LongestFileName));
    if (media.kind == MediaKind::audio && media.voice)
        out["voice"] = true;
    return out;
}

void look_at(TextContent const& content, Fields& wrong)
{
    look_at_text(content.text, traits().text_points, "text", wrong);
}

void put(TextContent const& content, Json& body)
{
    body["type"] = "text";
    body["text"] = {{"body", content.text}, {"preview_url", content.preview_link}};
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
    if (content.voice && content.kind != MediaKind::audio)
        wrong.push_back({"voice", "not_allowed"});
}

void put(MediaContent const& content, Json& body)
{
    std::string const kind(name_of(content.kind));
    body["type"] = kind;
    body[kind] = media_object(content);
}

namespace {

// A group takes texts, files and templates of these. Source: .../whatsapp/groups, client libraries of
// August 2026.
struct InGroup {
    Fields& wrong;

    void no(char const* field) const { wrong.push_back({field, "not_allowed"}); }
    void operator()(TextContent const&) const {}
    void operator()(MediaContent const&) const {}
    void operator()(ReactionContent const&) const { no("emoji"); }
    void operator()(Location const&) const { no("location"); }
    void operator()(CardsContent const&) const { no("contacts"); }
    void operator()(InteractiveContent const&) const { no("interactive"); }
    void operator()(TemplateContent const& made) const
    {
        if (made.header_location)
            no("template.header_location");
        if (made.header_product)
            no("template.header_product");
        if (!made.cards.empty())
            no("template.cards");
        if (made.offer_ends_at)
            no("template.offer_ends_at");
    }
};

}  // namespace

base::Result<void> fits(Outbound const& message)
{
    Fields wrong;
    bool const phone = message.to.phone && !digits_of(*message.to.phone).empty();
    bool const user = message.to.user_id && !message.to.user_id->empty();
    bool const group = message.to.group_id && !message.to.group_id->empty();
    if (!phone && !user && !group)
        wrong.push_back({"to", "required"});
    if (message.attempt_id.size() > LongestAttemptId)
        wrong.push_back({"attempt_id", "too_long"});
    std::visit([&](auto const& content) { look_at(content, wrong); }, message.content);
    if (group)
        std::visit(InGroup{wrong}, message.content);
    if (wrong.empty())
        return {};
    return base::Error{base::Fault::invalid, "invalid_input", {}, std::move(wrong)};
}

Json message_body(Outbound const& message)
{
    Json body{{"messaging_product", "whatsapp"}, {"recipient_type", "individual"}};
    if (message.to.group_id) {
        body["recipient_type"] = "group";
        body["to"] = *message.to.group_id;
    } else if (auto const phone = digits_of(message.to.phone.value_or("")); !phone.empty()) {
        // Without the plus sign Meta puts the business number's own country in front.
        body["to"] = "+" + phone;
    } else {
        body["recipient"] = message.to.user_id.value_or("");
    }
    std::visit([&](auto const& content) { put(content, body); }, message.content);
    if (message.quoted_id && !message.quoted_id->empty())
        body["context"] = {{"message_id", *message.quoted_id}};
    if (!message.attempt_id.empty())
        body["biz_opaque_callback_data"] = message.attempt_id;
    return body;
}

Json receipt_body(std::string_view external_id, bool typing)
{
    Json body{{"messaging_product", "whatsapp"}, {"status", "read"}, {"message_id", external_id}};
    if (typing)
        body["typing_indicator"] = {{"type", "text"}};
    return body;
}

}  // namespace channels::whatsapp

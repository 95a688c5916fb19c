#include "conversations/outgoing.hpp"

#include <array>

#include "accounts/templates.hpp"
#include "base/text.hpp"
#include "conversations/preview.hpp"
#include "media/media.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

base::Result<Outgoing> of_text(SendMessage const& in)
{
    if (!in.text || base::trim(*in.text).empty())
        return wrong_field("text", "required");
    return Outgoing{MessageKind::text, *in.text, base::Json::object(),
                    channels::TextContent{*in.text, in.preview_link.value_or(true)}};
}

base::Result<channels::MediaContent> file_content(db::Reader const& db, base::MediaId id,
                                                  std::string field)
{
    auto const file = media::find(db, id);
    if (!file)
        return wrong_field(std::move(field), "not_found");
    channels::MediaContent content;
    content.kind = file->kind;
    content.file_name = file->name;
    content.voice = file->voice;
    content.file = id;
    return content;
}

base::Result<Outgoing> of_file(db::Reader const& db, SendMessage const& in)
{
    auto content = TRY(file_content(db, *in.media, "media_id"));
    content.caption = in.text.value_or("");
    content.voice = in.voice.value_or(content.voice);
    auto const kind = *base::from_word<MessageKind>(base::word_of(content.kind));
    return Outgoing{kind, content.caption, base::Json::object(), std::move(content)};
}

// Of what is kept with the message besides its text, as for what came in.
Outgoing with_content(MessageKind kind, channels::Content const& content,
                      channels::OutboundContent outbound)
{
    return {kind, line_of(content), {{"content", base::write_json(content)}}, std::move(outbound)};
}

Outgoing of_place(channels::Location const& place)
{
    channels::Content content;
    content.location = place;
    return with_content(MessageKind::location, content, place);
}

Outgoing of_cards(std::vector<channels::ContactCard> cards)
{
    for (auto& card : cards)
        card.own = false;
    channels::Content content;
    content.contacts = cards;
    return with_content(MessageKind::contacts, content, channels::CardsContent{std::move(cards)});
}

base::Result<Outgoing> of_controls(db::Reader const& db, SendMessage const& in)
{
    channels::InteractiveContent controls{in.text.value_or(""), *in.interactive, {}};
    if (in.media)
        controls.header = TRY(file_content(db, *in.media, "media_id"));
    channels::Content content;
    content.interactive = *in.interactive;
    auto out = with_content(MessageKind::interactive, content, std::move(controls));
    out.text = in.text.value_or("");
    return out;
}

base::Result<Outgoing> of_template(db::Reader const& db, base::ChannelId channel,
                                   SendTemplate const& in)
{
    auto const known = accounts::find_template(db, channel, in.name, in.language);
    if (known && known->status != "APPROVED") {
        auto const code = known->status == "PAUSED"   ? "template_paused"
                        : known->status == "DISABLED" ? "template_disabled"
                                                      : "template_missing";
        return Error{Fault::conflict, code, "The template cannot be sent now."};
    }
    channels::TemplateContent content;
    content.name = in.name;
    content.language = in.language;
    std::vector<std::pair<std::string, std::string>> values;
    for (auto const& one : in.body_parameters) {
        content.body.push_back({one.name.value_or(""), one.text});
        values.emplace_back(one.name.value_or(""), one.text);
    }
    if (in.header)
        content.header_text = channels::TemplateValue{in.header->name.value_or(""),
                                                      in.header->text};
    for (auto const& one : in.buttons)
        content.buttons.push_back({int(one.index), one.sub_type, one.text, one.sections});
    if (!in.components.is_null()) {
        if (!in.components.is_array())
            return wrong_field("template.components", "wrong_type");
        content.components = base::to_text(in.components);
    }
    // Not told yet: the provider knows better, and refuses a name it does not know.
    auto const shown = known ? accounts::preview(*known, values) : std::string();
    base::Json detail = {
        {"template", {{"name", in.name}, {"language", in.language}, {"preview", shown}}}};
    return Outgoing{MessageKind::template_, shown.empty() ? in.name : shown, std::move(detail),
                    std::move(content)};
}

}  // namespace

Error wrong_field(std::string field, char const* code)
{
    return {Fault::invalid, "invalid_input", "Look at the named fields.", {{std::move(field), code}}};
}

base::Result<void> check_parts(SendMessage const& in)
{
    struct Part {
        char const* name;
        bool there;
    };
    std::array const lone{
        Part{"template", in.template_.has_value()},
        Part{"location", in.location.has_value()},
        Part{"contacts", !in.contacts.empty()},
    };
    auto others = int(in.text || in.media || in.interactive);
    for (auto const& part : lone)
        others += part.there;
    for (auto const& part : lone)
        if (part.there && others > 1)
            return wrong_field(part.name, "not_allowed");
    if (in.preview_link && (!in.text || in.media || in.interactive))
        return wrong_field("preview_link", "not_allowed");
    if (in.voice && (!in.media || in.interactive))
        return wrong_field("voice", "not_allowed");
    return {};
}

base::Result<Outgoing> outgoing(db::Reader const& db, base::ChannelId channel,
                                SendMessage const& in)
{
    if (in.template_)
        return of_template(db, channel, *in.template_);
    if (in.location)
        return of_place(*in.location);
    if (!in.contacts.empty())
        return of_cards(in.contacts);
    if (in.interactive)
        return of_controls(db, in);
    return in.media ? of_file(db, in) : of_text(in);
}

}  // namespace conversations

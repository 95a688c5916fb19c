#include "conversations/outgoing.hpp"

#include <array>

#include "accounts/templates/templates.hpp"
#include "base/text.hpp"
#include "contacts/store.hpp"
#include "contacts/use.hpp"
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

std::vector<channels::TemplateValue> values_of(std::vector<TemplateParameter> const& given)
{
    std::vector<channels::TemplateValue> out;
    for (auto const& one : given)
        out.push_back({one.name.value_or(""), one.text});
    return out;
}

std::vector<channels::TemplateButton> buttons_of(std::vector<TemplateButtonParameter> const& given)
{
    std::vector<channels::TemplateButton> out;
    for (auto const& one : given)
        out.push_back({int(one.index), one.sub_type, one.text, one.sections});
    return out;
}

base::Result<channels::TemplateContent> template_content(db::Reader const& db,
                                                         SendTemplate const& in)
{
    channels::TemplateContent content{.name = in.name, .language = in.language};
    if (!in.components.is_null()) {
        if (!in.components.is_array())
            return wrong_field("template.components", "wrong_type");
        content.components = base::to_text(in.components);
        return content;
    }
    content.body = values_of(in.body_parameters);
    if (in.header)
        content.header_text = channels::TemplateValue{in.header->name.value_or(""),
                                                      in.header->text};
    if (in.header_media)
        content.header_media = TRY(file_content(db, *in.header_media, "template.header_media_id"));
    content.header_location = in.header_location;
    content.header_product = in.header_product;
    content.buttons = buttons_of(in.buttons);
    content.offer_ends_at = in.offer_ends_at;
    for (std::size_t i = 0; i < in.cards.size(); ++i) {
        auto const& card = in.cards[i];
        channels::TemplateCard made{
            {}, card.product, values_of(card.body_parameters), buttons_of(card.buttons)};
        if (card.media)
            made.media = TRY(file_content(db, *card.media,
                                          "template.cards[" + std::to_string(i) + "].media_id"));
        content.cards.push_back(std::move(made));
    }
    return content;
}

// What the thread shows of it; the pictures of cards are told apart by their place.
base::Json template_detail(SendTemplate const& in, channels::ShownTemplate const& shown)
{
    base::Json of{{"name", in.name}, {"language", in.language}, {"preview", shown.text}};
    if (shown != channels::ShownTemplate{})
        of["shown"] = base::write_json(shown);
    return {{"template", std::move(of)}};
}

base::Result<Outgoing> of_template(workspace::Desk& desk, db::Reader const& db,
                                   Envelope const& envelope, SendTemplate const& in)
{
    auto const known = accounts::find_template(db, envelope.conversation.channel, in.name,
                                               in.language);
    if (known && known->status != "APPROVED") {
        auto const code = known->status == "PAUSED"   ? "template_paused"
                        : known->status == "DISABLED" ? "template_disabled"
                                                      : "template_missing";
        return Error{Fault::conflict, code, "The template cannot be sent now."};
    }
    // A template nobody has told us of is the provider's to judge.
    if (known && base::lower_ascii(known->category) == "marketing" &&
        !contacts::may_market(db, envelope.conversation.identity))
        return Error{Fault::conflict, "recipient_opted_out",
                     "The customer asked for no more marketing."};
    // Codes go to numbers only: business-scoped-user-ids (2026-05-28), error 131062.
    if (known && base::lower_ascii(known->category) == "authentication" && !envelope.to.phone)
        return Error{Fault::conflict, "phone_needed", "The customer's number is not known."};
    // Meta would refuse it as well (131050), after the fact.
    if (known && base::lower_ascii(known->category) == "marketing" &&
        contacts::store::marketing_of(db, envelope.conversation.identity) == "stopped")
        return Error{Fault::conflict, "recipient_opted_out", "Asked for no more marketing."};
    if (in.offer_ends_at && *in.offer_ends_at <= desk.now())
        return wrong_field("template.offer_ends_at", "too_small");
    auto content = TRY(template_content(db, in));
    // Not told yet: the provider knows better, and refuses a name it does not know.
    channels::ShownTemplate shown;
    if (known)
        shown = TRY(envelope.account.channel().show_template(
            content, base::to_text(known->components.json)));
    return Outgoing{MessageKind::template_, shown.text.empty() ? in.name : shown.text,
                    template_detail(in, shown), std::move(content)};
}

}  // namespace

Error wrong_field(std::string field, char const* code)
{
    return {
        Fault::invalid, "invalid_input", "Look at the named fields.", {{std::move(field), code}}};
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
        Part{"forward_of", in.forward_of.has_value()},
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

base::Result<void> check_voice(workspace::Desk& desk, SendMessage const& in)
{
    if (in.media && in.voice.value_or(false) &&
        !media::sounds_like_voice(*desk.workspace, *desk.workspace->read(), *in.media))
        return wrong_field("voice", "bad_format");
    return {};
}

base::Result<store::Brief> quoted_in(db::Reader const& db, SendMessage const& in)
{
    auto const quoted = store::brief(db, *in.quoted);
    if (!quoted || quoted->conversation != in.conversation || !quoted->external_id)
        return wrong_field("quoted_id", "not_found");
    return *quoted;
}

base::Result<Outgoing> outgoing(workspace::Desk& desk, db::Writer const& db,
                                Envelope const& envelope, SendMessage const& in)
{
    if (in.template_)
        return of_template(desk, db, envelope, *in.template_);
    if (in.forward_of)
        return forwarded(desk, db, envelope, *in.forward_of);
    if (in.location)
        return of_place(*in.location);
    if (!in.contacts.empty())
        return of_cards(in.contacts);
    if (in.interactive)
        return of_controls(db, in);
    return in.media ? of_file(db, in) : of_text(in);
}

}  // namespace conversations

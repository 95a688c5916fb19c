#include "conversations/outgoing.hpp"
#include "conversations/preview.hpp"
#include "media/media.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

// A file goes by what it was; the name shows for documents only.
base::Result<channels::MediaContent> file_of(workspace::Desk& desk, db::Writer const& tx,
                                             Envelope const& envelope, media::Media const& file)
{
    channels::MediaContent content;
    content.kind = file.kind;
    content.file_name = file.name;
    content.voice = file.voice;
    content.file = TRY(
        media::again(desk, tx, file.id, envelope.conversation.channel, envelope.account.traits()));
    return content;
}

// Customers' cards may lack what ours must have.
void make_sendable(channels::ContactCard& card)
{
    card.own = false;
    if (card.name.empty() && !card.phones.empty())
        card.name = card.phones.front().value;
    card.birthday.reset();
}

base::Result<channels::OutboundContent> content_of(workspace::Desk& desk, db::Writer const& tx,
                                                   Envelope const& envelope, Message const& message,
                                                   channels::Content& kept)
{
    auto const none = Error{Fault::conflict, "not_forwardable",
                            "A message of this kind cannot be passed on."};
    switch (message.kind) {
    case MessageKind::text: return channels::OutboundContent(channels::TextContent{message.text});
    case MessageKind::image:
    case MessageKind::video:
    case MessageKind::audio:
    case MessageKind::document:
    case MessageKind::sticker: {
        if (!message.media)
            return none;
        auto content = TRY(file_of(desk, tx, envelope, *message.media));
        content.caption = message.text;
        return channels::OutboundContent(std::move(content));
    }
    case MessageKind::location:
        if (!kept.location)
            return none;
        kept.location->url = std::nullopt;  // only customers' places carry one
        return channels::OutboundContent(*kept.location);
    case MessageKind::contacts:
        for (auto& card : kept.contacts)
            make_sendable(card);
        return channels::OutboundContent(channels::CardsContent{kept.contacts});
    case MessageKind::interactive: {
        if (!kept.interactive)
            return none;
        channels::InteractiveContent controls{message.text, *kept.interactive, {}};
        if (message.media)
            controls.header = TRY(file_of(desk, tx, envelope, *message.media));
        return channels::OutboundContent(std::move(controls));
    }
    default: return none;
    }
}

}  // namespace

base::Result<Outgoing> forwarded(workspace::Desk& desk, db::Writer const& tx,
                                 Envelope const& envelope, base::MessageId id)
{
    auto const message = TRY(shown(desk, tx, id));
    if (message.direction != Direction::in && message.direction != Direction::out)
        return Error{Fault::conflict, "not_forwardable", "Only the team may see it."};
    if (message.revoked_at)
        return Error{Fault::conflict, "message_gone", "It was taken back."};
    // Only what the kind itself holds goes on: not where its sender came from, nor what they asked.
    channels::Content kept;
    if (message.content) {
        kept.location = message.content->location;
        kept.contacts = message.content->contacts;
        kept.interactive = message.content->interactive;
    }
    auto outbound = TRY(content_of(desk, tx, envelope, message, kept));
    kept.forwarded = channels::Forwarded::once;
    return Outgoing{
        message.kind, message.text, {{"content", base::write_json(kept)}}, std::move(outbound)};
}

}  // namespace conversations

#include "conversations/reply.hpp"

#include "changes/feed.hpp"
#include "conversations/address.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/label_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/notification.hpp"
#include "conversations/outgoing.hpp"
#include "conversations/preview.hpp"
#include "media/media.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

// The same request again: the message it made the first time, as long as it is about the same
// conversation.
std::optional<base::Result<Message>> repeated(workspace::Desk& desk, db::Reader const& db,
                                              std::optional<std::string> const& client_id,
                                              base::ConversationId conversation)
{
    if (!client_id)
        return std::nullopt;
    auto const known = store::by_client(db, *client_id);
    if (!known)
        return std::nullopt;
    if (known->conversation != conversation)
        return base::Result<Message>(Error{Fault::conflict, "client_id_used"});
    return shown(desk, db, known->id);
}

// The files of a carousel are those of its cards; any other is the message's own.
base::Result<void> attach_files(db::Writer const& tx, channels::Outbound const& outbound,
                                base::MessageId message)
{
    auto const* const made = std::get_if<channels::TemplateContent>(&outbound.content);
    for (auto const file : channels::files_in(outbound)) {
        std::optional<int> card;
        for (std::size_t i = 0; made && i < made->cards.size(); ++i)
            if (auto const& media = made->cards[i].media; media && media->file == file)
                card = int(i);
        TRY(media::attach(tx, file, message, card));
    }
    return {};
}

// Whom a note names, with the names they have now.
base::Result<base::Json> named(workspace::Desk const& desk, std::vector<base::UserId> const& ids)
{
    auto people = base::Json::array();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!desk.people.is_active_member(desk.workspace->id(), ids[i]))
            return Error{Fault::invalid,
                         "invalid_input",
                         "Look at the named fields.",
                         {{"mentions[" + std::to_string(i) + "]", "not_found"}}};
        people.push_back(
            {{"id", ids[i].text()}, {"name", desk.people.name_of(desk.workspace->id(), ids[i])}});
    }
    return people;
}

}  // namespace

base::Result<Message> send(workspace::Desk& desk, SendMessage const& in)
{
    TRY(check_parts(in));
    TRY(check_voice(desk, in));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Message> {
        auto message = TRY(send(desk, tx, in));
        if (desk.asker.user)
            store::drop_draft(tx, in.conversation, desk.asker.user);
        return message;
    });
}

base::Result<Message> send(workspace::Desk& desk, db::Writer const& tx, SendMessage const& in)
{
    if (auto same = repeated(desk, tx, in.client_id, in.conversation))
        return std::move(*same);
    auto envelope = TRY(address(desk, tx, in.conversation));
    auto const& conversation = envelope.conversation;
    if (!in.template_)
        TRY(check_window(desk, envelope));
    auto content = TRY(outgoing(desk, tx, envelope, in));

    store::NewMessage message;
    message.conversation = conversation.id;
    message.channel = conversation.channel;
    message.direction = Direction::out;
    message.kind = content.kind;
    message.text = content.text;
    message.client_id = in.client_id;
    message.author_kind = store::author_kind(desk.asker);
    message.author = desk.asker.user.value;
    message.status = Status::queued;
    message.at = message.created_at = desk.now();
    if (!content.detail.empty())
        message.detail = base::to_text(content.detail);

    channels::Outbound outbound;
    outbound.to = envelope.to;
    outbound.content = std::move(content.outbound);
    if (in.quoted) {
        auto const quoted = TRY(quoted_in(tx, in));
        message.quoted = quoted.id;
        message.quoted_external = quoted.external_id;
        outbound.quoted_id = quoted.external_id;
    }
    TRY(envelope.account.channel().fits(outbound));

    auto const id = store::add(tx, message);
    if (!id)
        return Error{Fault::conflict, "client_id_used"};
    TRY(attach_files(tx, outbound, *id));
    if (in.media && in.voice.value_or(false))
        media::mark_voice(tx, *in.media);
    outbox::put(*desk.workspace, tx,
                {*id, conversation.id, conversation.channel, outbox::Priority::people,
                 std::move(outbound), desk.now()});
    store::answered(tx, conversation.id, desk.now());
    store::show_last(tx, conversation.id,
                     {*id, message.at, preview_of(message.text), message.kind,
                      written_by(message.author_kind), message.author, Status::queued});
    changes::note(*desk.workspace, tx, changes::Kind::message_created, conversation.id, id->value,
                  desk.now());
    return shown(desk, tx, *id);
}

base::Result<Message> write_note(workspace::Desk& desk, WriteNote const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Message> {
        if (auto same = repeated(desk, tx, in.client_id, in.conversation))
            return std::move(*same);
        auto const conversation = store::find(tx, in.conversation);
        if (!conversation)
            return Error{Fault::not_found, "not_found"};
        store::NewMessage note;
        note.conversation = conversation->id;
        note.channel = conversation->channel;
        note.direction = Direction::note;
        note.kind = MessageKind::text;
        note.text = in.text;
        note.client_id = in.client_id;
        note.author_kind = store::author_kind(desk.asker);
        note.author = desk.asker.user.value;
        note.at = note.created_at = desk.now();
        auto const mentions = TRY(named(desk, in.mentions));
        if (!mentions.empty())
            note.detail = base::to_text(base::Json{{"mentions", mentions}});
        auto const id = store::add(tx, note);
        if (!id)
            return Error{Fault::conflict, "client_id_used"};
        for (auto const member : in.mentions)
            notify(desk, tx,
                   {.kind = NotificationKind::mentioned,
                    .user = member,
                    .conversation = conversation->id,
                    .message = *id});
        store::show_last(tx, conversation->id,
                         {*id,
                          note.at,
                          preview_of(note.text),
                          MessageKind::text,
                          WrittenBy::note,
                          note.author,
                          {}});
        changes::note(*desk.workspace, tx, changes::Kind::message_created, conversation->id,
                      id->value, desk.now());
        return shown(desk, tx, *id);
    });
}

base::Result<Message> resend(workspace::Desk& desk, outbox::Deliveries& deliveries,
                             Resend const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Message> {
        auto const message = store::brief(tx, in.message);
        if (!message || message->direction != Direction::out)
            return Error{Fault::not_found, "not_found"};
        if (message->status != Status::failed && message->status != Status::needs_attention)
            return Error{Fault::conflict, "not_failed", "Only what failed can be sent again."};
        auto const envelope = TRY(address(desk, tx, message->conversation));
        if (message->kind != MessageKind::template_)
            TRY(check_window(desk, envelope));
        TRY(outbox::resend(*desk.workspace, tx, deliveries, in.message));
        return shown(desk, tx, in.message);
    });
}

}  // namespace conversations

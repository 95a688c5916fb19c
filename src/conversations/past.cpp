#include "changes/feed.hpp"
#include "conversations/amend.hpp"
#include "conversations/incoming.hpp"
#include "conversations/message_store.hpp"
#include "conversations/people.hpp"
#include "conversations/preview.hpp"
#include "conversations/receive.hpp"
#include "media/media.hpp"

namespace conversations {

namespace {

constexpr std::string_view Placeholder = "media_placeholder";

// A file that came after the placeholder that stood for it.
Reception fill(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
               store::Brief const& known, channels::InboundMessage const& in)
{
    if (known.kind != MessageKind::unsupported || in.kind == channels::InboundKind::unsupported ||
        store::unsupported_of(tx, known.id) != Placeholder)
        return Reception::known;
    store::fill(tx, known.id, kind_of(in), in.text, detail_of(in, {}, {}));
    if (in.media)
        media::expect(workspace, tx, known.id, channel, *in.media);
    store::show_filled(tx, known.conversation, known.id, preview_of(in.text), kind_of(in));
    changes::note(workspace, tx, changes::Kind::message_updated, known.conversation, known.id.value,
                  workspace.world().now());
    return Reception::taken;
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::PastMessage const& past, std::string_view raw)
{
    auto const& in = past.message;
    if (auto const known = store::by_external(tx, channel, in.external_id))
        return fill(workspace, tx, channel, *known, in);
    auto const ours = in.writer != channels::Writer::customer;
    auto const who = contacts::recognise(tx, channel, in.from, in.at);
    // Nobody waits for an answer to what was said long ago: it does not fill the inbox.
    auto const row = conversation_with(workspace, tx, channel, who, in.at, State::done);

    auto message = message_of(tx, channel, in, raw);
    message.id = store::id_in_the_past(tx, in.at);
    message.conversation = row.id;
    message.author = ours ? 0 : who.contact.value;
    message.created_at = workspace.world().now();
    if (ours)
        message.status = status_of(past.status.value_or(channels::DeliveryStatus::sent));
    auto const id = store::add(tx, message);
    if (!id)
        return Reception::known;
    if (in.media && message.kind != MessageKind::unsupported)
        media::expect(workspace, tx, *id, channel, *in.media);
    if (!ours)
        store::wrote_long_ago(tx, row.id, in.at);
    if (in.at >= row.last_at)
        store::show_last(tx, row.id,
                         {*id, in.at, preview_of(message.text), message.kind,
                          written_by(message.author_kind), 0, message.status});
    return Reception::taken;
}

}  // namespace conversations

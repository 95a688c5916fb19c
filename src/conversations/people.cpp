#include "conversations/people.hpp"

#include "changes/feed.hpp"
#include "conversations/lines.hpp"
#include "conversations/message_store.hpp"
#include "conversations/receive.hpp"
#include "outbox/outbox.hpp"

namespace conversations {

namespace {

// Number changes nobody has read of yet become lines of the conversation.
void tell_moves(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                base::IdentityId identity, base::ConversationId conversation)
{
    for (auto const& move : contacts::take_untold(tx, channel, identity)) {
        base::Json event{{"type", base::word_of(EventType::number_changed)}};
        if (move.old_phone)
            event["old_phone"] = *move.old_phone;
        if (move.new_phone)
            event["new_phone"] = *move.new_phone;
        tell(workspace, tx, conversation, channel,
             {std::move(event), move.at, move.told_by,
              store::find(tx, conversation)->contact.value});
    }
}

// Two identities turned out to be one person on one channel: one conversation goes on.
void take_over(workspace::Workspace& workspace, db::Writer const& tx, contacts::Known const& who,
               contacts::Known const& twin)
{
    auto const now = workspace.world().now();
    auto const keep = store::by_identity(tx, who.identity);
    auto const gone = store::by_identity(tx, twin.identity);
    if (gone && keep) {
        outbox::follow(tx, gone->id, keep->id);
        store::take_over(tx, *keep, *gone, now);
        changes::note(workspace, tx, changes::Kind::conversation_removed, gone->id, 0, now);
    } else if (gone) {
        store::give(tx, gone->id, who.identity, who.contact);
    }
    store::give_others(tx, twin.contact, who.contact);
    contacts::absorb(tx, who, twin);
}

}  // namespace

store::Row conversation_with(workspace::Workspace& workspace, db::Writer const& tx,
                             base::ChannelId channel, contacts::Known const& who, base::Instant at,
                             State fresh)
{
    if (auto found = store::by_identity(tx, who.identity))
        return *found;
    auto const id = store::add(tx, who.contact, who.identity, channel, at, fresh);
    if (fresh == State::open)
        changes::note(workspace, tx, changes::Kind::conversation_updated, id, 0,
                      workspace.world().now());
    tell_moves(workspace, tx, channel, who.identity, id);
    return *store::find(tx, id);
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::PersonChange const& in)
{
    if (store::by_external(tx, channel, in.external_id))
        return Reception::known;
    if (in.now.external_id.empty()) {
        auto const who = contacts::find(tx, channel, in.before, in.at);
        auto const row = who ? store::by_identity(tx, who->identity) : std::nullopt;
        if (!row)
            return Reception::orphan;
        tell(workspace, tx, row->id, channel,
             {{{"type", base::word_of(EventType::keys_changed)}},
              in.at,
              in.external_id,
              who->contact.value});
        return Reception::taken;
    }

    auto const move = contacts::move(tx, channel, in);
    if (move.who && move.twin)
        take_over(workspace, tx, *move.who, *move.twin);
    auto const row = move.who ? store::by_identity(tx, move.who->identity) : std::nullopt;
    if (!row)
        return Reception::orphan;  // remembered until somebody of either name writes
    tell_moves(workspace, tx, channel, move.who->identity, row->id);
    changes::note(workspace, tx, changes::Kind::conversation_updated, row->id, 0,
                  workspace.world().now());
    return Reception::taken;
}

}  // namespace conversations

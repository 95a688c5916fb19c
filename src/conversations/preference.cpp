#include "changes/feed.hpp"
#include "conversations/lines.hpp"
#include "conversations/people.hpp"
#include "conversations/receive.hpp"

namespace conversations {

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Preference const& in)
{
    auto const who = contacts::recognise(tx, channel, in.who, in.at);
    if (!contacts::prefer(tx, who.identity, !in.stopped, in.at))
        return Reception::known;
    auto const now = workspace.world().now();
    // Kept also of people we have not spoken with; the line needs a conversation.
    if (auto const row = store::by_identity(tx, who.identity)) {
        auto const type = in.stopped ? EventType::marketing_stopped : EventType::marketing_resumed;
        tell(workspace, tx, row->id, channel,
             {{{"type", base::word_of(type)}}, in.at, in.external_id, who.contact.value});
        changes::note(workspace, tx, changes::Kind::conversation_updated, row->id, 0, now);
    }
    return Reception::taken;
}

}  // namespace conversations

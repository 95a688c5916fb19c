#include "conversations/lines.hpp"

#include "changes/feed.hpp"
#include "conversations/message_store.hpp"

namespace conversations {

bool tell(workspace::Workspace& workspace, db::Writer const& tx, base::ConversationId conversation,
          base::ChannelId channel, Line const& line)
{
    auto const now = workspace.world().now();
    store::NewMessage message;
    message.conversation = conversation;
    message.channel = channel;
    message.direction = Direction::event;
    message.kind = MessageKind::event;
    message.author_kind = line.contact != 0 ? AuthorKind::contact
                        : line.member != 0  ? AuthorKind::member
                                            : AuthorKind::system;
    message.author = line.contact != 0 ? line.contact : line.member;
    if (!line.external_id.empty())
        message.external_id = line.external_id;
    message.detail = base::to_text(base::Json{{"event", line.event}});
    message.at = line.at;
    message.created_at = now;
    auto const id = store::add(tx, message);
    if (id)
        changes::note(workspace, tx, changes::Kind::message_created, conversation, id->value, now);
    return id.has_value();
}

}  // namespace conversations

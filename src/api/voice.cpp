#include "api/voice.hpp"

#include "accounts/notices/notice_store.hpp"
#include "api/mask.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/inbox.hpp"
#include "conversations/message_store.hpp"
#include "conversations/presence.hpp"
#include "http/sse.hpp"

namespace api {

using changes::Change;
using changes::Kind;

namespace {

std::string event(std::string_view name, std::int64_t seq, base::Json const& data)
{
    auto const id = seq > 0 ? std::to_string(seq) : std::string();
    return *http::event_text(id, name, base::to_text(data));
}

// The row as everybody sees it: drafts are each member's own and not told here.
std::optional<base::Json> conversation_json(workspace::Workspace& workspace, db::Reader const& db,
                                            workspace::People const& people,
                                            base::ConversationId id)
{
    auto const rows = conversations::store::show(db, {id}, {}, workspace.id(), people,
                                                 workspace.world().now());
    if (rows.empty())
        return std::nullopt;
    return base::write_json(rows.front());
}

}  // namespace

changes::Voice voice(workspace::People const& people, std::string version, ShowChannel show_channel)
{
    changes::Voice voice;
    voice.change = [&people, show_channel = std::move(show_channel)](
                       workspace::Workspace& workspace, db::Reader const& db, Change const& change,
                       bool phones) -> std::optional<std::string> {
        base::Json data = {{"seq", change.seq}};
        switch (change.kind) {
        case Kind::message_created:
        case Kind::message_updated: {
            auto const message = conversations::store::message(db, {change.entity},
                                                               {workspace.id(), people});
            auto conversation = conversation_json(workspace, db, people, change.conversation);
            if (!message || !conversation)
                return std::nullopt;
            data["conversation"] = std::move(*conversation);
            data["message"] = base::write_json(*message);
            break;
        }
        case Kind::conversation_updated: {
            auto conversation = conversation_json(workspace, db, people, change.conversation);
            if (!conversation)
                return std::nullopt;
            data["conversation"] = std::move(*conversation);
            break;
        }
        case Kind::conversation_removed:
            data["conversation_id"] = change.conversation.text();
            break;
        case Kind::channel_updated: {
            auto channel = show_channel(workspace, db, {change.entity});
            if (channel.is_null())
                return std::nullopt;
            data["channel"] = std::move(channel);
            break;
        }
        case Kind::notice_created: {
            auto const notice = accounts::store::find_notice(db, {change.entity});
            if (!notice)
                return std::nullopt;
            data["notice"] = base::write_json(*notice);
            break;
        }
        // What it is, that member asks for.
        case Kind::notifications_updated: data["user_id"] = std::to_string(change.entity); break;
        case Kind::contact_updated: data["contact_id"] = std::to_string(change.entity); break;
        case Kind::notices_read:
        case Kind::saved_replies_updated:
        case Kind::views_updated:
        case Kind::contact_fields_updated:
        case Kind::segments_updated:
        case Kind::labels_updated:
        case Kind::members_updated:
        case Kind::workspace_updated: break;
        }
        if (!phones)
            mask_phones(data);
        return event(base::word_of(change.kind), change.seq, data);
    };
    voice.counts = [](workspace::Workspace&, db::Reader const& db, base::UserId user) {
        return event("counts", 0, base::write_json(conversations::counts_for(db, user)));
    };
    voice.hello = [version](std::int64_t after) {
        return event("hello", 0, {{"seq", after}, {"version", version}});
    };
    voice.reset = [](std::int64_t newest) { return event("reset", newest, {{"seq", newest}}); };
    voice.presence = [&people](workspace::Workspace& workspace, base::ConversationId conversation,
                               changes::Presence::People const& present) {
        return event("presence", 0,
                     base::write_json(conversations::presence_at(workspace.id(), people,
                                                                 conversation, present)));
    };
    voice.bye = event("bye", 0, base::Json::object());
    voice.taken = event("taken", 0, {{"code", "too_many_streams"}});
    return voice;
}

}  // namespace api

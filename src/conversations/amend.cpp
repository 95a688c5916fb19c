#include "conversations/amend.hpp"

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "conversations/amendment_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/preview.hpp"
#include "conversations/receive.hpp"

namespace conversations {

namespace {

constexpr std::string_view Sign = "reaction";
constexpr std::string_view Words = "edit";  // with its time and first words: each is kept
constexpr std::string_view TakenBack = "revoke";

bool react(db::Writer const& tx, store::Brief const& message, store::Orphan const& change)
{
    auto const row = store::find(tx, message.conversation);
    auto const detail = base::parse_json(change.detail);
    return row && detail &&
           store::react(tx, message.id, Side::contact, row->contact.value,
                        base::text_at(*detail, "emoji").value_or(""), change.at);
}

bool reword(db::Writer const& tx, store::Brief const& message, store::Orphan const& change)
{
    auto const detail = base::parse_json(change.detail, base::WebhookJson);
    auto const before = store::amendable(tx, message.id);
    if (!detail || !before || message.direction != Direction::in)
        return false;  // nobody but us edits what we wrote
    auto const text = base::text_at(*detail, "text").value_or("");
    auto const& object = base::object_at(*detail, "content");
    auto const content = object.empty() ? std::nullopt : std::optional(base::to_text(object));
    if (!before->edited_at)
        store::keep_version(tx, message.id, before->text, before->content, before->at);
    store::keep_version(tx, message.id, text, content, change.at);
    // The newest words count; of the same second, always the same ones.
    if (before->edited_at && (change.at < *before->edited_at ||
                              (change.at == *before->edited_at && text <= before->text)))
        return false;
    store::rewrite(tx, message.id, text, content, change.at);
    if (!before->revoked)
        store::show_text(tx, message.conversation, message.id, preview_of(text));
    return true;
}

bool take_back(db::Writer const& tx, store::Brief const& message, store::Orphan const& change)
{
    if (message.direction != Direction::in || !store::revoke(tx, message.id, change.at))
        return false;
    store::show_text(tx, message.conversation, message.id, {});
    return true;
}

Reception now_or_later(workspace::Workspace& workspace, db::Writer const& tx,
                       base::ChannelId channel, std::string_view about, store::Orphan const& change)
{
    if (auto const message = store::by_external(tx, channel, about)) {
        amend(workspace, tx, *message, change);
        return Reception::taken;
    }
    store::keep_orphan(tx, channel, about, change, workspace.world().now());
    return Reception::orphan;
}

}  // namespace

bool amend(workspace::Workspace& workspace, db::Writer const& tx, store::Brief const& message,
           store::Orphan const& change)
{
    auto changed = false;
    if (change.status == Sign)
        changed = react(tx, message, change);
    else if (change.status.starts_with(Words))
        changed = reword(tx, message, change);
    else if (change.status == TakenBack)
        changed = take_back(tx, message, change);
    else
        return false;
    if (changed)
        changes::note(workspace, tx, changes::Kind::message_updated, message.conversation,
                      message.id.value, workspace.world().now());
    return true;
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Reaction const& in)
{
    // A sign is shown in the size of a line: what is longer is no emoji.
    constexpr std::size_t LongestEmoji = 16;
    auto const emoji = std::string(base::first_points(in.emoji, LongestEmoji));
    return now_or_later(workspace, tx, channel, in.about_id,
                        {std::string(Sign), in.at, base::to_text({{"emoji", emoji}})});
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Edit const& in)
{
    auto const text = base::clean_body(in.now.text);
    base::Json detail{{"text", text}};
    if (in.now.content != channels::Content{})
        detail["content"] = base::write_json(in.now.content);
    return now_or_later(workspace, tx, channel, in.now.external_id,
                        {std::string(Words) + ":" + std::to_string(in.now.at.ms) + ":" +
                             std::to_string(text.size()) + ":" + preview_of(text),
                         in.now.at, base::to_text(detail)});
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Revoke const& in)
{
    return now_or_later(workspace, tx, channel, in.about_id, {std::string(TakenBack), in.at, "{}"});
}

}  // namespace conversations

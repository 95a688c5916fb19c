#include "conversations/amend.hpp"

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/use.hpp"
#include "conversations/amendment_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/preview.hpp"
#include "conversations/receive.hpp"

namespace conversations {

namespace {

constexpr std::string_view Sign = "reaction";
constexpr std::string_view Words = "edit";  // with its time and first words: each is kept
constexpr std::string_view TakenBack = "revoke";

// The business may change what it wrote elsewhere, the customer only their own.
bool may(store::Brief const& message, base::Json const& detail)
{
    auto const ours = base::bool_at(detail, "ours").value_or(false);
    return message.direction == (ours ? Direction::out : Direction::in);
}

std::int64_t signer(db::Writer const& tx, store::Brief const& message, base::Json const& detail,
                    base::Instant at)
{
    channels::Person person;
    person.external_id = base::text_at(detail, "from").value_or("");
    if (!person.external_id.empty())
        if (auto const who = contacts::find(tx, message.channel, person, at))
            return who->contact.value;
    auto const row = store::find(tx, message.conversation);
    return row ? row->contact.value : 0;
}

bool react(db::Writer const& tx, store::Brief const& message, store::Orphan const& change)
{
    auto const detail = base::parse_json(change.detail);
    if (!detail)
        return false;
    auto const ours = base::bool_at(*detail, "ours").value_or(false);
    return store::react(tx, message.id, ours ? Side::business : Side::contact,
                        ours ? 0 : signer(tx, message, *detail, change.at),
                        base::text_at(*detail, "emoji").value_or(""), change.at);
}

bool reword(db::Writer const& tx, store::Brief const& message, store::Orphan const& change)
{
    auto const detail = base::parse_json(change.detail, base::WebhookJson);
    auto const before = store::amendable(tx, message.id);
    if (!detail || !before || !may(message, *detail))
        return false;
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
    auto const detail = base::parse_json(change.detail);
    if (!detail || !may(message, *detail) || !store::revoke(tx, message.id, change.at))
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
    if (change.status.starts_with(Sign))
        changed = react(tx, message, change);
    else if (change.status.starts_with(Words))
        changed = reword(tx, message, change);
    else if (change.status.starts_with(TakenBack))
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
    base::Json detail{{"emoji", std::string(base::first_points(in.emoji, LongestEmoji))}};
    // Each of a group has a sign of their own, and so has the business.
    std::string word(Sign);
    if (in.writer != channels::Writer::customer) {
        detail["ours"] = true;
        word += ":ours";
    } else if (in.group_id) {
        detail["from"] = in.from.external_id;
        word += ":" + in.from.external_id;
    }
    return now_or_later(workspace, tx, channel, in.about_id, {word, in.at, base::to_text(detail)});
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Edit const& in)
{
    auto const text = base::clean_body(in.now.text);
    base::Json detail{{"text", text}};
    if (in.now.content != channels::Content{})
        detail["content"] = base::write_json(in.now.content);
    if (in.now.writer != channels::Writer::customer)
        detail["ours"] = true;
    return now_or_later(workspace, tx, channel, in.now.external_id,
                        {std::string(Words) + ":" + std::to_string(in.now.at.ms) + ":" +
                             std::to_string(text.size()) + ":" + preview_of(text),
                         in.now.at, base::to_text(detail)});
}

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Revoke const& in)
{
    auto const ours = in.writer != channels::Writer::customer;
    return now_or_later(
        workspace, tx, channel, in.about_id,
        {std::string(TakenBack) + (ours ? ":ours" : ""), in.at, ours ? R"({"ours":true})" : "{}"});
}

}  // namespace conversations

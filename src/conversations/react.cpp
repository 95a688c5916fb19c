#include "conversations/react.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "conversations/address.hpp"
#include "conversations/amendment_store.hpp"
#include "conversations/outgoing.hpp"
#include "conversations/reaction_store.hpp"

namespace conversations {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

namespace {

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
// (2026-04-23): older ones are refused.
constexpr auto OldestMessage = std::chrono::milliseconds(30 * 24h);

// Letters are no sign; digits may begin one (keycaps).
bool looks_like_a_sign(std::string_view emoji)
{
    return std::ranges::none_of(
        emoji, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' '; });
}

bool is_under_way(std::optional<Status> status)
{
    return status == Status::queued || status == Status::sending || status == Status::sent;
}

}  // namespace

base::Result<Message> react(workspace::Desk& desk, React const& in)
{
    if (!looks_like_a_sign(in.emoji))
        return wrong_field("emoji", "bad_format");
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Message> {
        auto const message = store::brief(tx, in.message);
        if (!message || message->direction == Direction::note ||
            message->direction == Direction::event)
            return Error{Fault::not_found, "not_found"};
        if (!message->external_id)
            return Error{Fault::conflict, "not_sent", "The customer does not have it yet."};
        if (store::is_revoked(tx, message->id) || desk.now() - message->at > OldestMessage)
            return Error{Fault::conflict, "message_gone", "Taken back, or older than 30 days."};

        auto const before = store::own_reaction(tx, message->id);
        auto const wanted = before ? before->emoji : std::string();
        if (in.emoji == wanted && (!before || !before->send || is_under_way(before->status)))
            return shown(desk, tx, message->id);

        auto envelope = TRY(address(desk, tx, message->conversation));
        TRY(check_window(desk, envelope));
        channels::Outbound outbound;
        outbound.to = envelope.to;
        outbound.content = channels::ReactionContent{*message->external_id, in.emoji};
        TRY(envelope.account.channel().fits(outbound));

        auto const left = outbox::supersede(tx, message->id, outbox::Purpose::reaction);
        if (in.emoji.empty() && !left && before && before->send && before->shown.empty()) {
            store::drop_own_reaction(tx, message->id);  // nobody has seen it
        } else {
            auto const send = outbox::put(*desk.workspace, tx,
                                          {message->id, envelope.conversation.id,
                                           envelope.conversation.channel, outbox::Priority::people,
                                           std::move(outbound), desk.now(),
                                           outbox::Purpose::reaction});
            store::put_own_reaction(tx, message->id, in.emoji, send, desk.now());
        }
        changes::note(*desk.workspace, tx, changes::Kind::message_updated, message->conversation,
                      message->id.value, desk.now());
        return shown(desk, tx, message->id);
    });
}

void reaction_became(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId id,
                     outbox::DeliveryNews const& news)
{
    auto const message = store::brief(tx, id);
    if (!message)
        return;
    store::StatusChange change{
        *base::from_word<Status>(base::word_of(news.status)), news.at, news.external_id, {}};
    if (news.problem)
        change.error = error_of(*news.problem);
    if (store::set_own_reaction(tx, id, news.send, change))
        changes::note(workspace, tx, changes::Kind::message_updated, message->conversation,
                      id.value, workspace.world().now());
}

}  // namespace conversations

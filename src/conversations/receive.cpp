#include "conversations/receive.hpp"

#include "accounts/costs.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/use.hpp"
#include "conversations/amend.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/people.hpp"
#include "conversations/preview.hpp"
#include "conversations/react.hpp"
#include "conversations/reaction_store.hpp"
#include "media/media.hpp"

namespace conversations {

namespace {

std::string detail_of(channels::InboundMessage const& in, std::string const& unsupported,
                      std::string_view raw)
{
    auto detail = base::Json::object();
    if (!unsupported.empty()) {
        detail["unsupported"] = unsupported;
        detail["raw"] = std::string(raw);
    }
    if (in.content != channels::Content{})
        detail["content"] = base::write_json(in.content);
    return detail.empty() ? std::string() : base::to_text(detail);
}

std::optional<std::string> digits_of(std::string_view phone)
{
    std::string digits;
    for (char const c : phone)
        if (c >= '0' && c <= '9')
            digits.push_back(c);
    return digits.size() < 7 || digits.size() > 15 ? std::nullopt : std::optional(digits);
}

void apply_orphans(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId id);

// A group's messages must not look like the person's own: an answer would reach somebody else.
std::string unsupported_type(channels::InboundMessage const& in)
{
    if (in.group_id)
        return "group_" + std::string(channels::name_of(in.kind));
    return in.kind == channels::InboundKind::unsupported ? in.unsupported_type : std::string();
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::InboundMessage const& in, std::string_view raw)
{
    if (store::by_external(tx, channel, in.external_id))
        return Reception::known;
    auto const now = workspace.world().now();

    auto const who = contacts::recognise(tx, channel, in.from, in.at);
    auto const conversation = conversation_with(workspace, tx, channel, who, in.at);
    auto const unsupported = unsupported_type(in);
    auto const opens = in.opens_window && !in.group_id;

    store::NewMessage message;
    message.conversation = conversation.id;
    message.channel = channel;
    message.direction = Direction::in;
    message.kind = unsupported.empty() ? base::from_word<MessageKind>(channels::name_of(in.kind))
                                             .value_or(MessageKind::unsupported)
                                       : MessageKind::unsupported;
    message.text = base::clean_body(in.text);
    message.external_id = in.external_id;
    message.author_kind = AuthorKind::contact;
    message.author = who.contact.value;
    message.quoted_external = in.quoted_id;
    if (message.quoted_external)
        if (auto const quoted = store::by_external(tx, channel, *message.quoted_external))
            message.quoted = quoted->id;
    if (auto detail = detail_of(in, unsupported, raw); !detail.empty())
        message.detail = std::move(detail);
    message.at = in.at;
    message.created_at = now;
    auto const id = store::add(tx, message);
    if (!id)
        return Reception::known;
    // A card given because we asked for it is the customer's own number, by their own word.
    for (auto const& card : in.content.contacts)
        if (card.own && !card.phones.empty())
            contacts::learn(tx, who.identity, digits_of(card.phones.front().value), std::nullopt);
    if (in.media && unsupported.empty())
        media::expect(workspace, tx, *id, channel, *in.media);

    if (opens) {
        store::wrote(tx, conversation.id, in.at, now);
        store::show_last(
            tx, conversation.id,
            {*id, in.at, preview_of(message.text), message.kind, WrittenBy::contact, 0, {}});
    }
    changes::note(workspace, tx, changes::Kind::message_created, conversation.id, id->value, now);
    apply_orphans(workspace, tx, *id);
    return Reception::taken;
}

namespace {

Status status_of(channels::DeliveryStatus status)
{
    switch (status) {
    case channels::DeliveryStatus::sent: return Status::sent;
    case channels::DeliveryStatus::delivered: return Status::delivered;
    case channels::DeliveryStatus::read: return Status::read;
    case channels::DeliveryStatus::played: return Status::played;
    case channels::DeliveryStatus::failed: break;
    }
    return Status::failed;
}

// Moves a message on, never back; says whether anything changed.
bool advance(workspace::Workspace& workspace, db::Writer const& tx, store::Brief const& message,
             store::StatusChange change)
{
    if (!advances(message.status, change.status)) {
        if (!change.external_id || message.external_id)
            return false;
        // The provider's name for it is worth keeping even when its news is old.
        change.status = message.status.value_or(change.status);
    }
    store::set_status(tx, message.id, change);
    store::show_status(tx, message.conversation, message.id, change.status);
    changes::note(workspace, tx, changes::Kind::message_updated, message.conversation,
                  message.id.value, workspace.world().now());
    return true;
}

base::Json pricing_of(channels::Pricing const& pricing)
{
    return {{"category", pricing.category}, {"type", pricing.type}};
}

// The price of a message, and one more in the count of its day: once, however often and in whatever
// order it is told. The day is the message's own, since statuses of one cross midnight.
void price(db::Writer const& tx, store::Brief const& message, base::Json const& pricing)
{
    if (!store::set_pricing(tx, message.id, pricing))
        return;
    auto const conversation = store::find(tx, message.conversation);
    accounts::count_cost(tx, message.channel, message.at,
                         {base::text_at(pricing, "category").value_or(""),
                          base::text_at(pricing, "type").value_or(""),
                          {}},
                         conversation ? contacts::country_of(tx, conversation->identity)
                                      : std::string());
}

// What an early status said, kept until the message knows its provider id.
std::string orphan_detail(channels::StatusUpdate const& status)
{
    auto detail = base::Json::object();
    if (status.problem) {
        auto const error = error_of(*status.problem);
        detail["error"] = {{"code", error.code.text}};
        if (error.provider_code)
            detail["error"]["provider_code"] = *error.provider_code;
        if (error.detail)
            detail["error"]["detail"] = *error.detail;
    }
    if (status.pricing)
        detail["pricing"] = pricing_of(*status.pricing);
    return base::to_text(detail);
}

void apply_orphans(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId id)
{
    auto message = store::brief(tx, id);
    if (!message || !message->external_id)
        return;
    for (auto const& orphan : store::take_orphans(tx, message->channel, *message->external_id)) {
        if (amend(workspace, tx, *message, orphan))
            continue;
        auto const status = base::from_word<Status>(orphan.status);
        auto const detail = base::parse_json(orphan.detail);
        if (!status || !detail)
            continue;
        store::StatusChange change{*status, orphan.at, {}, {}};
        if (auto const& error = base::object_at(*detail, "error"); !error.empty())
            change.error = SendError{
                base::text_at(error, "code").value_or("unknown_provider_error"),
                base::text_at(error, "provider_code"), base::text_at(error, "detail")};
        if (auto const& pricing = base::object_at(*detail, "pricing"); !pricing.empty())
            price(tx, *message, pricing);
        advance(workspace, tx, *message, change);
        message = store::brief(tx, id);
    }
}

// Of a sign only a failure is news: `sent` is all that ever comes otherwise.
Reception receive_of_reaction(workspace::Workspace& workspace, db::Writer const& tx,
                              base::MessageId message, base::SendId send,
                              channels::StatusUpdate const& in)
{
    if (in.status != channels::DeliveryStatus::failed)
        return Reception::known;
    outbox::DeliveryNews news{.status = outbox::Delivery::failed, .at = in.at};
    news.problem = in.problem.value_or(channels::Problem{.code = "unknown_provider_error"});
    news.send = send;
    reaction_became(workspace, tx, message, news);
    return Reception::taken;
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx,
                  outbox::Deliveries& deliveries, base::ChannelId channel,
                  channels::StatusUpdate const& in)
{
    // The attempt settles a send whose answer was lost, and names the message.
    auto const settled = in.attempt_id ? outbox::settle(workspace, tx, deliveries, channel, in)
                                       : std::nullopt;
    if (settled && settled->purpose == outbox::Purpose::reaction)
        return receive_of_reaction(workspace, tx, settled->message, settled->send, in);
    auto message = store::by_external(tx, channel, in.external_id);
    if (!message) {
        if (auto const own = store::own_reaction(tx, channel, in.external_id))
            return receive_of_reaction(workspace, tx, own->message, own->send, in);
        store::keep_orphan(
            tx, channel, in.external_id,
            {std::string(base::word_of(status_of(in.status))), in.at, orphan_detail(in)},
            workspace.world().now());
        return Reception::orphan;
    }
    if (auto const row = store::find(tx, message->conversation))
        contacts::learn(tx, row->identity, in.recipient.phone, in.recipient.user_id);
    if (in.pricing)
        price(tx, *message, pricing_of(*in.pricing));

    store::StatusChange change{status_of(in.status), in.at, {}, {}};
    if (change.status == Status::failed)
        change.error = error_of(in.problem.value_or(
            channels::Problem{"unknown_provider_error", 0, {}, channels::Stops::nothing}));
    return advance(workspace, tx, *message, change) ? Reception::taken : Reception::known;
}

void MessageDeliveries::became(workspace::Workspace& workspace, db::Writer const& tx,
                               base::MessageId id, outbox::DeliveryNews const& news)
{
    if (news.purpose == outbox::Purpose::reaction)
        return reaction_became(workspace, tx, id, news);
    auto const message = store::brief(tx, id);
    if (!message)
        return;
    auto const status = *base::from_word<Status>(base::word_of(news.status));
    store::StatusChange change{status, news.at, news.external_id, {}};
    if (news.problem)
        change.error = error_of(*news.problem);

    // Waiting, trying and giving up are the outbox's own to say; only what the provider proved
    // cannot be taken back.
    auto const proven = message->status == Status::delivered || message->status == Status::read ||
                        message->status == Status::played;
    auto const forced = !proven && (status == Status::queued || status == Status::sending ||
                                    status == Status::failed || status == Status::needs_attention);
    if (forced) {
        store::set_status(tx, id, change);
        store::show_status(tx, message->conversation, id, status);
        changes::note(workspace, tx, changes::Kind::message_updated, message->conversation,
                      id.value, workspace.world().now());
    } else {
        advance(workspace, tx, *message, change);
    }
    if (news.phone || news.user_id)
        if (auto const row = store::find(tx, message->conversation))
            contacts::learn(tx, row->identity, news.phone, news.user_id);
    if (news.external_id)
        apply_orphans(workspace, tx, id);
}

}  // namespace conversations

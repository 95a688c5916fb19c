#include "conversations/receive.hpp"

#include "accounts/costs/costs.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/group.hpp"
#include "contacts/use.hpp"
#include "conversations/amend.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/incoming.hpp"
#include "conversations/message_store.hpp"
#include "conversations/people.hpp"
#include "conversations/preview.hpp"
#include "conversations/react.hpp"
#include "conversations/reaction_store.hpp"
#include "conversations/receipt_store.hpp"
#include "media/media.hpp"

namespace conversations {

namespace {

std::optional<std::string> digits_of(std::string_view phone)
{
    std::string digits;
    for (char const c : phone)
        if (c >= '0' && c <= '9')
            digits.push_back(c);
    return digits.size() < 7 || digits.size() > 15 ? std::nullopt : std::optional(digits);
}

void apply_orphans(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId id);

// Whose conversation a message belongs to, and who wrote it: in a group these are two.
struct Sides {
    contacts::Known conversation;
    contacts::Known person;
};

Sides sides_of(db::Writer const& tx, base::ChannelId channel, channels::InboundMessage const& in)
{
    if (!in.group_id) {
        auto const who = contacts::recognise(tx, channel, in.from, in.at);
        return {who, who};
    }
    auto const group = contacts::recognise_group(tx, channel, *in.group_id, in.at);
    if (in.writer != channels::Writer::customer)
        return {group, group};
    auto const who = contacts::recognise(tx, channel, in.from, in.at);
    contacts::in_group(tx, group.identity, who.contact, true, in.at);
    return {group, who};
}

// What a message does to its conversation: whose turn it is, and what the list shows of it.
void count(db::Writer const& tx, store::Row const& row, channels::InboundMessage const& in,
           store::Preview const& preview, base::Instant now)
{
    auto const customer = in.writer == channels::Writer::customer;
    if (in.standby || !customer) {
        // Another application answers, or somebody did on the phone: nobody here has to.
        if (!in.standby && in.at >= row.last_inbound_at.value_or(base::Instant{}))
            store::answered(tx, row.id, now);
        if (in.at >= row.last_at)
            store::show_last(tx, row.id, preview);
    } else if (in.opens_window) {
        store::wrote(tx, row.id, now, preview);
    }
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::InboundMessage const& in, std::string_view raw)
{
    if (store::by_external(tx, channel, in.external_id))
        return Reception::known;
    auto const now = workspace.world().now();
    auto const customer = in.writer == channels::Writer::customer;
    auto const sides = sides_of(tx, channel, in);
    auto const row = conversation_with(workspace, tx, channel, sides.conversation, in.at,
                                       in.standby ? State::done : State::open);

    auto message = message_of(tx, channel, in, raw);
    message.conversation = row.id;
    message.author = customer ? sides.person.contact.value : 0;
    message.created_at = now;
    auto const id = store::add(tx, message);
    if (!id)
        return Reception::known;
    // A card given because we asked for it is the customer's own number, by their own word.
    for (auto const& card : in.content.contacts)
        if (card.own && customer && !card.phones.empty())
            contacts::learn(tx, sides.person.identity, digits_of(card.phones.front().value),
                            std::nullopt);
    if (in.media && message.kind != MessageKind::unsupported)
        media::expect(workspace, tx, *id, channel, *in.media);

    count(tx, row, in,
          {*id, in.at, preview_of(message.text), message.kind, written_by(message.author_kind),
           in.group_id ? message.author : 0, message.status},
          now);
    changes::note(workspace, tx, changes::Kind::message_created, row.id, id->value, now);
    apply_orphans(workspace, tx, *id);
    return Reception::taken;
}

namespace {

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

// In a group each participant has a state of their own.
bool names_participant(channels::StatusUpdate const& in)
{
    return in.group_id && !in.recipient.external_id.empty();
}

constexpr std::string_view EarlyReceipt = "receipt:";

bool keep_early_receipt(db::Writer const& tx, base::MessageId id, store::Orphan const& orphan)
{
    if (!orphan.status.starts_with(EarlyReceipt))
        return false;
    auto const detail = base::parse_json(orphan.detail);
    auto const status = detail
                          ? base::from_word<Status>(base::text_at(*detail, "status").value_or(""))
                          : std::nullopt;
    if (status)
        store::keep_receipt(tx, id, base::text_at(*detail, "participant").value_or(""), *status,
                            orphan.at);
    return true;
}

void apply_orphans(workspace::Workspace& workspace, db::Writer const& tx, base::MessageId id)
{
    auto message = store::brief(tx, id);
    if (!message || !message->external_id)
        return;
    for (auto const& orphan : store::take_orphans(tx, message->channel, *message->external_id)) {
        if (amend(workspace, tx, *message, orphan) || keep_early_receipt(tx, id, orphan))
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
    auto const participant = names_participant(in);
    auto const status = status_of(in.status);
    if (!message && participant)
        store::keep_orphan(tx, channel, in.external_id,
                           {std::string(EarlyReceipt) + in.recipient.external_id + ":" +
                                std::string(base::word_of(status)),
                            in.at,
                            base::to_text({{"participant", in.recipient.external_id},
                                           {"status", base::word_of(status)}})},
                           workspace.world().now());
    if (!message && participant && status == Status::failed)
        return Reception::orphan;
    if (!message) {
        if (auto const own = store::own_reaction(tx, channel, in.external_id))
            return receive_of_reaction(workspace, tx, own->message, own->send, in);
        store::keep_orphan(
            tx, channel, in.external_id,
            {std::string(base::word_of(status_of(in.status))), in.at, orphan_detail(in)},
            workspace.world().now());
        return Reception::orphan;
    }
    // The number of whoever got a message in a group is not the group's.
    if (auto const row = store::find(tx, message->conversation); row && !in.group_id) {
        contacts::learn(tx, row->identity, in.recipient.phone, in.recipient.user_id);
        if (in.problem && in.problem->code == "recipient_opted_out")
            contacts::prefer(tx, row->identity, false, in.at);
    }
    if (in.pricing)
        price(tx, *message, pricing_of(*in.pricing));
    if (participant &&
        !store::keep_receipt(tx, message->id, in.recipient.external_id, status, in.at))
        return Reception::known;
    // One participant who cannot be reached is no failure of the message: it moves on with the first
    // who got it, and the counts beside it say how many did.
    if (participant && status == Status::failed) {
        changes::note(workspace, tx, changes::Kind::message_updated, message->conversation,
                      message->id.value, workspace.world().now());
        return Reception::taken;
    }

    store::StatusChange change{status, in.at, {}, {}};
    if (change.status == Status::failed)
        change.error = error_of(in.problem.value_or(
            channels::Problem{"unknown_provider_error", 0, {}, channels::Stops::nothing}));
    if (advance(workspace, tx, *message, change))
        return Reception::taken;
    if (participant)
        changes::note(workspace, tx, changes::Kind::message_updated, message->conversation,
                      message->id.value, workspace.world().now());
    return participant ? Reception::taken : Reception::known;
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
    // The phone app's echo of what we sent may be quicker than the answer to us.
    if (news.external_id)
        if (auto const echo = store::by_external(tx, message->channel, *news.external_id);
            echo && echo->id != id && echo->conversation == message->conversation &&
            echo->direction == Direction::out)
            store::drop_echo(tx, echo->id);
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

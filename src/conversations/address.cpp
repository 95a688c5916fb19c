#include "conversations/address.hpp"

#include "channels/window.hpp"
#include "contacts/group.hpp"
#include "contacts/store.hpp"
#include "conversations/message_store.hpp"

namespace conversations {

using base::Error;
using base::Fault;

base::Result<Envelope> address(workspace::Desk& desk, db::Writer const& tx, base::ConversationId id)
{
    auto const conversation = store::find(tx, id);
    if (!conversation)
        return Error{Fault::not_found, "not_found"};
    // A setting: a colleague takes a conversation before answering in it.
    if (desk.asker.only_assignee && conversation->assignee != desk.asker.user.value)
        return Error{Fault::conflict, "not_assignee", "Take it first."};
    auto account = TRY(accounts::load(*desk.workspace, tx, conversation->channel));
    auto const identity = contacts::store::identity(tx, conversation->identity);
    if (!identity)
        return Error{Fault::not_found, "not_found"};
    channels::Recipient to;
    if (contacts::is_group(tx, conversation->identity)) {
        to.group_id = identity->external_id;
        return Envelope{*conversation, std::move(account), std::move(to)};
    }
    to.phone = identity->phone;
    if (!identity->phone || identity->external_id != *identity->phone)
        to.user_id = identity->external_id;
    return Envelope{*conversation, std::move(account), std::move(to)};
}

base::Result<void> check_window(workspace::Desk const& desk, Envelope const& envelope)
{
    auto const& rule = envelope.account.traits().window;
    auto const window = channels::reply_window(rule, envelope.conversation.last_inbound_at,
                                               desk.now());
    if (!window.open)
        return Error{Fault::conflict, "window_closed",
                     "Only a template can be sent until the customer writes again."};
    return {};
}

base::Result<Message> shown(workspace::Desk& desk, db::Reader const& db, base::MessageId id)
{
    auto message = store::message(db, id, {desk.workspace->id(), desk.people});
    if (!message)
        return Error{Fault::not_found, "not_found"};
    return std::move(*message);
}

}  // namespace conversations

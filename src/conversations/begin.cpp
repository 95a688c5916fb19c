#include "conversations/begin.hpp"

#include <algorithm>

#include "accounts/account.hpp"
#include "changes/feed.hpp"
#include "contacts/store.hpp"
#include "contacts/use.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/inbox.hpp"
#include "conversations/outgoing.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

// ITU-T E.164: at most 15 digits, and no country's code begins with 0.
constexpr std::size_t FewestDigits = 7;
constexpr std::size_t MostDigits = 15;

base::Result<std::string> digits_of(std::string_view phone)
{
    std::string digits;
    for (char const c : phone) {
        if (c >= '0' && c <= '9')
            digits.push_back(c);
        else if (std::string_view("+-. ()/").find(c) == std::string_view::npos)
            return wrong_field("phone", "bad_format");
    }
    if (digits.starts_with("00"))
        digits.erase(0, 2);
    if (digits.size() < FewestDigits || digits.size() > MostDigits || digits.starts_with('0'))
        return wrong_field("phone", "bad_format");
    return digits;
}

base::Result<contacts::Known> person(db::Writer const& tx, BeginConversation const& in,
                                     std::string const& digits, base::Instant now)
{
    if (!in.contact)
        return contacts::meet(tx, in.channel, digits, in.name.value_or(""), now);
    auto const known = contacts::meet(tx, in.channel, *in.contact, now);
    if (known)
        return *known;
    if (contacts::store::name_of(tx, *in.contact).empty() &&
        !contacts::store::contact(tx, *in.contact))
        return Error{Fault::not_found, "not_found"};
    return Error{Fault::conflict, "phone_needed", "Their number is not known."};
}

}  // namespace

base::Result<Conversation> begin(workspace::Desk& desk, BeginConversation const& in)
{
    if (in.contact.has_value() == in.phone.has_value())
        return wrong_field(in.contact ? "phone" : "contact_id",
                           in.contact ? "not_allowed" : "required");
    std::string digits;
    if (in.phone)
        digits = TRY(digits_of(*in.phone));
    auto const id = TRY(
        desk.workspace->write([&](db::Writer& tx) -> base::Result<base::ConversationId> {
            auto const account = accounts::brief(tx, in.channel);
            if (!account)
                return wrong_field("channel_id", "not_found");
            if (account->state == accounts::State::disconnected)
                return Error{Fault::conflict, "channel_disconnected"};
            auto const who = TRY(person(tx, in, digits, desk.now()));
            if (auto const known = store::by_identity(tx, who.identity))
                return known->id;
            auto const made = store::add(tx, who.contact, who.identity, in.channel, desk.now());
            if (desk.asker.user)
                store::set_assignee(tx, made, desk.asker.user, desk.now());
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, made, 0,
                          desk.now());
            return made;
        }));
    return find(desk, {id});
}

}  // namespace conversations

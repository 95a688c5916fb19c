#include "conversations/block.hpp"

#include <algorithm>

#include "accounts/number/number_call.hpp"
#include "base/text.hpp"
#include "conversations/block_store.hpp"

namespace conversations {

using base::Error;
using base::Fault;
using channels::Account;
using channels::BlockedPerson;
using channels::BusinessNumber;

namespace {

constexpr int PageSize = 50;

// A phone in any spelling, or the provider's id.
base::Result<BlockedPerson> person_of(std::string_view user)
{
    if (user.find_first_not_of("0123456789+-() ") != std::string_view::npos)
        return BlockedPerson{{}, std::string(user)};
    std::string digits;
    std::ranges::copy_if(user, std::back_inserter(digits), base::is_digit);
    if (digits.size() < 7 || digits.size() > 15)
        return Error{Fault::invalid,
                     "invalid_input",
                     "A phone has 7 to 15 digits.",
                     {{"user", "bad_format"}}};
    return BlockedPerson{std::move(digits), {}};
}

struct Found {
    base::ChannelId channel;
    BlockedPerson person;
};
base::Result<Found> person_in(workspace::Desk& desk, base::ConversationId conversation)
{
    auto const who = store::correspondent(*desk.workspace->read(), conversation);
    if (!who)
        return Error{Fault::not_found, "not_found"};
    return Found{who->channel, {who->phone.value_or(""), who->external_id}};
}

base::Result<void> block(workspace::Desk& desk, base::ChannelId channel, BlockedPerson const& who)
{
    return accounts::with_number(
        desk, channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.block(who, account, http);
        });
}

base::Result<void> unblock(workspace::Desk& desk, base::ChannelId channel, BlockedPerson const& who)
{
    return accounts::with_number(
        desk, channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.unblock(who, account, http);
        });
}

}  // namespace

base::Result<base::Page<Blocked>> list_blocked(workspace::Desk& desk, ListBlocked const& in)
{
    auto told = TRY(accounts::with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.blocked(in.cursor.value_or(""), PageSize, account, http);
        }));
    auto const reader = desk.workspace->read();
    base::Page<Blocked> page;
    for (auto const& person : told.people) {
        Blocked row;
        row.user = person.phone.empty() ? person.user_id : person.phone;
        if (!person.phone.empty())
            row.phone = person.phone;
        if (!person.user_id.empty())
            row.user_id = person.user_id;
        auto const& key = person.user_id.empty() ? person.phone : person.user_id;
        if (auto known = store::acquaintance(*reader, in.channel, key, person.phone)) {
            row.name = std::move(known->name);
            row.contact = known->contact;
            row.conversation = known->conversation;
        }
        page.data.push_back(std::move(row));
    }
    if (!told.next.empty())
        page.next = std::move(told.next);
    return page;
}

base::Result<void> block(workspace::Desk& desk, Block const& in)
{
    TRY(accounts::require_channel(desk, in.channel));
    return block(desk, in.channel, TRY(person_of(in.user)));
}

base::Result<void> unblock(workspace::Desk& desk, Unblock const& in)
{
    TRY(accounts::require_channel(desk, in.channel));
    return unblock(desk, in.channel, TRY(person_of(in.user)));
}

base::Result<void> block_person(workspace::Desk& desk, BlockPerson const& in)
{
    auto const found = TRY(person_in(desk, in.conversation));
    return block(desk, found.channel, found.person);
}

base::Result<void> unblock_person(workspace::Desk& desk, UnblockPerson const& in)
{
    auto const found = TRY(person_in(desk, in.conversation));
    return unblock(desk, found.channel, found.person);
}

}  // namespace conversations

#pragma once

#include <type_traits>

#include "accounts/account.hpp"
#include "channels/number.hpp"
#include "workspace/desk.hpp"

namespace accounts {

// Stops the channel when the provider says that its token or right is gone; else nothing.
void notice(workspace::Workspace& workspace, ChannelId channel, base::Error const& why);

// One call about a channel's number: `call` gets the number's calls, the opened account and the
// network. See accounts/number/number.hpp for what it refuses.
template <class Call>
auto with_number(workspace::Desk& desk, ChannelId channel, Call call)
    -> std::invoke_result_t<Call, channels::BusinessNumber const&, channels::Account const&,
                            net::HttpClient&>
{
    auto const account = load(*desk.workspace, *desk.workspace->read(), channel);
    if (!account)
        return account.error();
    auto const* const number = account->channel().number();
    if (!number)
        return base::Error{base::Fault::not_found, "not_found", "this channel has no number"};
    auto done = call(*number, account->account(), desk.http);
    if (!done)
        notice(*desk.workspace, channel, done.error());
    return done;
}

// A strange channel is refused before anything else is looked at: `not_found`.
base::Result<void> require_channel(workspace::Desk& desk, ChannelId channel);

// Whether somebody wrote the number's digits out, as what cannot be undone wants. Refuses
// `confirm_needed`.
base::Result<void> require_digits(workspace::Desk& desk, ChannelId channel,
                                  std::string_view confirm);

}  // namespace accounts

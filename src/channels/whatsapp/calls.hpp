#pragma once

#include "base/json.hpp"
#include "channels/account.hpp"
#include "channels/outbound.hpp"
#include "net/http_client.hpp"

// Calls that send no message. Each blocks for the client's time limits and refuses as
// channels/channel.hpp says.
namespace channels::whatsapp {

// The account with the address and version that hold when it names none.
Account complete(Account account);

// Performs a Graph call: the answer's JSON, or why not.
base::Result<base::Json> ask(net::HttpRequest const& request, Account const& account,
                             net::HttpClient& http);
// The same for calls that answer {"success": true}.
base::Result<void> ask_success(net::HttpRequest const& request, Account const& account,
                               net::HttpClient& http);
base::Error refusal_of(net::NetFailure const& failure);
// The JSON of an answer that came, or why not.
base::Result<base::Json> read_answer(net::HttpOutcome const& outcome);

base::Result<std::string> upload_media(OutgoingMedia const& file, Account const& account,
                                       net::HttpClient& http);
base::Result<FetchedMedia> fetch_media(std::string_view provider_id, Account const& account,
                                       net::HttpClient& http, MediaSink const& sink);
base::Result<void> delete_media(std::string_view provider_id, Account const& account,
                                net::HttpClient& http);

// Whether the token may be shown to that address: https at one of Meta's media hosts, or the very
// origin the account's Graph calls go to.
bool may_carry_token(std::string_view url, Account const& account);

// The same without a token: also the hosts that pictures lie at.
bool is_at_provider(std::string_view url, Account const& account);

Inspection inspect(Account const& account, net::HttpClient& http);
base::Result<std::vector<Template>> list_templates(Account const& account, net::HttpClient& http);
base::Result<void> subscribe(std::string_view callback_url, Account const& account,
                             net::HttpClient& http);
base::Result<void> unsubscribe(Account const& account, net::HttpClient& http);
base::Result<void> release_number(std::string_view callback_url, Account const& account,
                                  net::HttpClient& http);

}  // namespace channels::whatsapp

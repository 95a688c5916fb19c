#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "channels/account.hpp"
#include "channels/connector.hpp"
#include "channels/event.hpp"
#include "channels/number.hpp"
#include "channels/outbound.hpp"
#include "channels/shown_template.hpp"
#include "channels/traits.hpp"

namespace net {
class HttpClient;
}

namespace channels {

// One call of a provider to our webhook address, as it came. A view: nothing here owns.
struct Webhook {
    using Lookup = std::function<std::optional<std::string_view>(std::string_view name)>;

    std::string_view method;
    Lookup header;          // by name, any case
    Lookup query;           // decoded value by decoded name
    std::string_view body;  // the raw bytes, before any decoding
};

// A messaging provider. Objects have no state: every function may be called from any thread, any
// number at once. What takes an HttpClient blocks for as long as its limits say; the rest is pure.
//
// Calls that give a Result refuse with a code of the closed set of Problem::code. The fault says
// what to do: unavailable and too_many - the same call may work later (retry_after_s when the
// provider named a time); provider - it will not; forbidden - the account is the trouble
// (token_invalid, permission_missing, ...); invalid - our request never left.
class Channel {
public:
    virtual ~Channel() = default;

    virtual Traits const& traits() const = 0;

    // Whether the provider signed this body with our app secret. Compares in constant time; false
    // for an account without a secret.
    virtual bool genuine(Webhook const& call, Account const& account) const = 0;
    // The answer to the provider's check of our webhook address, or `forbidden`.
    virtual base::Result<std::string> verify_challenge(Webhook const& call,
                                                       Account const& account) const = 0;
    // Which of our accounts each part is for, each once. Refuses a body that is not the provider's
    // JSON; such a body can still be kept.
    virtual base::Result<std::vector<Address>> split(std::string_view body) const = 0;
    // What happened: the same bytes give the same events, in their order. A part that cannot be
    // understood becomes Unreadable. Refuses only what is no JSON or breaks a parsing limit.
    virtual base::Result<std::vector<Event>> read(std::string_view body) const = 0;

    // Whether the provider could take this at all: lengths, kinds, a recipient. Refuses `invalid`
    // with the fields text, media_id, template, quoted_id, to.
    virtual base::Result<void> fits(Outbound const& message) const = 0;
    // What the customer will read of a template, out of its components as the provider told them
    // (Template::components). Refuses `invalid` with fields below `template` where the values do not
    // fill its places.
    virtual base::Result<ShownTemplate> show_template(TemplateContent const& content,
                                                      std::string_view components) const = 0;
    virtual SendOutcome send(Outbound const& message, Account const& account,
                             net::HttpClient& http) const = 0;

    // Marks the message and those before it as read.
    virtual base::Result<void> mark_read(std::string_view external_id, Account const& account,
                                         net::HttpClient& http) const = 0;
    // Shows "typing" as an answer to that message until we send or 25 s pass; also marks it read.
    virtual base::Result<void> show_typing(std::string_view external_id, Account const& account,
                                           net::HttpClient& http) const = 0;

    // The provider's id for the uploaded file.
    virtual base::Result<std::string> upload_media(OutgoingMedia const& file,
                                                   Account const& account,
                                                   net::HttpClient& http) const = 0;
    // Asks where the file is, then reads it into `sink`. Asks once more when the address has run
    // out before the first byte came.
    virtual base::Result<FetchedMedia> fetch_media(MediaRef const& media, Account const& account,
                                                   net::HttpClient& http,
                                                   MediaSink const& sink) const = 0;
    virtual base::Result<void> delete_media(std::string_view provider_id, Account const& account,
                                            net::HttpClient& http) const = 0;

    // Looks at the account with its own token. Never refuses: what fails is in the checks.
    virtual Inspection inspect(Account const& account, net::HttpClient& http) const = 0;
    // All templates, every page.
    virtual base::Result<std::vector<Template>> list_templates(Account const& account,
                                                               net::HttpClient& http) const = 0;
    // Points the provider's webhook at us; during the call the provider asks verify_challenge.
    virtual base::Result<void> subscribe(std::string_view callback_url, Account const& account,
                                         net::HttpClient& http) const = 0;
    virtual base::Result<void> unsubscribe(Account const& account, net::HttpClient& http) const = 0;
    // Clears a callback address of this account alone, when it is that one; another's stays.
    virtual base::Result<void> release_number(std::string_view callback_url, Account const& account,
                                              net::HttpClient& http) const = 0;

    // The number behind the account, where there is one to look after; else null.
    virtual BusinessNumber const* number() const { return nullptr; }
    // How accounts are found and connected from here, where that can be done; else null.
    virtual Connector const* connector() const { return nullptr; }
};

}  // namespace channels

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "channels/account.hpp"
#include "channels/number.hpp"

namespace net {
class HttpClient;
}

namespace channels {

// An app of ours at the provider. Cheap to make; the secret must outlive it.
struct App {
    std::string id = {};
    SecretView secret = {};
    std::string base_url = {};  // as Account has them
    std::string version = {};
};

// What a token is good for.
struct TokenFacts {
    bool valid = false;
    std::string app_id = {};
    std::string app_name = {};
    std::string type = {};                         // SYSTEM_USER, USER, ...
    std::string user_id = {};                      // whose it is, in the app's own numbering
    std::optional<base::Instant> expires_at = {};  // nothing: never
    std::vector<std::string> missing = {};         // permissions it would need
    std::vector<std::string> accounts = {};        // the only ones it reaches; empty: not limited
    std::string why = {};                          // when it is not valid
};

// An account above numbers.
struct AccountFacts {
    std::string id = {};
    std::string name = {};
    std::vector<NumberFacts> numbers = {};
};

// An app that hears of an account, and where its calls go instead of the app's own address.
struct Listener {
    std::string app_id = {};
    std::string app_name = {};
    std::string callback = {};  // empty: the app's own
};

// Where an app's webhook goes.
struct AppWebhook {
    std::string callback = {};  // empty: none is set
    std::vector<std::string> fields = {};
    bool active = true;
};

// What the provider's page for connecting needs to be told.
struct Dialog {
    std::string base_url = {};  // empty: the provider's own
    std::string configuration = {};
    std::string redirect_uri = {};
    std::string state = {};
    bool shared_with_phone_app = false;
};

enum class PhoneAppData { contacts, history };

// A channel whose accounts can be found and connected from here instead of being typed in. Like
// Channel: no state, any thread, blocks on the network, refuses as Channel says.
class Connector {
public:
    virtual ~Connector() = default;

    // The fields a webhook of ours has to be subscribed to.
    virtual std::span<std::string_view const> webhook_fields() const = 0;

    // `account` carries token and address. With an app, the app is the one who asks, which also
    // proves its secret; else the token speaks for itself.
    virtual base::Result<TokenFacts> token(Account const& account, App const* app,
                                           net::HttpClient& http) const = 0;
    // Whether app id and secret belong together.
    virtual base::Result<void> prove(App const& app, net::HttpClient& http) const = 0;
    // Host names the app may be used from.
    virtual base::Result<std::vector<std::string>> domains(App const& app,
                                                           net::HttpClient& http) const = 0;
    // Every account the token reaches, with its numbers. One that cannot be read is left out.
    virtual base::Result<std::vector<AccountFacts>> accounts(TokenFacts const& token,
                                                             Account const& account,
                                                             net::HttpClient& http) const = 0;

    virtual base::Result<std::vector<Listener>> listeners(Account const& account,
                                                          net::HttpClient& http) const = 0;
    virtual base::Result<AppWebhook> webhook(App const& app, net::HttpClient& http) const = 0;
    // During the call the provider asks Channel::verify_challenge.
    virtual base::Result<void> set_webhook(App const& app, std::string_view callback,
                                           SecretView verify_token,
                                           net::HttpClient& http) const = 0;

    // Where a browser goes to connect; it comes back to redirect_uri with code and state.
    virtual std::string dialog(App const& app, Dialog const& dialog) const = 0;
    // The token for such a code. The provider takes it within 30 seconds and once.
    virtual base::Result<std::string> exchange(App const& app, std::string_view code,
                                               std::string_view redirect_uri,
                                               net::HttpClient& http) const = 0;
    // Asks for what lies on the phone; possible once, within 24 hours of connecting.
    virtual base::Result<void> request(PhoneAppData what, Account const& account,
                                       net::HttpClient& http) const = 0;
};

}  // namespace channels

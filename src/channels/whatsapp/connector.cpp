#include "channels/whatsapp/connector.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/number.hpp"
#include "channels/whatsapp/read.hpp"

// Sources, below developers.facebook.com:
//   debug_token, access_token       docs/graph-api/reference/debug_token, docs/facebook-login (2026-02)
//   subscriptions of an app         docs/graph-api/reference/application/subscriptions (2026-03)
//   accounts, phone app data        documentation/business-messaging/whatsapp/embedded-signup (2026-05)
namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;
using base::Json;

constexpr std::string_view Messaging = "whatsapp_business_messaging";
constexpr std::string_view Management = "whatsapp_business_management";
constexpr std::string_view DialogHost = "https://www.facebook.com";
constexpr std::string_view WebhookObject = "whatsapp_business_account";
// Bounds of one search: some 1,800 calls at most, whatever the answers say.
constexpr int MostPages = 4;
constexpr std::size_t MostBusinesses = 100;
constexpr std::size_t MostAccounts = 200;

// Unknown ones spoil the whole call, so here stand those of the reference (2026-05).
constexpr std::array<std::string_view, 22> Fields{
    "messages",
    "account_update",
    "account_alerts",
    "account_review_update",
    "business_capability_update",
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "security",
    "user_preferences",
    "calls",
    "history",
    "smb_app_state_sync",
    "smb_message_echoes",
    "standby",
    "messaging_handovers",
    "business_username_update",
    "account_settings_update",
    "flows",
};

// Only apps whose number may have groups know these.
constexpr std::string_view GroupFields =
    ",group_lifecycle_update,group_participants_update,group_settings_update,group_status_update";

std::string word_at(Json const& object, std::string_view key)
{
    return base::clean_name(base::text_at(object, key).value_or(""));
}

// The app speaks for itself with its id and secret in place of a token.
struct AppToken {
    explicit AppToken(App const& app) : text(app.id + "|" + std::string(app.secret.reveal()))
    {
        account = complete(
            {.base_url = app.base_url, .version = app.version, .access_token = SecretView(text)});
    }
    AppToken(AppToken const&) = delete;

    std::string text;
    Account account;
};

base::Result<std::vector<Json>> all_of(std::string const& path, std::string_view fields,
                                       Account const& account, net::HttpClient& http)
{
    std::vector<Json> items;
    std::string after;
    for (int page = 0; page < MostPages; ++page) {
        meta::Query query{{"fields", std::string(fields)}, {"limit", "50"}};
        if (!after.empty())
            query.emplace_back("after", after);
        auto const answer = TRY(
            ask(meta::graph_request("GET", path, account, query), account, http));
        for (auto const& item : base::array_at(answer, "data"))
            items.push_back(item);
        auto const& paging = base::object_at(answer, "paging");
        auto next = base::text_at(base::object_at(paging, "cursors"), "after").value_or("");
        if (!base::text_at(paging, "next") || next.empty() || next == after)
            break;
        after = std::move(next);
    }
    return items;
}

bool contains(Json const& list, std::string_view word)
{
    return std::ranges::any_of(list, [&](Json const& one) { return one == word; });
}

TokenFacts facts_of_token(Json const& data)
{
    TokenFacts out;
    out.valid = base::bool_at(data, "is_valid").value_or(false);
    out.app_id = word_at(data, "app_id");
    out.app_name = word_at(data, "application");
    out.type = word_at(data, "type");
    out.user_id = word_at(data, "user_id");
    out.expires_at = time_at(data, "expires_at");
    out.why = word_at(base::object_at(data, "error"), "message");
    auto const& scopes = base::array_at(data, "scopes");
    for (auto const scope : {Management, Messaging})
        if (!contains(scopes, scope))
            out.missing.emplace_back(scope);
    for (auto const& granted : base::array_at(data, "granular_scopes"))
        if (base::text_at(granted, "scope") == Management)
            for (auto const& target : base::array_at(granted, "target_ids"))
                if (target.is_string())
                    out.accounts.push_back(target.get<std::string>());
    return out;
}

// Accounts of every business the token's owner belongs to.
base::Result<std::vector<std::string>> accounts_of_businesses(Account const& account,
                                                              net::HttpClient& http)
{
    std::vector<std::string> ids;
    auto businesses = TRY(all_of("me/businesses", "id,name", account, http));
    if (businesses.size() > MostBusinesses)
        businesses.resize(MostBusinesses);
    for (auto const& business : businesses) {
        if (ids.size() >= MostAccounts)
            break;
        auto const path = meta::node(word_at(business, "id"));
        for (auto const* const edge :
             {"/owned_whatsapp_business_accounts", "/client_whatsapp_business_accounts"}) {
            auto const found = all_of(path + edge, "id,name", account, http);
            if (!found)
                continue;
            for (auto const& one : *found)
                if (auto id = word_at(one, "id");
                    !id.empty() && std::ranges::find(ids, id) == ids.end())
                    ids.push_back(std::move(id));
        }
    }
    return ids;
}

class WhatsAppConnector final : public Connector {
public:
    std::span<std::string_view const> webhook_fields() const override { return Fields; }

    base::Result<TokenFacts> token(Account const& given, App const* app,
                                   net::HttpClient& http) const override
    {
        auto const account = complete(given);
        meta::Query const query{{"input_token", std::string(account.access_token.reveal())}};
        auto const asked = [&](Account const& asker) {
            return ask(meta::graph_request("GET", "debug_token", asker, query), asker, http);
        };
        auto answer = app ? asked(AppToken(*app).account) : asked(account);
        if (!answer)
            return answer.error();
        return facts_of_token(base::object_at(*answer, "data"));
    }

    base::Result<void> prove(App const& app, net::HttpClient& http) const override
    {
        auto const account = complete({.base_url = app.base_url, .version = app.version});
        auto request = meta::graph_request("GET", "oauth/access_token", account,
                                           {{"client_id", app.id},
                                            {"client_secret", std::string(app.secret.reveal())},
                                            {"grant_type", "client_credentials"}});
        drop_token(request);
        auto const answer = TRY(ask(request, account, http));
        if (base::text_at(answer, "access_token").value_or("").empty())
            return Error{Fault::provider, "unknown_provider_error", "no token in the answer"};
        return {};
    }

    base::Result<std::vector<std::string>> domains(App const& app,
                                                   net::HttpClient& http) const override
    {
        AppToken const speaking(app);
        auto const answer = TRY(ask(meta::graph_request("GET", meta::node(app.id), speaking.account,
                                                        {{"fields", "app_domains"}}),
                                    speaking.account, http));
        std::vector<std::string> out;
        for (auto const& domain : base::array_at(answer, "app_domains"))
            if (domain.is_string())
                out.push_back(base::lower_ascii(base::clean_name(domain.get<std::string>())));
        return out;
    }

    base::Result<std::vector<AccountFacts>> accounts(TokenFacts const& token, Account const& given,
                                                     net::HttpClient& http) const override
    {
        auto const account = complete(given);
        auto ids = token.accounts;
        if (ids.empty())
            ids = TRY(accounts_of_businesses(account, http));
        if (ids.size() > MostAccounts)
            ids.resize(MostAccounts);
        std::vector<AccountFacts> out;
        std::optional<Error> why;
        for (auto const& id : ids) {
            auto const node = ask(
                meta::graph_request("GET", meta::node(id), account, {{"fields", "id,name"}}),
                account, http);
            auto const numbers = all_of(meta::node(id) + "/phone_numbers",
                                        "id,display_phone_number,verified_name,quality_rating,"
                                        "code_verification_status,status,host_platform,"
                                        "is_on_biz_app",
                                        account, http);
            if (!numbers) {
                why = numbers.error();
                continue;
            }
            AccountFacts facts{id, node ? word_at(*node, "name") : std::string(), {}};
            for (auto const& number : *numbers)
                if (auto found = facts_of(number); !found.id.empty())
                    facts.numbers.push_back(std::move(found));
            out.push_back(std::move(facts));
        }
        if (out.empty() && why)
            return *why;
        return out;
    }

    base::Result<std::vector<Listener>> listeners(Account const& given,
                                                  net::HttpClient& http) const override
    {
        auto const account = complete(given);
        auto const answer = TRY(ask(
            meta::graph_request("GET", meta::node(account.parent_id) + "/subscribed_apps", account),
            account, http));
        std::vector<Listener> out;
        for (auto const& item : base::array_at(answer, "data")) {
            auto const& app = base::object_at(item, "whatsapp_business_api_data");
            out.push_back(
                {word_at(app, "id"), word_at(app, "name"), word_at(item, "override_callback_uri")});
        }
        return out;
    }

    base::Result<AppWebhook> webhook(App const& app, net::HttpClient& http) const override
    {
        AppToken const speaking(app);
        auto const answer = TRY(
            ask(meta::graph_request("GET", meta::node(app.id) + "/subscriptions", speaking.account),
                speaking.account, http));
        AppWebhook out;
        for (auto const& item : base::array_at(answer, "data")) {
            if (base::text_at(item, "object") != WebhookObject)
                continue;
            out.callback = word_at(item, "callback_url");
            out.active = base::bool_at(item, "active").value_or(true);
            for (auto const& field : base::array_at(item, "fields"))
                out.fields.push_back(field.is_string() ? field.get<std::string>()
                                                       : word_at(field, "name"));
        }
        return out;
    }

    base::Result<void> set_webhook(App const& app, std::string_view callback,
                                   SecretView verify_token, net::HttpClient& http) const override
    {
        AppToken const speaking(app);
        std::string fields;
        for (auto const field : Fields)
            fields.append(fields.empty() ? "" : ",").append(field);
        auto const subscribed_to = [&](std::string const& wanted) {
            return ask_success(
                meta::graph_post(meta::node(app.id) + "/subscriptions", speaking.account,
                                 {{"object", WebhookObject},
                                  {"callback_url", callback},
                                  {"verify_token", std::string(verify_token.reveal())},
                                  {"fields", wanted},
                                  {"include_values", true}}),
                speaking.account, http);
        };
        auto const all = subscribed_to(fields + std::string(GroupFields));
        return !all && all.error().code == "our_bug" ? subscribed_to(fields) : all;
    }

    std::string dialog(App const& app, Dialog const& wanted) const override
    {
        auto const account = complete({.base_url = wanted.base_url, .version = app.version});
        auto url = wanted.base_url.empty() ? std::string(DialogHost) : wanted.base_url;
        Json extras = {{"setup", Json::object()}, {"sessionInfoVersion", "3"}};
        if (wanted.shared_with_phone_app)
            extras["featureType"] = "whatsapp_business_app_onboarding";
        url += "/" + meta::node(account.version) + "/dialog/oauth";
        char before = '?';
        for (auto const& [name, value] : std::initializer_list<std::pair<char const*, std::string>>{
                 {"client_id", app.id},
                 {"config_id", wanted.configuration},
                 {"response_type", "code"},
                 {"override_default_response_type", "true"},
                 {"redirect_uri", wanted.redirect_uri},
                 {"state", wanted.state},
                 {"extras", base::to_text(extras)}})
            url.append(1, std::exchange(before, '&'))
                .append(name)
                .append("=")
                .append(meta::escape_query(value));
        return url;
    }

    base::Result<std::string> exchange(App const& app, std::string_view code,
                                       std::string_view redirect_uri,
                                       net::HttpClient& http) const override
    {
        auto const account = complete({.base_url = app.base_url, .version = app.version});
        auto request = meta::graph_request("GET", "oauth/access_token", account,
                                           {{"client_id", app.id},
                                            {"client_secret", std::string(app.secret.reveal())},
                                            {"redirect_uri", std::string(redirect_uri)},
                                            {"code", std::string(code)}});
        drop_token(request);
        auto const answer = TRY(ask(request, account, http));
        auto token = base::text_at(answer, "access_token").value_or("");
        if (token.empty())
            return Error{Fault::provider, "unknown_provider_error", "no token in the answer"};
        return token;
    }

    base::Result<void> request(PhoneAppData what, Account const& given,
                               net::HttpClient& http) const override
    {
        auto const account = complete(given);
        TRY(ask(
            meta::graph_post(
                meta::node(account.id) + "/smb_app_data", account,
                {{"messaging_product", "whatsapp"},
                 {"sync_type", what == PhoneAppData::history ? "history" : "smb_app_state_sync"}}),
            account, http));
        return {};
    }

private:
    // These two calls prove themselves in the query; an empty bearer would be a wrong one.
    static void drop_token(net::HttpRequest& request)
    {
        std::erase_if(request.headers,
                      [](auto const& one) { return one.first == "Authorization"; });
        request.idempotent = false;
    }
};

}  // namespace

Connector const& connector()
{
    static WhatsAppConnector const only;
    return only;
}

}  // namespace channels::whatsapp

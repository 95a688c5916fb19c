#pragma once

#include <map>
#include <string>
#include <tuple>

#include "accounts/connect.hpp"
#include "base/json.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

namespace tests {

// channel_route of control.db, in memory.
class MemoryRoutes final : public accounts::Routes {
public:
    base::Result<void> add(std::string_view key, std::string_view kind, std::string_view account,
                           base::WorkspaceId workspace, base::ChannelId channel) override
    {
        auto const at = std::pair(std::string(kind), std::string(account));
        auto const found = routes.find(at);
        if (found != routes.end() &&
            (found->second.workspace != workspace || found->second.channel != channel))
            return base::Error{base::Fault::conflict, "account_taken"};
        routes[at] = {std::string(key), workspace, channel};
        return {};
    }
    void remove(base::WorkspaceId workspace, base::ChannelId channel) override
    {
        std::erase_if(routes, [&](auto const& entry) {
            return entry.second.workspace == workspace && entry.second.channel == channel;
        });
    }
    bool taken(std::string_view kind, std::string_view account) override
    {
        return routes.contains({std::string(kind), std::string(account)});
    }

    struct Route {
        std::string key;
        base::WorkspaceId workspace;
        base::ChannelId channel;
    };
    std::map<std::pair<std::string, std::string>, Route> routes;
};

// A Graph that knows one number and its account, unless it is told to be unwell.
class SmallGraph {
public:
    net::HttpOutcome operator()(net::HttpRequest const& request)
    {
        if (!failure.empty())
            return net::HttpReply{401, {}, failure};
        auto const path = request.url.substr(0, request.url.find('?'));
        if (path.ends_with(std::string("/") + PhoneNumberId) && request.method == "POST") {
            number_callback = "";
            return json({{"success", true}});
        }
        if (path.ends_with("/debug_token"))
            return debug_token(request);
        if (path.ends_with("/oauth/access_token"))
            return request.url.find(AppSecret) == std::string::npos
                     ? net::HttpReply{400, {}, tests::refused(100, "wrong secret")}
                     : json({{"access_token", AccessToken}});
        if (path.ends_with("/register")) {
            if (request.body.find("581063") == std::string::npos)
                return net::HttpReply{400, {}, tests::refused(133005)};
            status = "CONNECTED";
            return json({{"success", true}});
        }
        if (path.ends_with("/smb_app_data")) {
            phone_app_data.push_back(request.body);
            return json({{"request_id", "r1"}});
        }
        if (path.ends_with("/me/businesses"))
            return json({{"data", {{{"id", "660044550077884"}}}}});
        if (path.ends_with("/owned_whatsapp_business_accounts"))
            return json({{"data", {{{"id", WabaId}}}}});
        if (path.ends_with("/client_whatsapp_business_accounts"))
            return json({{"data", base::Json::array()}});
        if (path.ends_with("/550033440066773"))
            return json({{"app_domains", {"inbox.example"}}});
        if (path.ends_with("/subscriptions")) {
            if (request.method == "POST") {
                app_subscriptions.push_back(request.body);
                return json({{"success", true}});
            }
            auto const node = app_callback.empty()
                                ? base::Json::array()
                                : base::Json{{{"object", "whatsapp_business_account"},
                                              {"callback_url", app_callback},
                                              {"active", true},
                                              {"fields", {{{"name", "messages"}}}}}};
            return json({{"data", node}});
        }
        if (path.ends_with(std::string("/") + PhoneNumberId))
            return json({{"webhook_configuration", {{"phone_number", number_callback}}},
                         {"id", PhoneNumberId},
                         {"display_phone_number", "+62 812-0000-7700"},
                         {"verified_name", "Toko Kita"},
                         {"quality_rating", "GREEN"},
                         {"code_verification_status", "VERIFIED"},
                         {"is_on_biz_app", on_phone_app},
                         {"throughput", {{"level", throughput}}},
                         {"status", status}});
        if (request.url.find("pricing_analytics") != std::string::npos) {
            asked_costs.push_back(request.url);
            return json({{"currency", "USD"},
                         {"pricing_analytics", {{"data", {{{"data_points", costs}}}}}}});
        }
        if (path.ends_with(std::string("/") + WabaId))
            return json({{"id", WabaId}, {"name", "Kita Group"}});
        if (path.ends_with("/phone_numbers"))
            return json({{"data", numbers}});
        if (path.ends_with("/subscribed_apps")) {
            subscriptions.push_back(request.method + " " + request.body);
            if (request.method == "POST" && refuse_subscription)
                return net::HttpReply{400, {}, tests::refused(100, "callback did not answer")};
            if (request.method != "GET") {
                subscribed = request.method == "POST";
                auto const body = base::parse_json(request.body);
                callback = body ? base::text_at(*body, "override_callback_uri").value_or("") : "";
                return json({{"success", true}});
            }
            if (!subscribed && callback.empty())
                return json({{"data", base::Json::array()}});
            base::Json app = {
                {"whatsapp_business_api_data", {{"id", "550033440066773"}, {"name", "Some App"}}}};
            if (!callback.empty())
                app["override_callback_uri"] = callback;
            return json({{"data", {app}}});
        }
        if (path.ends_with("/message_templates"))
            return json({{"data", templates}});
        return net::HttpReply{404, {}, tests::refused(803)};
    }
    net::HttpOutcome debug_token(net::HttpRequest const& request) const
    {
        // The app speaks with its id and secret.
        for (auto const& [name, value] : request.headers)
            if (name == "Authorization" && value.find('|') != std::string::npos &&
                value.find(std::string("550033440066773|") + AppSecret) == std::string::npos)
                return net::HttpReply{400, {}, tests::refused(190, "wrong app token")};
        base::Json data = {
            {"is_valid", true},         {"app_id", "550033440066773"},   {"application", "Kita"},
            {"expires_at", expires_at}, {"user_id", "7001234567890123"}, {"scopes", scopes}};
        if (!targets.empty())
            data["granular_scopes"] = {
                {{"scope", "whatsapp_business_management"}, {"target_ids", targets}}};
        return json({{"data", data}});
    }
    static net::HttpReply json(base::Json const& body)
    {
        return net::HttpReply{200, {}, base::to_text(body)};
    }

    std::string failure;
    std::string number_callback;
    base::Json costs = base::Json::array();
    std::vector<std::string> asked_costs;
    std::string status = "CONNECTED";
    std::string callback;      // of the account
    std::string app_callback;  // of the app
    bool on_phone_app = false;
    std::string throughput = "STANDARD";
    std::int64_t expires_at = 0;
    base::Json scopes = {"whatsapp_business_management", "whatsapp_business_messaging"};
    std::vector<std::string> targets;
    base::Json numbers = {{{"id", PhoneNumberId}, {"display_phone_number", "+62 812-0000-7700"}},
                          {{"id", "440022330055999"}, {"status", "PENDING"}}};
    std::vector<std::string> phone_app_data;
    std::vector<std::string> app_subscriptions;
    bool refuse_subscription = false;
    bool subscribed = false;
    std::vector<std::string> subscriptions;
    base::Json templates = base::Json::array();
};

struct Office {
    Office()
    {
        world.http.otherwise([this](net::HttpRequest const& request) { return graph(request); });
    }
    base::Result<accounts::Channel> connect(std::string const& phone_number_id = PhoneNumberId)
    {
        return accounts::connect(desk, around,
                                 {.kind = channels::Kind::whatsapp,
                                  .name = {},
                                  .phone_number_id = phone_number_id,
                                  .waba_id = WabaId,
                                  .access_token = std::string(" ") + AccessToken + "\n",
                                  .app_secret = AppSecret,
                                  .graph_url = {},
                                  .graph_version = {}});
    }
    accounts::Channel look(base::ChannelId id) { return *accounts::get(desk, around, {id}); }

    TestWorld world;
    SmallGraph graph;
    MemoryRoutes routes;
    std::vector<base::ChannelId> gone;
    std::string public_url = "https://inbox.example";
    std::string signup_app_id = "550033440066773";
    accounts::Surroundings around{routes,
                                  [](std::string_view kind, std::string_view key) {
                                      return "https://inbox.example/webhooks/" + std::string(kind) +
                                             "/" + std::string(key);
                                  },
                                  [this](workspace::Workspace&, db::Writer const&,
                                         base::ChannelId id) { gone.push_back(id); },
                                  {},
                                  {},
                                  [this] { return public_url; },
                                  [this]() -> base::Result<control::SignupApp> {
                                      control::SignupApp app;
                                      app.app_id = signup_app_id;
                                      app.app_secret = crypto::SecretText(AppSecret);
                                      app.config_id = "990011";
                                      return app;
                                  }};
    workspace::Desk desk = world.desk();
};

}  // namespace tests

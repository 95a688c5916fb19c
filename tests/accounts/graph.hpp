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
        if (path.ends_with(std::string("/") + PhoneNumberId))
            return json({{"webhook_configuration", {{"phone_number", number_callback}}},
                         {"id", PhoneNumberId},
                         {"display_phone_number", "+62 812-0000-7700"},
                         {"verified_name", "Toko Kita"},
                         {"quality_rating", "GREEN"},
                         {"status", "CONNECTED"}});
        if (request.url.find("pricing_analytics") != std::string::npos) {
            asked_costs.push_back(request.url);
            return json({{"currency", "USD"},
                         {"pricing_analytics", {{"data", {{{"data_points", costs}}}}}}});
        }
        if (path.ends_with(std::string("/") + WabaId))
            return json({{"id", WabaId}, {"name", "Kita Group"}});
        if (path.ends_with("/phone_numbers"))
            return json({{"data", {{{"id", PhoneNumberId}}, {{"id", "440022330055999"}}}}});
        if (path.ends_with("/subscribed_apps")) {
            subscriptions.push_back(request.method + " " + request.body);
            if (request.method == "POST" && refuse_subscription)
                return net::HttpReply{400, {}, tests::refused(100, "callback did not answer")};
            if (request.method != "GET") {
                subscribed = request.method == "POST";
                return json({{"success", true}});
            }
            return subscribed ? json({{"data", {{{"id", "550033440066773"}}}}})
                              : json({{"data", base::Json::array()}});
        }
        if (path.ends_with("/message_templates"))
            return json({{"data", templates}});
        return net::HttpReply{404, {}, tests::refused(803)};
    }
    static net::HttpReply json(base::Json const& body)
    {
        return net::HttpReply{200, {}, base::to_text(body)};
    }

    std::string failure;
    std::string number_callback;
    base::Json costs = base::Json::array();
    std::vector<std::string> asked_costs;
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
    accounts::Surroundings around{routes,
                                  [](std::string_view kind, std::string_view key) {
                                      return "https://inbox.example/webhooks/" + std::string(kind) +
                                             "/" + std::string(key);
                                  },
                                  [this](workspace::Workspace&, db::Writer const&,
                                         base::ChannelId id) { gone.push_back(id); }};
    workspace::Desk desk = world.desk();
};

}  // namespace tests

#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/call.hpp"
#include "api/route.hpp"
#include "api/server.hpp"
#include "api/voice.hpp"
#include "control/house.hpp"
#include "control/token.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/receive.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

// The API without sockets: requests are made by hand, answers are kept. Control, workspaces and
// their files are the real ones.
namespace tests {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Ask {
    std::string method = "GET";
    std::string path;  // below /api/v1, unless outside
    Pairs query = {};
    std::string body = {};
    Pairs headers = {};
    bool outside = false;
};

struct Got {
    int status = 0;
    http::Headers headers;
    std::string body;

    base::Json json() const
    {
        auto parsed = base::parse_json(body);
        REQUIRE_MESSAGE(parsed.ok(), body);
        return *parsed;
    }
    std::string code() const
    {
        return base::text_at(base::object_at(json(), "error"), "code").value_or("");
    }
    // "field:code field:code"
    std::string fields() const
    {
        std::string out;
        auto const answer = json();
        for (auto const& one : answer.at("error").at("fields"))
            out += (out.empty() ? "" : " ") + one.at("field").get<std::string>() + ":" +
                   one.at("code").get<std::string>();
        return out;
    }
};

class KeptReply final : public http::ReplySink {
public:
    explicit KeptReply(std::shared_ptr<Got> got) : m_got(std::move(got)) {}
    void answer(http::Response response) override
    {
        m_got->status = response.status;
        m_got->headers = std::move(response.headers);
        m_got->body = response.body.empty() ? std::string(response.fixed_body)
                                            : std::move(response.body);
    }
    std::shared_ptr<http::Stream> open_stream(http::StreamHead) override
    {
        throw std::logic_error("no streams here");
    }

private:
    std::shared_ptr<Got> m_got;
};

// Knows one webhook key at most.
class NoDirectory final : public intake::Directory, public accounts::Routes {
public:
    std::string key;
    std::optional<intake::Target> target;

    std::optional<intake::Target> by_key(std::string_view, std::string_view asked) override
    {
        return asked == key ? target : std::nullopt;
    }
    std::vector<std::shared_ptr<workspace::Workspace>> all() override
    {
        return target ? std::vector{target->workspace}
                      : std::vector<std::shared_ptr<workspace::Workspace>>();
    }
    std::optional<intake::Target> by_account(std::string_view, std::string_view) override
    {
        return {};
    }
    base::Result<void> add(std::string_view, std::string_view, std::string_view, base::WorkspaceId,
                           base::ChannelId) override
    {
        return {};
    }
    void remove(base::WorkspaceId, base::ChannelId) override {}
    bool taken(std::string_view, std::string_view) override { return false; }
};

// A shop named kopi with its owner, an open workspace and one number.
struct Front {
    Front()
        : surroundings{directory,
                       [](std::string_view, std::string_view key) { return std::string(key); },
                       [](workspace::Workspace&, db::Writer const&, base::ChannelId) {}},
          door(directory, house.world()),
          farewell(directory, *house.control),
          hub(api::voice(people, "0.1-test",
                         [](workspace::Workspace&, db::Reader const&, base::ChannelId) {
                             return base::Json();
                         })),
          owner(house.set_up()),
          parts{*house.control,
                people,
                http,
                surroundings,
                deliveries,
                door,
                farewell,
                hub,
                [this](control::WorkspaceRecord const& record) { return open(record); },
                [](std::shared_ptr<workspace::Workspace> const&) {},
                [this] { return unready; },
                [](std::shared_ptr<workspace::Workspace> const&, std::string const&) {
                    return base::Result<void>();
                },
                "0.1-test",
                [this] { return snapshot; }},
          server(parts)
    {
        auto caller = house.stranger(owner);
        shop = *open(*control::choose_workspace(*house, caller, "kopi"));
        channel = add_channel(*shop);
    }

    base::Result<std::shared_ptr<workspace::Workspace>> open(control::WorkspaceRecord const& record)
    {
        std::scoped_lock const lock(m_mutex);
        auto& known = m_open[record.id];
        if (!known)
            known = TRY(
                workspace::Workspace::open(TRY(house.control->open_record(record)), house.world()));
        return known;
    }

    Got send(Ask const& ask)
    {
        http::Request request;
        request.method = ask.method;
        request.path = (ask.outside ? "" : "/api/v1") + ask.path;
        request.query = ask.query;
        request.body = ask.body;
        request.peer = "203.0.113.9";
        request.host = "inbox.example.com";
        request.secure = true;
        request.id = "r1";
        for (auto const& [name, value] : ask.headers)
            request.headers.add(name, value);
        auto const got = std::make_shared<Got>();
        server.handle(std::move(request), http::Reply("r1", std::make_unique<KeptReply>(got)));
        return *got;
    }
    // As a browser that is signed in sends it from one of our own pages.
    Got page(std::string const& cookie, Ask ask)
    {
        ask.headers.emplace_back("Cookie", "__Host-s=" + cookie);
        ask.headers.emplace_back("Sapa-Request", "1");
        return send(ask);
    }
    Got with_token(std::string const& token, Ask ask)
    {
        ask.headers.emplace_back("Authorization", "Bearer " + token);
        return send(ask);
    }
    std::string token(std::vector<std::string> scopes = {"all"})
    {
        auto made = control::create_token(*house, house.person(owner),
                                          {"Shop", std::move(scopes), {}, {}});
        REQUIRE(made);
        return made->token;
    }
    // A customer who wrote just now, so that they may be answered.
    base::ConversationId customer(int number)
    {
        auto const id = add_conversation(*shop, channel, number);
        house.clock.advance(std::chrono::seconds(1));
        REQUIRE(shop->write([&](db::Writer& tx) {
                        conversations::store::wrote(
                            tx, id, house.clock.now(),
                            {.message = {}, .at = house.clock.now(), .text = {}});
                    })
                    .ok());
        return id;
    }

    ::House house;
    NoDirectory directory;
    NamedPeople people;
    ScriptedHttp http;
    accounts::Surroundings surroundings;
    conversations::MessageDeliveries deliveries;
    intake::Door door;
    intake::Farewell farewell;
    changes::Hub hub;
    std::string owner;  // the owner's cookie
    std::string unready;
    watch::Snapshot snapshot;
    api::Parts parts;
    api::Server server;
    std::shared_ptr<workspace::Workspace> shop;
    base::ChannelId channel;

private:
    std::mutex m_mutex;
    std::map<base::WorkspaceId, std::shared_ptr<workspace::Workspace>> m_open;
};

}  // namespace tests

#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "outbox/dispatcher.hpp"
#include "outbox/outbox.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

namespace tests {

// Notes what the outbox says of messages.
class NotedDeliveries final : public outbox::Deliveries {
public:
    void became(workspace::Workspace&, db::Writer const&, base::MessageId message,
                outbox::DeliveryNews const& news) override
    {
        std::scoped_lock const lock(m_mutex);
        auto line = std::string(news.purpose == outbox::Purpose::reaction ? "reaction " : "");
        line += base::word_of(news.status);
        if (news.external_id)
            line += " " + *news.external_id;
        if (news.problem)
            line += " " + news.problem->code;
        m_said[message].push_back(line);
    }
    std::vector<std::string> of(base::MessageId message) const
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_said.find(message);
        return found == m_said.end() ? std::vector<std::string>{} : found->second;
    }
    std::string last(base::MessageId message) const
    {
        auto const all = of(message);
        return all.empty() ? "" : all.back();
    }

private:
    mutable std::mutex m_mutex;
    std::map<base::MessageId, std::vector<std::string>> m_said;
};

// A workspace with one connected number and a dispatcher that works in the turn itself.
struct Shop {
    explicit Shop(std::string const& keep_in = {})
        : world(7, keep_in), dispatcher(world.world(), world.http, deliveries, 0)
    {
        auto const present = workspace->read()->maybe<base::ChannelId>(R"sql(
            SELECT id FROM channel
        )sql");
        channel = present ? *present : add_channel(*workspace);
        world.http.otherwise([this](net::HttpRequest const&) {
            return net::HttpReply{200, {}, accepted("wamid." + std::to_string(++taken))};
        });
    }

    base::ConversationId customer(int number)
    {
        return add_conversation(*workspace, channel, number);
    }
    base::MessageId say(base::ConversationId to, std::string const& text,
                        outbox::Priority priority = outbox::Priority::people,
                        std::optional<base::MediaId> media = {}, std::chrono::milliseconds in = {})
    {
        auto const message = add_message(*workspace, to, text);
        channels::Outbound outbound{
            .to = {.phone = "628123450001", .user_id = {}},
            .content = channels::TextContent{text, true},
        };
        if (media)
            outbound.content = channels::MediaContent{.caption = text, .file = media};
        outbox::NewSend const send{message, to, channel, priority, outbound, world.now() + in};
        auto const put = workspace->write(
            [&](db::Writer& tx) { return outbox::put(*workspace, tx, send); });
        return put ? message : base::MessageId{};
    }
    void sign(base::MessageId message, base::ConversationId to, std::string emoji)
    {
        channels::Outbound outbound{
            .to = {.phone = "628123450001", .user_id = {}},
            .content = channels::ReactionContent{"wamid.IN1", std::move(emoji)},
        };
        auto const put = workspace->write([&](db::Writer& tx) {
            outbox::supersede(tx, message, outbox::Purpose::reaction);
            outbox::put(*workspace, tx,
                        {message, to, channel, outbox::Priority::people, std::move(outbound),
                         world.now(), outbox::Purpose::reaction});
        });
        if (!put)
            throw std::runtime_error(put.error().code);
    }
    std::optional<std::chrono::milliseconds> turn()
    {
        auto const next = dispatcher.turn(*workspace);
        dispatcher.wait_idle();
        return next;
    }
    // Turns until nothing more happens at this moment.
    void settle()
    {
        for (std::size_t before = world.http.count() + 1; before != world.http.count();) {
            before = world.http.count();
            turn();
        }
    }
    std::string state(base::MessageId message)
    {
        return workspace->read()->one<std::string>(R"sql(
            SELECT state FROM send WHERE message_id = ?1 AND purpose = 'message'
        )sql",
                                                   message);
    }
    std::string attempt(base::MessageId message)
    {
        return workspace->read()->one<std::string>(R"sql(
            SELECT coalesce(attempt, '') FROM send WHERE message_id = ?1
        )sql",
                                                   message);
    }
    std::vector<std::string> bodies() const
    {
        std::vector<std::string> out;
        for (auto const& request : world.http.requests()) {
            auto const json = base::parse_json(request.body);
            out.push_back(json ? base::text_at(base::object_at(*json, "text"), "body").value_or("?")
                               : "?");
        }
        return out;
    }

    TestWorld world;
    std::shared_ptr<workspace::Workspace> workspace = world.workspace();
    NotedDeliveries deliveries;
    outbox::Dispatcher dispatcher;
    base::ChannelId channel;
    int taken = 0;
};

}  // namespace tests

#include <doctest/doctest.h>

#include <condition_variable>
#include <set>

#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "outbox/shop.hpp"
#include "workspace/rounds.hpp"

using namespace std::chrono_literals;
using tests::Shop;

namespace {

// Notes the order in which each person's messages arrive; several calls at once.
class BusyProvider final : public net::HttpClient {
public:
    net::HttpOutcome perform(net::HttpRequest const& request) override
    {
        auto const json = base::parse_json(request.body);
        auto const to = base::text_at(*json, "to").value_or("");
        auto const text = base::text_at(base::object_at(*json, "text"), "body").value_or("");
        {
            std::scoped_lock const lock(m_mutex);
            m_overlap = m_overlap || !m_talking.insert(to).second;
            m_heard[to].push_back(text);
            ++m_count;
        }
        std::this_thread::yield();
        {
            std::scoped_lock const lock(m_mutex);
            m_talking.erase(to);
        }
        m_changed.notify_all();
        return net::HttpReply{200, {}, tests::accepted("wamid." + to + "." + text)};
    }
    bool wait_for(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 60s, [&] { return m_count >= count; });
    }
    bool overlap() const { return m_overlap; }
    std::map<std::string, std::vector<std::string>> const& heard() const { return m_heard; }
    int count() const { return m_count; }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::string> m_talking;
    std::map<std::string, std::vector<std::string>> m_heard;
    bool m_overlap = false;
    int m_count = 0;
};

}  // namespace

TEST_CASE("outbox: many senders keep each conversation in order and send each message once")
{
    constexpr int Customers = 24;
    constexpr int Each = 12;
    Shop shop;
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        accounts::Settings settings;
        settings.per_second = 1'000'000;
        accounts::store::set_settings(tx, shop.channel, settings.text());
    }));
    BusyProvider provider;
    outbox::Dispatcher dispatcher(shop.world.world(), provider, shop.deliveries, 8);
    workspace::Rounds rounds("outbox", 2, base::real_world(),
                             [&](workspace::Workspace& w) { return dispatcher.turn(w); });
    shop.workspace->on_stir([&](workspace::Workspace& w, workspace::Follower follower) {
        if (follower == workspace::Follower::outbox)
            rounds.wake(w.shared_from_this());
    });

    std::vector<base::ConversationId> customers;
    std::vector<base::MessageId> messages;
    for (int i = 0; i < Customers; ++i)
        customers.push_back(shop.customer(i));
    for (int n = 0; n < Each; ++n)
        for (int i = 0; i < Customers; ++i) {
            auto const message = tests::add_message(*shop.workspace, customers[i], "x");
            outbox::NewSend const send{message,
                                       customers[i],
                                       shop.channel,
                                       outbox::Priority::people,
                                       {.to = {.phone = std::to_string(62000 + i), .user_id = {}},
                                        .content = channels::TextContent{std::to_string(n), true}},
                                       shop.world.now()};
            REQUIRE(shop.workspace->write(
                [&](db::Writer& tx) { outbox::put(*shop.workspace, tx, send); }));
            messages.push_back(message);
        }
    CHECK(provider.wait_for(Customers * Each));
    rounds.forget(*shop.workspace);
    dispatcher.leave(*shop.workspace);

    CHECK(provider.count() == Customers * Each);
    CHECK_FALSE(provider.overlap());
    CHECK(provider.heard().size() == Customers);
    for (auto const& [to, texts] : provider.heard()) {
        CHECK(texts == std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
                                                "10", "11"});
    }
    for (auto const message : messages)
        CHECK(shop.state(message) == "sent");
    CHECK(dispatcher.stop(5s));
    rounds.stop();
}

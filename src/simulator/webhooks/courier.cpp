#include "simulator/webhooks/courier.hpp"

#include <functional>

#include "simulator/graph/wire.hpp"

namespace simulator {

namespace {

using namespace std::chrono_literals;

constexpr auto Patience = 10s;

int post_far(net::HttpClient& client, Delivery const& delivery)
{
    auto const outcome = client.perform({.method = "POST",
                                         .url = delivery.url,
                                         .headers = {{"Content-Type", "application/json"},
                                                     {"User-Agent", "facebookexternalua"},
                                                     {"X-Hub-Signature-256", delivery.signature}},
                                         .body = delivery.body,
                                         .total_time = Patience});
    auto const* const reply = std::get_if<net::HttpReply>(&outcome);
    return reply ? reply->status : 0;
}

}  // namespace

Courier::Courier(int lanes, net::HttpClient& client, std::function<void(Delivery const&, int)> done)
    : m_client(client), m_done(std::move(done))
{
    for (int i = 0; i < std::max(1, lanes); ++i)
        m_lanes.push_back(std::make_unique<Lane>());
    for (auto& lane : m_lanes)
        lane->thread = std::thread([this, &lane = *lane] { run(lane); });
}

Courier::~Courier() { stop(); }

void Courier::carry(Delivery delivery)
{
    auto& lane = *m_lanes[std::hash<std::string>()(delivery.lane) % m_lanes.size()];
    {
        std::scoped_lock const lock(lane.mutex);
        lane.waiting.push_back(std::move(delivery));
    }
    lane.more.notify_one();
}

void Courier::stop()
{
    m_stopping = true;
    for (auto& lane : m_lanes) {
        // The lock makes sure that nobody is between looking at the flag and going to sleep.
        std::scoped_lock const lock(lane->mutex);
        lane->waiting.clear();
        lane->more.notify_one();
    }
    for (auto& lane : m_lanes)
        if (lane->thread.joinable())
            lane->thread.join();
}

void Courier::run(Lane& lane)
{
    Wire wire;
    for (;;) {
        Delivery delivery;
        {
            std::unique_lock lock(lane.mutex);
            lane.more.wait(lock, [&] { return m_stopping || !lane.waiting.empty(); });
            if (m_stopping)
                return;
            delivery = std::move(lane.waiting.front());
            lane.waiting.pop_front();
        }
        int status = 0;
        if (auto const near = local_url(delivery.url))
            status = wire.exchange(*near, webhook_request(*near, delivery.signature, delivery.body),
                                   Patience);
        else
            status = post_far(m_client, delivery);
        m_done(delivery, status);
    }
}

Outcome ask(net::HttpClient& client, std::string const& url)
{
    if (auto const near = local_url(url)) {
        Wire wire;
        auto const status = wire.exchange(*near, get_request(*near), Patience);
        return {status, wire.body()};
    }
    auto const outcome = client.perform({.url = url, .total_time = Patience, .answer_limit = 4096});
    auto const* const reply = std::get_if<net::HttpReply>(&outcome);
    return reply ? Outcome{reply->status, reply->body} : Outcome{};
}

}  // namespace simulator

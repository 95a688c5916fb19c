#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "http/handler.hpp"
#include "simulator/feed.hpp"
#include "simulator/load/load.hpp"
#include "simulator/webhooks/courier.hpp"

namespace simulator {

// Runs things later, on one thread.
class Later {
public:
    explicit Later(base::World world);
    ~Later() { stop(); }

    void after(std::chrono::milliseconds wait, std::function<void()> what);
    // What has not run is dropped.
    void stop();

private:
    void run();

    base::World m_world;
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::multimap<std::int64_t, std::function<void()>> m_waiting;  // by monotonic milliseconds
    bool m_stopping = false;
    std::thread m_thread;
};

// The core behind HTTP: the phone page and its stream, /sim/load, and answers that come late,
// broken or not at all.
class Front final : public http::Handler {
public:
    Front(Core& core, Feed& feed, Load& load, Later& later, net::HttpClient& client);

    http::RouteLimits limits(std::string_view method, std::string_view path) const override;
    void handle(http::Request request, http::Reply reply) override;

private:
    void page(http::Request const&, http::Reply reply);
    void events(http::Reply reply);
    void control_load(http::Request const&, http::Reply reply);
    void finish(Answer answer, http::Reply reply);
    void slowly(Answer const& answer, http::Reply reply);

    Core& m_core;
    Feed& m_feed;
    Load& m_load;
    Later& m_later;
    net::HttpClient& m_client;
};

}  // namespace simulator

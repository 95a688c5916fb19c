#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/world.hpp"
#include "http/handler.hpp"
#include "watch/look.hpp"

namespace api {

// Counts every answer and writes a line about those that an operator wants to know: 5xx, and what
// took longer than a second; about all of them at level debug. A line names the route's pattern,
// never an address: those hold ids, keys and one-time links. Any thread.
class RequestLog : public std::enable_shared_from_this<RequestLog> {
public:
    explicit RequestLog(base::Clock& clock) : m_clock(clock) {}

    // The reply to hand on in place of the given one.
    http::Reply watch(http::Request const& request, http::Reply reply);
    watch::Answers const& answers() const { return m_answers; }

private:
    class Sink;

    void tell(std::string_view method, std::string_view path, int status,
              std::chrono::milliseconds took);
    bool may_say();

    base::Clock& m_clock;
    watch::Answers m_answers;
    std::atomic<std::int64_t> m_second = 0;
    std::atomic<int> m_said = 0;
    std::atomic<std::int64_t> m_unsaid = 0;
};

// "/webhooks/{kind}/{key}", "/channels/{channel_id}", "page".
std::string_view route_name(std::string_view method, std::string_view path);

}  // namespace api

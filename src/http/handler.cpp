#include "http/handler.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

#include "base/log.hpp"

namespace http {

namespace {

thread_local Rescue* t_rescue = nullptr;

}  // namespace

Rescue::Rescue() : m_outer(std::exchange(t_rescue, this)) {}
Rescue::~Rescue() { t_rescue = m_outer; }

Reply::Reply(std::string request_id, std::unique_ptr<ReplySink> sink)
    : m_request_id(std::move(request_id)), m_sink(std::move(sink))
{
}

Reply::~Reply()
{
    if (!m_sink)
        return;
    auto const flying = std::uncaught_exceptions() > 0;
    if (flying && t_rescue != nullptr && !t_rescue->m_reply) {
        t_rescue->m_reply.emplace(std::move(m_request_id), std::move(m_sink));
        return;
    }
    // While an exception unwinds, the worker that catches it has more to log.
    if (!flying)
        base::log(base::LogLevel::error, "http", "left unanswered", {{"request", m_request_id}});
    try {
        m_sink->answer(
            error(500, "internal", "Something broke here; the log knows this id.", m_request_id));
    } catch (std::exception const& fault) {
        base::log(base::LogLevel::error, "http", "no answer at all",
                  {{"request", m_request_id}, {"why", fault.what()}});
    }
}

void Reply::send(Response response)
{
    if (!m_sink)
        throw std::logic_error("http: answered twice");
    auto const sink = std::move(m_sink);
    sink->answer(std::move(response));
}

std::shared_ptr<Stream> Reply::stream(StreamHead head)
{
    if (!m_sink)
        throw std::logic_error("http: answered twice");
    auto const sink = std::move(m_sink);
    return sink->open_stream(std::move(head));
}

void Reply::cut()
{
    if (!m_sink)
        throw std::logic_error("http: answered twice");
    std::exchange(m_sink, nullptr)->cut();
}

}  // namespace http

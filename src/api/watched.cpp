#include "api/watched.hpp"

#include "api/deletion_page.hpp"
#include "api/route.hpp"
#include "base/log_format.hpp"
#include "base/log_scope.hpp"

namespace api {

using namespace std::chrono_literals;

namespace {

constexpr auto Slow = std::chrono::milliseconds(1s);
// A full disk answers thousands of webhooks with 503; so many lines a second say it as well.
constexpr int LinesMost = 20;
constexpr std::string_view Api = "/api/v1";

}  // namespace

// Holds the real reply, which may be answered from any thread.
class RequestLog::Sink final : public http::ReplySink {
public:
    Sink(std::shared_ptr<RequestLog> log, std::string method, std::string path, http::Reply reply)
        : m_log(std::move(log)),
          m_method(std::move(method)),
          m_path(std::move(path)),
          m_reply(std::move(reply)),
          m_began(m_log->m_clock.monotonic())
    {
    }
    void answer(http::Response response) override
    {
        tell(response.status, m_log->m_clock.monotonic() - m_began);
        m_reply.send(std::move(response));
    }
    std::shared_ptr<http::Stream> open_stream(http::StreamHead head) override
    {
        tell(200, m_log->m_clock.monotonic() - m_began);
        return m_reply.stream(std::move(head));
    }
    void cut() override { m_reply.cut(); }

private:
    void tell(int status, std::chrono::milliseconds took)
    {
        base::LogScope const scope(m_reply.request_id());
        m_log->m_answers.note(status);
        m_log->tell(m_method, m_path, status, took);
    }

    // Shared, because an answer may come after the server is gone.
    std::shared_ptr<RequestLog> const m_log;
    std::string const m_method;
    std::string const m_path;
    http::Reply m_reply;
    std::chrono::milliseconds const m_began;
};

http::Reply RequestLog::watch(http::Request const& request, http::Reply reply)
{
    auto id = reply.request_id();
    return {std::move(id), std::make_unique<Sink>(shared_from_this(), request.method, request.path,
                                                  std::move(reply))};
}

void RequestLog::tell(std::string_view method, std::string_view path, int status,
                      std::chrono::milliseconds took)
{
    auto const loud = status >= 500 || took >= Slow;
    auto const level = loud ? base::LogLevel::info : base::LogLevel::debug;
    if (!base::is_logged(level) || (loud && !may_say()))
        return;
    auto const unsaid = loud ? m_unsaid.exchange(0) : 0;
    if (unsaid > 0)
        base::log(level, "api", "more answers of this kind than there are lines",
                  {{"unsaid", unsaid}});
    base::log(level, "api", "answered",
              {{"method", method},
               {"route", route_name(method, path)},
               {"status", status},
               {"ms", took.count()}});
}

bool RequestLog::may_say()
{
    auto const second = m_clock.monotonic().count() / 1000;
    if (m_second.exchange(second) != second)
        m_said = 0;
    if (m_said.fetch_add(1) < LinesMost)
        return true;
    m_unsaid.fetch_add(1);
    return false;
}

std::string_view route_name(std::string_view method, std::string_view path)
{
    if (path.starts_with("/webhooks/"))
        return "/webhooks/{kind}/{key}";
    if (path.starts_with("/meta/"))
        return "/meta/{what}/{key}";
    for (std::string_view const known : {std::string_view("/healthz"), std::string_view("/readyz"),
                                         std::string_view("/metrics"), DeletionPage})
        if (path == known)
            return known;
    if (!path.starts_with(Api))
        return "page";
    auto const found = match(method, path.substr(Api.size()));
    return found.route ? found.route->pattern : std::string_view("unknown");
}

}  // namespace api

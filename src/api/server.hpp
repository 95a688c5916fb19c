#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/parts.hpp"
#include "api/watched.hpp"
#include "base/seldom.hpp"
#include "http/handler.hpp"

namespace api {

// Everything Sapa answers over HTTP: webhooks, the API, event streams, the dashboard and the docs
// page. Called by the edge's workers, several at once.
class Server final : public http::Handler {
public:
    explicit Server(Parts const& parts);
    ~Server() override;

    http::RouteLimits limits(std::string_view method, std::string_view path) const override;
    void handle(http::Request request, http::Reply reply) override;

    watch::Answers const& answers() const { return m_log->answers(); }

private:
    void route(http::Request request, http::Reply reply);
    void webhook(http::Request request, http::Reply reply);
    void farewell(http::Request const& request, std::string_view rest, http::Reply reply);
    void api(http::Request request, std::string_view path, http::Reply reply);
    void metrics(http::Request const& request, http::Reply reply);
    void page(http::Request const& request, http::Reply reply);

    void note_failure(std::exception const& fault);

    Parts const& m_parts;
    std::shared_ptr<RequestLog> m_log;
    std::mutex m_mutex;  // guards m_failures
    base::Seldom m_failures{std::chrono::seconds(10)};
};

// Headers every answer carries (docs/architecture.md, "Browser").
std::vector<std::pair<std::string, std::string>> default_headers(bool https);

}  // namespace api

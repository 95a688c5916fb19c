#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace net {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// One part of a multipart/form-data body.
struct Part {
    std::string name;
    std::string file_name = {};     // empty: an ordinary field
    std::string content_type = {};  // empty: none is sent
    std::string text = {};          // the content, unless `source` is set
    // Bytes made while they are sent: up to `max` from `offset`, an empty piece is a failure.
    std::function<std::string(std::uint64_t offset, std::size_t max)> source = {};
    std::uint64_t size = 0;  // of `source`
};

struct HttpRequest {
    std::string method = "GET";
    std::string url = {};  // http(s)://host[:port]/path?query, no user info, no fragment
    // Host, Content-Length, Transfer-Encoding and Connection are the client's own and refused here.
    HeaderList headers = {};
    std::string body = {};
    std::vector<Part> parts = {};  // when not empty: multipart/form-data instead of `body`
    std::chrono::milliseconds connect_time{10'000};
    std::chrono::milliseconds total_time{30'000};
    std::uint64_t answer_limit = 1 << 20;  // bytes of body, kept or streamed
    // Receives the body of a 2xx answer piece by piece instead of HttpReply::body; false stops.
    std::function<bool(std::string_view)> sink = {};
    // The request may be repeated by the client itself when a kept-open connection turns out dead.
    bool idempotent = false;
};

struct HttpReply {
    int status = 0;
    HeaderList headers = {};
    std::string body = {};

    std::optional<std::string_view> header(std::string_view name) const;
};

// How far the request came. The outbox decides by it: everything before `answer` certainly had no
// effect, everything from there on may have had one (docs/architecture.md, "Outbound path").
struct NetFailure {
    enum class Stage {
        bad_request,                // not a URL, a header or a body this client sends
        dns,                        // the name has no address
        refused_address,            // an address this client must not reach
        connect,                    // refused, unreachable or too slow
        tls,                        // handshake, name or certificate
        request_not_fully_written,  // the last byte did not leave
        no_answer,                  // written; closed, reset or too slow before a whole head
        bad_answer,                 // written; what came back is not HTTP or breaks off
        answer_too_large,           // written; more than `answer_limit`
        stopped_by_sink,            // written; the caller's sink had enough
    };
    Stage stage = Stage::connect;
    std::string detail;  // for logs: never a URL's query, a header or a body

    // The other side may have acted on the request.
    bool may_have_acted() const { return stage >= Stage::no_answer; }
};

std::string_view name_of(NetFailure::Stage stage);

using HttpOutcome = std::variant<HttpReply, NetFailure>;

// Outbound HTTP. Any thread; blocks the caller up to `total_time`. Never follows a redirect, keeps
// no cookie, reads no proxy variable.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual HttpOutcome perform(HttpRequest const& request) = 0;
};

}  // namespace net

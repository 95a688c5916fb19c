#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "channels/account.hpp"
#include "net/http_client.hpp"

// What WhatsApp, Instagram and Messenger share: calls to Meta's Graph API and its error object.
// Source: developers.facebook.com/docs/graph-api (v26.0, 2026-07-29).
namespace channels::meta {

using Query = std::vector<std::pair<std::string, std::string>>;

// One Graph call: `path` is what follows the version, its ids already checked by `node`. Carries the
// token as a bearer header. Account::base_url and Account::version must be set.
net::HttpRequest graph_request(std::string method, std::string_view path, Account const& account,
                               Query const& query = {});
// The same with a JSON body.
net::HttpRequest graph_post(std::string_view path, Account const& account, base::Json const& body);
// Adds appsecret_proof: the sender knows the app's secret too. A wrong secret is refused with 100.
void prove(net::HttpRequest& request, Account const& account);
// Performs it; once more with the proof when the app demands one, which Meta says before it looks at
// anything else.
net::HttpOutcome perform(net::HttpRequest const& request, Account const& account,
                         net::HttpClient& http);

// An id as one segment of a path: everything but letters, digits, '.', '_', '-' and ':' escaped.
std::string node(std::string_view id);
std::string escape_query(std::string_view text);

// An error object without a code. Not 0: that is a code, and means a bad token.
inline constexpr int NoCode = -1;

// Meta's error object, from an answer ({"error": {...}}) or from a webhook's errors[].
struct GraphError {
    int code = NoCode;
    int subcode = 0;
    std::string type;
    std::string text;       // details when given, else message or title
    std::string user_text;  // error_user_title and error_user_msg, for template edits
    std::string trace;      // fbtrace_id
    bool transient = false;
};

GraphError graph_error(base::Json const& error);
// The error of an answer; nothing when the body is no JSON or holds none.
std::optional<GraphError> answered_error(std::string_view body);

// Seconds of a Retry-After header, or the longest time any X-Business-Use-Case-Usage entry names.
std::optional<int> retry_after_s(net::HttpReply const& reply);

}  // namespace channels::meta

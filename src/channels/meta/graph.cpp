#include "channels/meta/graph.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "crypto/hmac.hpp"

namespace channels::meta {

namespace {

// Provider texts are shown and stored; more than this of one is noise.
constexpr std::size_t LongestText = 500;

std::string escaped_except(std::string_view text, std::string_view kept)
{
    static constexpr char Digits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || kept.find(c) != std::string_view::npos;
        if (plain) {
            out.push_back(c);
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out.append({'%', Digits[byte >> 4], Digits[byte & 15]});
        }
    }
    return out;
}

std::string tidy(std::string_view text)
{
    return std::string(base::first_points(base::clean_name(text), LongestText));
}

int small_number(base::Json const& object, std::string_view key, int otherwise)
{
    auto const number = base::number_at(object, key).value_or(-1);
    return number >= 0 && number <= 2'000'000'000 ? int(number) : otherwise;
}

}  // namespace

std::string node(std::string_view id) { return escaped_except(id, "._-:"); }

std::string escape_query(std::string_view text) { return escaped_except(text, "._-~"); }

net::HttpRequest graph_request(std::string method, std::string_view path, Account const& account,
                               Query const& query)
{
    std::string_view root = account.base_url;
    while (root.ends_with('/'))
        root.remove_suffix(1);

    net::HttpRequest request;
    request.method = std::move(method);
    request.idempotent = request.method == "GET";
    request.url.append(root).append("/").append(node(account.version)).append("/").append(path);
    char before = '?';
    auto const add = [&](std::string_view name, std::string_view value) {
        request.url.append(1, std::exchange(before, '&'));
        request.url.append(name).append("=").append(escape_query(value));
    };
    for (auto const& [name, value] : query)
        add(name, value);
    request.headers.emplace_back("Authorization",
                                 "Bearer " + std::string(account.access_token.reveal()));
    request.headers.emplace_back("Accept", "application/json");
    return request;
}

net::HttpRequest graph_post(std::string_view path, Account const& account, base::Json const& body)
{
    auto request = graph_request("POST", path, account);
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = base::to_text(body);
    return request;
}

void prove(net::HttpRequest& request, Account const& account)
{
    auto const proof = crypto::hmac_sha256(account.app_secret.reveal(),
                                           account.access_token.reveal());
    request.url += request.url.find('?') == std::string::npos ? '?' : '&';
    request.url += "appsecret_proof=" + base::to_hex(proof);
}

net::HttpOutcome perform(net::HttpRequest const& request, Account const& account,
                         net::HttpClient& http)
{
    auto outcome = http.perform(request);
    auto const* const reply = std::get_if<net::HttpReply>(&outcome);
    if (!reply || reply->status < 400 || reply->status >= 500 || !account.app_secret ||
        request.url.find("appsecret_proof=") != std::string::npos)
        return outcome;
    auto const error = answered_error(reply->body);
    if (!error || error->code != 100 || error->text.find("appsecret_proof") == std::string::npos)
        return outcome;
    auto proved = request;
    prove(proved, account);
    return http.perform(proved);
}

GraphError graph_error(base::Json const& error)
{
    GraphError out;
    out.code = small_number(error, "code", NoCode);
    out.subcode = small_number(error, "error_subcode", 0);
    out.type = tidy(base::text_at(error, "type").value_or(""));
    out.trace = tidy(base::text_at(error, "fbtrace_id").value_or(""));
    out.transient = base::bool_at(error, "is_transient").value_or(false);

    // error_data is an object with `details`, sometimes a bare string.
    auto text = base::text_at(base::object_at(error, "error_data"), "details");
    for (auto const* key : {"error_data", "message", "title"})
        if (!text || text->empty())
            text = base::text_at(error, key);
    out.text = tidy(text.value_or(""));

    auto const title = base::text_at(error, "error_user_title").value_or("");
    auto const message = base::text_at(error, "error_user_msg").value_or("");
    out.user_text = tidy(title.empty() || message.empty() ? title + message
                                                          : title + ": " + message);
    return out;
}

std::optional<GraphError> answered_error(std::string_view body)
{
    auto const answer = base::parse_json(body, base::AnswerJson);
    if (!answer || !answer->is_object() || !answer->contains("error"))
        return std::nullopt;
    auto const& error = base::object_at(*answer, "error");
    if (error.empty())
        return std::nullopt;
    return graph_error(error);
}

std::optional<int> retry_after_s(net::HttpReply const& reply)
{
    constexpr std::int64_t Day = 24 * 3600;
    std::int64_t longest = 0;
    if (auto const header = reply.header("Retry-After")) {
        std::int64_t seconds = 0;
        auto const text = base::trim(*header);
        auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (fault == std::errc() && end == text.data() + text.size() && seconds > 0)
            longest = std::min(seconds, Day);
    }
    if (auto const header = reply.header("X-Business-Use-Case-Usage")) {
        auto const usage = base::parse_json(*header, base::AnswerJson);
        if (usage && usage->is_object())
            for (auto const& entries : *usage)
                if (entries.is_array())
                    for (auto const& entry : entries) {
                        auto const minutes =
                            base::number_at(entry, "estimated_time_to_regain_access").value_or(0);
                        longest = std::max(longest,
                                           std::clamp<std::int64_t>(minutes, 0, 1440) * 60);
                    }
    }
    if (longest == 0)
        return std::nullopt;
    return int(longest);
}

}  // namespace channels::meta
